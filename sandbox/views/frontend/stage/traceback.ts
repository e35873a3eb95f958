/** A Python traceback, read: which of its lines is the user's own. Pure. */

export interface Line {
  text: string;
  look: "own" | "error" | "";
}

const FRAME = /^ {2}File "(.+)", line \d+, in /;
/** Files that no user wrote. */
const FOREIGN = /[\\/](site-packages|dist-packages|lib[\\/]python3[^\\/]*|sandbox)[\\/]/;

/** The traceback's lines; the last frame in a file of the user's is theirs, with its source. */
export function readTraceback(traceback: string): Line[] {
  const lines = traceback.trimEnd().split("\n");
  const frames = lines.flatMap((line, i) => {
    const found = FRAME.exec(line);
    return found ? [{ i, own: !FOREIGN.test(found[1]!) }] : [];
  });
  const mine = frames.filter((frame) => frame.own).at(-1) ?? frames.at(-1);
  let own = false;
  return lines.map((text, i) => {
    if (FRAME.test(text)) own = i === mine?.i;
    else if (!/^\s/.test(text)) own = false;
    const error = !/^\s/.test(text) && i > (frames.at(-1)?.i ?? -1) && text !== "";
    return { text, look: own ? "own" : error ? "error" : "" };
  });
}
