/** The stage's keys. Pure. */

export type Action =
  | "toggle"
  | "back"
  | "step"
  | "fullscreen"
  | "pin"
  | "theme"
  | "flow"
  | "table"
  | "help"
  | "filter"
  | "hold"
  | "through"
  | "faults"
  | "escape";

const KEYS: Record<string, Action> = {
  " ": "toggle",
  ",": "back",
  ".": "step",
  f: "fullscreen",
  p: "pin",
  t: "theme",
  "1": "flow",
  "2": "table",
  "?": "help",
  "/": "filter",
  h: "hold",
  n: "through",
  b: "faults",
  Escape: "escape",
};

/** On a Russian keyboard the same keys carry other letters. */
const CODES: Record<string, Action> = {
  KeyF: "fullscreen",
  KeyP: "pin",
  KeyT: "theme",
  KeyH: "hold",
  KeyN: "through",
  KeyB: "faults",
  Period: "step",
  Comma: "back",
};

/** What a key asks for; null: nothing, or it belongs to what has the focus. */
export function keyAction(event: KeyboardEvent): Action | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return null;
  const target = event.composedPath()[0];
  const name = target instanceof Element ? target.localName : "";
  // The code that is typed into is no input; in another window it is no Element of this one, either.
  if ((target as HTMLElement | undefined)?.isContentEditable) return null;
  if (/^(input|textarea|select)$/.test(name)) return event.key === "Escape" ? "escape" : null;
  if (event.key === " " && /^(button|a|tr)$/.test(name)) return null;
  if (target instanceof Element && target.getAttribute("role") === "slider") {
    if (event.key === "ArrowRight") return "step";
    if (event.key === "ArrowLeft") return "back";
  }
  return KEYS[event.key] ?? (/^[\x20-\x7e]$/.test(event.key) ? null : (CODES[event.code] ?? null));
}

/** Keys that the page must not see: there, "dd" on a focused button deletes the user's cell. */
export function keepFromPage(event: KeyboardEvent): void {
  const saves = (event.ctrlKey || event.metaKey) && event.code === "KeyS";
  if (!saves) event.stopPropagation();
}
