/** Words: one catalogue, two languages, and nothing in it that nobody says. */

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { languageFor, numbersOf, wordsOf } from "../../../../sandbox/views/frontend/stage/words.ts";
import catalogue from "../../../../sandbox/views/words.json" with { type: "json" };

const views = fileURLToPath(new URL("../../../../sandbox/views/", import.meta.url));
const sources = readdirSync(views, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(tsx?|py)$/.test(name) && !name.includes("node_modules"))
  .map((name) => readFileSync(views + name, "utf8"))
  .join("\n");

type Texts = Record<string, string | Record<string, string>>;
const en: Texts = catalogue.en;
const ru: Texts = catalogue.ru;

/** Keys that are named whole in the sources, and beginnings such as `kind.${…}`. */
const whole = new Set([...sources.matchAll(/["'`]([a-z]+(?:\.[\w.]+)*)["'`]/g)].map((m) => m[1]!));
const begun = [...sources.matchAll(/["'`]([a-z]+(?:\.[\w.]+)*\.)(?:\$\{|["'`] \+|["'`],)/g)].map(
  (m) => m[1]!,
);
const said = [...sources.matchAll(/\bsay\(\s*"([^"]+)"/g)].map((m) => m[1]!);

const forms = (text: string | Record<string, string>) =>
  typeof text === "string" ? [text] : Object.values(text);
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!).sort();

describe("the catalogue", () => {
  test("has the same keys in both languages", () => {
    expect(Object.keys(ru)).toEqual(Object.keys(en));
  });

  test("has every key that is said", () => {
    expect(said.length).toBeGreaterThan(20);
    expect(said.filter((key) => !(key in en))).toEqual([]);
  });

  test("has no key that nobody says", () => {
    const used = (key: string) => whole.has(key) || begun.some((start) => key.startsWith(start));
    expect(Object.keys(en).filter((key) => !used(key))).toEqual([]);
  });

  test("fills in the same values in both languages", () => {
    const asked = (text: string | Record<string, string>) =>
      [...new Set(forms(text).flatMap(holes))].filter((name) => name !== "n").sort();
    for (const key of Object.keys(en))
      expect([key, asked(ru[key]!)]).toEqual([key, asked(en[key]!)]);
  });

  test("has all plural forms that its language has", () => {
    const wanted = { en: ["one", "other"], ru: ["few", "many", "one", "other"] };
    for (const [language, texts] of [
      ["en", en],
      ["ru", ru],
    ] as const)
      for (const [key, text] of Object.entries(texts))
        if (typeof text !== "string")
          expect([key, Object.keys(text).sort()]).toEqual([key, wanted[language]]);
  });
});

describe("words", () => {
  test("choose the plural form by n and write n in the language's form", () => {
    expect(wordsOf("en")("detail.runs", { n: 1 })).toBe("1 run");
    expect(wordsOf("en")("detail.runs", { n: 1204 })).toBe("1\u202f204 runs");
    expect(["1", 2, 5, 21].map((n) => wordsOf("ru")("detail.runs", { n }))).toEqual([
      "1 вызов",
      "2 вызова",
      "5 вызовов",
      "21 вызов",
    ]);
  });

  test("agree with their number wherever one is counted in Russian", () => {
    expect([1, 2, 5, 21].map((n) => wordsOf("ru")("flow.more.channels", { n }))).toEqual([
      "ещё 1 тихий",
      "ещё 2 тихих",
      "ещё 5 тихих",
      "ещё 21 тихий",
    ]);
    // Without forms a word must not follow its number: only units, "+3" and "задержано 3" stay.
    const fixed = Object.entries(ru).filter(([key]) => !key.startsWith("unit."));
    const counted = fixed.filter(
      ([, text]) => typeof text === "string" && /\{n\} [а-яё]/.test(text),
    );
    expect(counted).toEqual([]);
  });

  test("never read a value as a text to fill in", () => {
    expect(wordsOf("en")("fact.marked", { label: "{who} & <b>" })).toBe("{who} & <b>");
  });

  test("show a key that is unknown as it is", () => {
    expect(wordsOf("en")("reason.brand_new")).toBe("reason.brand_new");
  });

  test("come in Russian for any Russian wish, else in English", () => {
    expect(["ru", "ru-RU", "RU", "rue", "de", null, 3].map(languageFor)).toEqual([
      "ru",
      "ru",
      "ru",
      "en",
      "en",
      "en",
      "en",
    ]);
  });
});

describe("numbers", () => {
  test("part thousands by a thin space and decimals by the language's sign", () => {
    expect(numbersOf("en").count(1234567)).toBe("1\u202f234\u202f567");
    expect(numbersOf("en").milliseconds(0.0018)).toBe("1.8\u00a0ms");
    expect(numbersOf("en").whole(7.9)).toBe("7\u00a0s");
    expect(numbersOf("ru").whole(200)).toBe("3\u00a0мин");
    expect(numbersOf("ru").milliseconds(0.0018)).toBe("1,8\u00a0мс");
    expect(numbersOf("ru").milliseconds(1.2344)).toBe("1\u202f234\u00a0мс");
  });

  test("choose the unit by size", () => {
    const { seconds, bytes } = numbersOf("en");
    expect([0.0004, 0.5, 1, 12.3, 240, 7200].map(seconds)).toEqual(
      ["0.4 ms", "500 ms", "1.0 s", "12 s", "4 min", "2.0 h"].map((t) => t.replace(" ", "\u00a0")),
    );
    expect([64, 2048, 3 << 20].map(bytes)).toEqual(
      ["64 B", "2.0 KiB", "3.0 MiB"].map((t) => t.replace(" ", "\u00a0")),
    );
  });
});
