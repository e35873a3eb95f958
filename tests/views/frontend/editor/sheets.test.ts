/** A text in the editor: it follows what serves until it is touched, and then it is never lost. */

import { describe, expect, test } from "vitest";
import type { Served, Sheet } from "../../../../sandbox/views/frontend/editor/sheets.ts";
import * as sheets from "../../../../sandbox/views/frontend/editor/sheets.ts";

const served = (version: string, source: string, more: Partial<Served> = {}): Served => ({
  name: "ws_message",
  channels: ["websocket.receive"],
  path: null,
  version,
  source,
  diff: "",
  file: "cell [2]",
  line: 1,
  edited: false,
  editable: true,
  why: null,
  ...more,
});

const V1 = served("v1", "one\n");
const V2 = served("v2", "two\n");
const fresh = () => sheets.sheetOf(V1);
const touched = () => sheets.typed(fresh(), "mine\n");

describe("a text that nobody has touched", () => {
  test("is what serves, and saved", () => {
    expect(fresh().text).toBe("one\n");
    expect(sheets.isUnsaved(fresh())).toBe(false);
  });

  test("follows what serves, and says so", () => {
    const sheet = sheets.follow(fresh(), V2);
    expect(sheet).toMatchObject({ text: "two\n", base: "v2", theirs: null });
    expect(sheet.said).toEqual({ what: "followed", version: "v2" });
    expect(sheets.isUnsaved(sheet)).toBe(false);
  });

  test("stays as it was written where the version is the one that it was saved as", () => {
    const whole = sheets.saved(sheets.saving(touched()), "import re\nmine\n", "v2");
    const sheet = sheets.follow({ ...whole, text: "import re\nmine\n" }, V2);
    expect(sheet.text).toBe("import re\nmine\n");
    expect(sheets.isUnsaved(sheet)).toBe(false);
  });
});

describe("a text that is not saved", () => {
  test("is kept when something else serves by now, which is told", () => {
    const sheet = sheets.follow(touched(), V2);
    expect(sheet).toMatchObject({ text: "mine\n", theirs: V2, served: V2 });
  });

  test("is no conflict where the same text serves by now", () => {
    const sheet = sheets.follow(sheets.typed(fresh(), "two"), V2);
    expect(sheet).toMatchObject({ text: "two", base: "v2", theirs: null });
    expect(sheets.isUnsaved(sheet)).toBe(false);
  });

  test("makes room for theirs and can be brought back", () => {
    const taken = sheets.takeTheirs(sheets.follow(touched(), V2));
    expect(taken).toMatchObject({ text: "two\n", base: "v2", shelved: ["mine\n"], theirs: null });
    const back = sheets.bringBack(taken);
    expect(back).toMatchObject({ text: "mine\n", shelved: [], base: "v2" });
    expect(sheets.isUnsaved(back)).toBe(true);
  });

  test("is kept by choice and then saved over theirs", () => {
    const kept = sheets.keepMine(sheets.follow(touched(), V2));
    expect(kept).toMatchObject({ text: "mine\n", base: "v2", clean: "two\n", theirs: null });
    expect(sheets.isUnsaved(kept)).toBe(true);
  });

  test("is kept when its consumer serves no longer", () => {
    const sheet = sheets.follow(touched(), null);
    expect(sheet).toMatchObject({ text: "mine\n", served: null, base: null, name: "ws_message" });
  });

  test("is put by when a person reverts it or looks at another version", () => {
    expect(sheets.revert(touched())).toMatchObject({ text: "one\n", shelved: ["mine\n"] });
    expect(sheets.load(touched(), "old\n")).toMatchObject({ text: "old\n", shelved: ["mine\n"] });
    expect(sheets.load(fresh(), "old\n").shelved).toEqual([]);
  });

  test("is no conflict when the version that it began from comes back", () => {
    const sheet = sheets.follow(sheets.follow(touched(), V2), V1);
    expect(sheet).toMatchObject({ theirs: null, text: "mine\n" });
  });
});

describe("a save", () => {
  test("that serves makes the text clean, but not what was typed since", () => {
    const typedOn = sheets.typed(sheets.saving(touched()), "mine, and more\n");
    const sheet = sheets.saved(typedOn, "mine\n", "v2");
    expect(sheet).toMatchObject({ saving: false, base: "v2", clean: "mine\n" });
    expect(sheet.said).toEqual({ what: "serves", version: "v2" });
    expect(sheets.isUnsaved(sheet)).toBe(true);
  });

  test("of the same text is no new version and says so", () => {
    expect(sheets.saved(sheets.saving(fresh()), "one\n", "v1").said?.what).toBe("same");
  });

  test("that is refused leaves the text and what serves as they are", () => {
    const problem = { error: "SyntaxError", message: "no", line: 2, column: 1, traceback: "" };
    const sheet = sheets.refused(sheets.saving(touched()), problem);
    expect(sheet).toMatchObject({ text: "mine\n", served: V1, base: "v1", problem, saving: false });
  });

  test("that was overtaken asks the person", () => {
    const sheet = sheets.conflict(sheets.saving(touched()), V2);
    expect(sheet).toMatchObject({ text: "mine\n", theirs: V2, saving: false });
  });

  test("is not disturbed by the news that it causes itself", () => {
    const sheet = sheets.follow(sheets.saving(touched()), V2);
    expect(sheet).toMatchObject({ text: "mine\n", theirs: null, saving: true });
  });

  test("whose command fails keeps the text and gives the sentence", () => {
    const sheet = sheets.failed(sheets.saving(touched()), "The sandbox has ended.");
    expect(sheet.text).toBe("mine\n");
    expect(sheet.said).toEqual({ what: "failed", sentence: "The sandbox has ended." });
  });
});

test("no sequence of choices ends without the text that was typed, or its own way back to it", () => {
  const steps: ((sheet: Sheet) => Sheet)[] = [
    (sheet) => sheets.follow(sheet, V2),
    sheets.takeTheirs,
    sheets.keepMine,
    sheets.revert,
    (sheet) => sheets.load(sheet, "old\n"),
    (sheet) => sheets.follow(sheet, served("v3", "three\n")),
    (sheet) => sheets.follow(sheet, null),
  ];
  for (const first of steps)
    for (const second of steps) {
      const sheet = second(first(touched()));
      expect([sheet.text, ...sheet.shelved]).toContain("mine\n");
    }
});
