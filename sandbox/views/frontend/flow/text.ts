/**
 * How much room a text takes, and its shortening: estimated, because figures are laid out without
 * a browser's measuring. Mono figures are exact for the theme's fonts, sans errs on the wide side.
 */

/** Widths of a character as a share of the font size. */
const MONO = 0.602;
const SANS = 0.53;
const BOLD = 0.6;

/** Size of secondary text that room is kept for: 11, and 12 on a projector. */
export const SMALL = 12;

export type Face = "mono" | "sans" | "bold";

const SHARE: Record<Face, number> = { mono: MONO, sans: SANS, bold: BOLD };

/** Characters of East Asian scripts and pictures take two places. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\u{1f300}-\u{1faff}]/u;

function places(text: string): number {
  let sum = 0;
  for (const character of text) sum += WIDE.test(character) ? 2 : 1;
  return sum;
}

/** Estimated width in units. */
export function widthOf(text: string, size: number, face: Face = "mono"): number {
  return places(text) * size * SHARE[face];
}

/** One line of a figure never holds more; a payload may be megabytes. */
const LONGEST = 400;

const flatten = (text: string) => text.slice(0, LONGEST).replace(/\s+/g, " ");

/** As much of the beginning as takes at most so many places. */
function beginning(text: string, most: number): string {
  let kept = "";
  let used = 0;
  for (const character of text) {
    used += places(character);
    if (used > most) break;
    kept += character;
  }
  return kept;
}

/** The text itself, or its beginning with "…" where it is wider than *room*. */
export function cut(text: string, room: number, size: number, face: Face = "mono"): string {
  const flat = flatten(text);
  const most = Math.floor(room / (size * SHARE[face]));
  if (places(flat) <= most && text.length <= LONGEST) return flat;
  return most > 0 ? `${beginning(flat, most - 1)}…` : "";
}

/** One line, or two where one is too short: broken between words where nothing is lost by it. */
export function wrapped(text: string, room: number, size: number, face: Face = "mono"): string[] {
  const flat = flatten(text);
  const most = Math.floor(room / (size * SHARE[face]));
  if (places(flat) <= most) return [flat];
  const head = beginning(flat, most);
  const blank = flat.slice(0, head.length + 1).lastIndexOf(" ");
  const rest = flat.slice(blank + 1);
  if (blank > 0 && places(rest) <= most) return [flat.slice(0, blank), rest];
  return [head.trimEnd(), cut(flat.slice(head.length).trimStart(), room, size, face)];
}
