/**
 * Which known word is most like another: as Python's difflib.get_close_matches, for "did you mean".
 */

const ENOUGH = 0.6;

/** The word most like *one*, if any is like enough. */
export function nearest(one: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let most = ENOUGH;
  for (const word of known) {
    const found = likeness(word, one);
    // Of two that are as like, difflib takes the greater one.
    if (found > most || (found === most && (best === null || word > best))) {
      best = word;
      most = found;
    }
  }
  return best;
}

/** The *few* words most like *one*, the most like first; equals by their names. */
export function closest(one: string, known: readonly string[], few: number): string[] {
  const ranked = known.map((word) => ({ word, like: likeness(word, one) }));
  ranked.sort((a, b) => b.like - a.like || (a.word < b.word ? -1 : 1));
  return ranked.slice(0, few).map(({ word }) => word);
}

/** Twice the letters in common blocks, by all letters: 1 for the same word, 0 for nothing. */
export function likeness(a: string, b: string): number {
  const all = a.length + b.length;
  return all === 0 ? 1 : (2 * common(a, b)) / all;
}

/** Letters of the longest common block, and of those before and behind it. */
function common(a: string, b: string): number {
  const [inA, inB, size] = longest(a, b);
  if (size === 0) return 0;
  const before = common(a.slice(0, inA), b.slice(0, inB));
  return size + before + common(a.slice(inA + size), b.slice(inB + size));
}

function longest(a: string, b: string): [number, number, number] {
  let best: [number, number, number] = [0, 0, 0];
  for (let inA = 0; inA < a.length; inA++) {
    for (let inB = 0; inB < b.length; inB++) {
      let size = 0;
      while (inA + size < a.length && inB + size < b.length && a[inA + size] === b[inB + size]) {
        size += 1;
      }
      if (size > best[2]) best = [inA, inB, size];
    }
  }
  return best;
}
