/**
 * One consumer's text in the editor, and what becomes of it when it is typed, saved, refused, or
 * when something else changes what serves. Pure: nothing is asked and nothing is drawn here.
 *
 * There is one source of truth: what serves. A text that was not touched follows it; one that was
 * is never replaced but by a person's own choice, and even then the other text is put by.
 */

/** A consumer as `code.list` tells of it. */
export interface Served {
  name: string;
  channels: string[];
  /** The route of a view; null: it is a consumer. */
  path: string | null;
  version: string;
  source: string | null;
  diff: string;
  file: string | null;
  line: number | null;
  /** What serves came from the editor: its cell still has another text. */
  edited: boolean;
  editable: boolean;
  why: string | null;
}

/** What is wrong with a text that was to be saved; lines and columns count from 1. */
export interface Problem {
  error: string;
  message: string;
  line: number | null;
  column: number | null;
  traceback: string | null;
}

/** What there is to say about the last thing that was done. */
export type Said =
  | { what: "serves" | "same" | "followed" | "back" | "shelved"; version: string }
  | { what: "failed"; sentence: string };

export interface Sheet {
  /** The consumer; null: a text that is to bring a new one. */
  name: string | null;
  /** What serves; null: nothing of that name does. */
  served: Served | null;
  /** The version that the text began from; null: none. */
  base: string | null;
  /** The text that needs no saving. */
  clean: string;
  text: string;
  problem: Problem | null;
  /** What serves by now, while the text that began from another version is not saved. */
  theirs: Served | null;
  /** Texts that made room for another, the latest last, to be brought back. */
  shelved: readonly string[];
  saving: boolean;
  said: Said | null;
}

/** What a new text begins with. */
export const TEMPLATE = `@box.consumer("websocket.receive")
def ws_new(message):
    message.reply_channel.send({"text": message.content["text"]})
`;

/** The text of a consumer that nobody has touched yet. */
export function sheetOf(served: Served): Sheet {
  const text = served.source ?? "";
  return { ...blank(served.name), served, base: served.version, clean: text, text };
}

/** A text that is to bring a new consumer. */
export function newSheet(): Sheet {
  return { ...blank(null), clean: TEMPLATE, text: TEMPLATE };
}

function blank(name: string | null): Sheet {
  return {
    name,
    served: null,
    base: null,
    clean: "",
    text: "",
    problem: null,
    theirs: null,
    shelved: [],
    saving: false,
    said: null,
  };
}

/** What is put by when another text takes the place of this one. */
const putBy = (sheet: Sheet) => (isUnsaved(sheet) ? [...sheet.shelved, sheet.text] : sheet.shelved);

/** Whether it has what would be lost. */
export const isUnsaved = (sheet: Sheet) => sheet.text !== sheet.clean;

/** Whether it may be saved at all. */
export const isEditable = (sheet: Sheet) => sheet.served?.editable ?? true;

/** A person has typed. */
export function typed(sheet: Sheet, text: string): Sheet {
  return text === sheet.text ? sheet : { ...sheet, text, said: null };
}

/** What serves now is *served* (null: nothing of its name): follow it, or say that it differs. */
export function follow(sheet: Sheet, served: Served | null): Sheet {
  if (served === null) return { ...sheet, served: null, base: null, theirs: null };
  const now = { ...sheet, served };
  if (sheet.saving) return now;
  if (served.version === sheet.base) return { ...now, theirs: null };
  const source = served.source ?? "";
  if (isUnsaved(sheet) && !alike(sheet.text, source)) return { ...now, theirs: served };
  const text = alike(sheet.text, source) ? sheet.text : source;
  return {
    ...now,
    base: served.version,
    clean: text,
    text,
    theirs: null,
    problem: null,
    said: { what: "followed", version: served.version },
  };
}

/** Whether two texts are the same code: the end of the last line does not count. */
export const alike = (one: string, other: string) => one.trimEnd() === other.trimEnd();

/** The person wants what serves; their own text is put by. */
export function takeTheirs(sheet: Sheet): Sheet {
  const { theirs } = sheet;
  if (theirs === null) return sheet;
  return {
    ...sheetOf(theirs),
    shelved: putBy(sheet),
    said: { what: "shelved", version: theirs.version },
  };
}

/** The person wants their own text: it counts as begun from what serves now. */
export function keepMine(sheet: Sheet): Sheet {
  const { theirs } = sheet;
  if (theirs === null) return sheet;
  return { ...sheet, base: theirs.version, clean: theirs.source ?? "", theirs: null };
}

/** The text that was put by last is in the editor again, unsaved. */
export function bringBack(sheet: Sheet): Sheet {
  const text = sheet.shelved.at(-1);
  if (text === undefined) return sheet;
  return { ...sheet, text, shelved: sheet.shelved.slice(0, -1), said: null };
}

/** The person lets their changes go; they are put by. */
export function revert(sheet: Sheet): Sheet {
  return { ...sheet, text: sheet.clean, shelved: putBy(sheet), problem: null, said: null };
}

/** Another text is in the editor, unsaved: that of a version of before. */
export function load(sheet: Sheet, text: string): Sheet {
  return { ...sheet, text, shelved: putBy(sheet), problem: null, said: null };
}

/** It is on its way to the kernel. */
export function saving(sheet: Sheet): Sheet {
  return { ...sheet, saving: true, problem: null, said: null };
}

/** *text* serves as *version*; what was typed since then is not saved. */
export function saved(sheet: Sheet, text: string, version: string): Sheet {
  const what = version === sheet.base ? "same" : "serves";
  return {
    ...sheet,
    saving: false,
    base: version,
    clean: text,
    theirs: null,
    shelved: [],
    said: { what, version },
  };
}

/** It does not serve, and why. */
export function refused(sheet: Sheet, problem: Problem): Sheet {
  return { ...sheet, saving: false, problem };
}

/** Something else serves by now, so nothing was saved. */
export function conflict(sheet: Sheet, theirs: Served): Sheet {
  return follow({ ...sheet, saving: false }, theirs);
}

/** The command itself failed: the sandbox has ended, or the kernel does not answer. */
export function failed(sheet: Sheet, sentence: string): Sheet {
  return { ...sheet, saving: false, said: { what: "failed", sentence } };
}
