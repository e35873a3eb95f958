/** What may be written at a place of a text. Pure: what is known comes from `code.complete`. */

import type { Completion } from "@codemirror/autocomplete";

/** What `code.complete` tells. */
export interface Known {
  names: string[];
  /** What stands behind `message.`. */
  message: string[];
  /** Channel → keys that its messages were seen to have. */
  keys: Record<string, string[]>;
}

/** Completions for what begins *back* characters before the cursor. */
export interface Found {
  back: number;
  options: Completion[];
  /** They are names, so the text's own are welcome, too. */
  names: boolean;
}

const KEY =
  /(?<![\w.])message(?:\.content)?(?:\[|\.(?:get|pop|setdefault)\()\s*(["'])([^"'\\\n]*)$/;
const ATTRIBUTE = /(?<![\w.])message\.(\w*)$/;
const BEHIND_A_DOT = /\.\w*$/;
const NAME = /[\p{L}_][\p{L}\p{N}_]*$/u;

const KEYWORDS = [
  ...["and", "as", "assert", "break", "class", "continue", "def", "del", "elif", "else", "except"],
  ...["finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not"],
  ...["or", "pass", "raise", "return", "try", "while", "with", "yield", "True", "False", "None"],
];

/**
 * What may stand behind *before*, the line up to the cursor; null: nothing is known.
 *
 * @param channels those that the consumer hears: their keys come, all others only where they have none
 * @param asked    a person asks for it, also where nothing is typed yet
 */
export function complete(
  before: string,
  known: Known,
  channels: readonly string[],
  asked: boolean,
): Found | null {
  const key = KEY.exec(before);
  if (key) return found(key[2]!, keysOf(known, channels), "property");
  const attribute = ATTRIBUTE.exec(before);
  if (attribute) return found(attribute[1]!, known.message, "property");
  if (BEHIND_A_DOT.test(before)) return null;
  const name = NAME.exec(before)?.[0] ?? "";
  if (!name && !asked) return null;
  return {
    back: name.length,
    names: true,
    options: [
      ...known.names.map((label) => ({ label, type: "variable" })),
      ...KEYWORDS.map((label) => ({ label, type: "keyword" })),
    ],
  };
}

const found = (typed: string, labels: readonly string[], type: string): Found => ({
  back: typed.length,
  names: false,
  options: labels.map((label) => ({ label, type })),
});

function keysOf({ keys }: Known, channels: readonly string[]): string[] {
  const heard = channels.flatMap((channel) => keys[channel] ?? []);
  return [...new Set(heard.length > 0 ? heard : Object.values(keys).flat())];
}
