/** The line of a text in the editor that a traceback blames. Pure. */

const FRAME = /^ {2}File "(.+)", line (\d+), in /;

/**
 * The line of *text* that is to blame, from 1; null where none is.
 *
 * The traceback counts in a cell or file, the editor in the function alone, and the text may have
 * been edited since: so what stands on the line decides. *first* is the function's line in its file.
 */
export function blamedLine(traceback: string, text: string, first: number | null): number | null {
  const told = traceback.split("\n");
  const lines = text.split("\n").map((line) => line.trim());
  for (let i = told.length - 1; i >= 0; i -= 1) {
    const frame = FRAME.exec(told[i]!);
    const code = told[i + 1]?.trim();
    if (!frame || !code) continue;
    const there = lines.flatMap((line, at) => (line === code ? [at + 1] : []));
    const guess = Number(frame[2]) - (first ?? 1) + 1;
    if (there.length > 0) return there.includes(guess) ? guess : there[0]!;
  }
  return null;
}
