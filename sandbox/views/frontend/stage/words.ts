/**
 * The stage's words: one catalogue for both languages, `sandbox/views/words.json`.
 *
 * A text is a string with {names} to fill in, or one string for each plural form, chosen by the
 * value `n`. Names and kinds from the log are never translated: they are values, not texts.
 */

import catalogue from "../../words.json" with { type: "json" };
import type { Numbers, Say } from "../flow/props.ts";

export type Language = "en" | "ru";
export const LANGUAGES: readonly Language[] = ["en", "ru"];

type Forms = Partial<Record<Intl.LDMLPluralRule, string>>;
type Texts = Record<string, string | Forms>;

const texts: Record<Language, Texts> = catalogue;

/** The language for a wish such as "ru-RU" or null: Russian if it says so, else English. */
export function languageFor(wish: unknown): Language {
  return typeof wish === "string" && /^ru\b/i.test(wish) ? "ru" : "en";
}

const says = new Map<Language, Say>();

/** Gives texts of one language; a key that the catalogue lacks is shown as it is. */
export function wordsOf(language: Language): Say {
  let say = says.get(language);
  if (!say) {
    say = makeWords(language);
    says.set(language, say);
  }
  return say;
}

function makeWords(language: Language): Say {
  const numbers = numbersOf(language);
  const plural = new Intl.PluralRules(language);
  return (key, values = {}) => {
    const text = texts[language][key];
    if (text === undefined) return key;
    return fill(typeof text === "string" ? text : formOf(text, values.n, plural), values, numbers);
  };
}

/** Whether the catalogue has a text for *key*: reasons and kinds from the log may be unknown. */
export function isWord(key: string): boolean {
  return key in texts.en;
}

function formOf(forms: Forms, n: string | number | undefined, plural: Intl.PluralRules): string {
  return forms[plural.select(Number(n ?? 0))] ?? forms.other ?? "";
}

function fill(text: string, values: Record<string, string | number>, numbers: Numbers): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? numbers.count(value) : value;
  });
}

const THIN = "\u202f";
const units = (language: Language, unit: string, n: string) =>
  (texts[language][`unit.${unit}`] as string).replace("{n}", n).replace(" ", "\u00a0");

/** Numbers in the language's own form: thousands apart by U+202F, a decimal comma in Russian. */
export function numbersOf(language: Language): Numbers {
  const decimal = (x: number, digits: number) =>
    group(x.toFixed(digits)).replace(".", language === "ru" ? "," : ".");
  /** Two figures are enough to compare by eye; more would flicker. */
  const short = (x: number) => decimal(x, x < 0.095 && x > 0 ? 2 : x < 9.95 ? 1 : 0);
  const unit = (name: string, n: string) => units(language, name, n);
  const seconds = (s: number) => {
    const past = Math.max(0, s);
    if (past < 0.995) return unit("ms", short(past * 1000));
    if (past < 90) return unit("s", short(past));
    if (past < 5400) return unit("min", decimal(past / 60, 0));
    return unit("h", short(past / 3600));
  };
  return {
    count: (n) => (Number.isInteger(n) ? group(String(n)) : decimal(n, 1)),
    milliseconds: (s) => unit("ms", short(s * 1000)),
    seconds,
    whole: (s) => (s < 90 ? unit("s", String(Math.floor(Math.max(0, s)))) : seconds(s)),
    bytes: (n) => {
      if (n < 1024) return unit("B", group(String(n)));
      if (n < 1024 * 1024) return unit("KiB", short(n / 1024));
      return unit("MiB", short(n / 1024 / 1024));
    },
  };
}

function group(digits: string): string {
  const [whole, ...rest] = digits.split(".");
  return [whole!.replace(/\B(?=(\d{3})+$)/g, THIN), ...rest].join(".");
}
