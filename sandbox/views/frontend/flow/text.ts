/**
 * How much room a text takes, and its shortening: estimated, because figures are laid out without
 * a browser's measuring. Mono figures are exact for the theme's fonts, sans errs on the wide side.
 */

/** Widths of a character as a share of the font size. */
const MONO = 0.602;
const SANS = 0.53;
const BOLD = 0.6;

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

/** The text itself, or its beginning with "…" where it is wider than *room*. */
export function cut(text: string, room: number, size: number, face: Face = "mono"): string {
  // One line of a figure never holds more; a payload may be megabytes.
  const line = text.length > 400 ? text.slice(0, 400) : text;
  const flat = line.replace(/\s+/g, " ");
  const most = Math.floor(room / (size * SHARE[face]));
  if (places(flat) <= most && line === text) return flat;
  if (places(flat) < most) return `${flat}…`;
  let kept = "";
  let used = 1;
  for (const character of flat) {
    used += WIDE.test(character) ? 2 : 1;
    if (used > most) break;
    kept += character;
  }
  return most > 0 ? `${kept}…` : "";
}
