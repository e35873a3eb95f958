/**
 * Values as Python's str() writes them: what the filter language looks into (sandbox/trace/filter.py).
 *
 * Values come in JSON's types, with the marks of sandbox/trace/jsonable.py for all else.
 */

/** Fields that are tuples in Python; other lists are lists there, too. */
const TUPLES: ReadonlySet<string> = new Set(["channels", "protocols", "ladder"]);

/** What str() gives for the value of an event's field. */
export function textOf(value: unknown, field = ""): string {
  if (typeof value === "string") return value;
  const mark = marked(value);
  if (mark !== null && mark[0] === "$b64") return decoded(bytesOf(mark[1]));
  if (mark !== null && mark[0] === "$repr") return String(mark[1]);
  if (isLong(value)) return textOf(value.$head);
  if (typeof value === "boolean") return String(value);
  if (Array.isArray(value) && TUPLES.has(field)) return tuple(value, field);
  return repr(value);
}

function tuple(items: readonly unknown[], field: string): string {
  const texts = items.map((one) => (field === "ladder" ? step(one) : repr(one)));
  return `(${texts.join(", ")}${texts.length === 1 ? "," : ""})`;
}

function step(value: unknown): string {
  const { rule, matched, why } = (value ?? {}) as Record<string, unknown>;
  return `Step(rule=${repr(rule)}, matched=${repr(matched)}, why=${repr(why)})`;
}

/** A long value, of which only the beginning came. */
function isLong(value: unknown): value is { $head: unknown } {
  return typeof value === "object" && value !== null && "$head" in value && "$size" in value;
}

function marked(value: unknown): [string, unknown] | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const entries = Object.entries(value);
  return entries.length === 1 && /^\$(b64|repr|dict)$/.test(entries[0]![0]) ? entries[0]! : null;
}

function repr(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return numeral(value);
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(repr).join(", ")}]`;
  const mark = marked(value);
  if (mark !== null) return unmarked(mark);
  if (isLong(value)) return repr(value.$head);
  return dict(Object.entries(value as Record<string, unknown>));
}

function unmarked([mark, body]: [string, unknown]): string {
  if (mark === "$repr") return String(body);
  if (mark === "$dict") return dict(Array.isArray(body) ? (body as [unknown, unknown][]) : []);
  return `b${quoted(String.fromCharCode(...bytesOf(body)), true)}`;
}

function dict(entries: readonly (readonly [unknown, unknown])[]): string {
  return `{${entries.map(([key, one]) => `${repr(key)}: ${repr(one)}`).join(", ")}}`;
}

/** Python writes an exponent with two figures at least, and one for numbers below 0.0001. */
function numeral(value: number): string {
  if (Number.isInteger(value)) return String(value);
  if (!Number.isFinite(value))
    return String(value).replace("Infinity", "inf").replace("NaN", "nan");
  const small = Math.abs(value) < 1e-4 && !String(value).includes("e");
  const text = small ? value.toExponential() : String(value);
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ["\\", "\\\\"],
]);

function quoted(text: string, bytes = false): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let inner = "";
  for (const letter of text) {
    const plain = SHORT.get(letter) ?? (letter === quote ? `\\${letter}` : null);
    const high = bytes && letter > "~";
    inner += plain ?? (high || !isPrintable(letter) ? escaped(letter) : letter);
  }
  return quote + inner + quote;
}

/** Whether Python calls a character printable. */
function isPrintable(letter: string): boolean {
  return letter === " " || !/[\p{C}\p{Z}]/u.test(letter);
}

function escaped(letter: string): string {
  const code = letter.codePointAt(0)!;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}

/** One line of printable characters, at most so many: as `plain` of sandbox/trace/wording.py. */
export function plain(text: string, longest = 60): string {
  const letters = [...text].slice(0, longest + 1);
  const short = (letter: string) => (letter === "\\" ? null : (SHORT.get(letter) ?? null));
  const shown = letters
    .map((letter) => (isPrintable(letter) ? letter : (short(letter) ?? escaped(letter))))
    .join("");
  const all = [...shown];
  return all.length <= longest ? shown : `${all.slice(0, longest - 1).join("")}…`;
}

function bytesOf(base64: unknown): Uint8Array {
  try {
    return Uint8Array.from(atob(String(base64)), (letter) => letter.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

/** UTF-8, with "\xNN" for each byte that is none. */
function decoded(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceAt(bytes, at);
    text +=
      length === 0
        ? escaped(String.fromCharCode(bytes[at]!))
        : new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(at, at + length));
    at += Math.max(length, 1);
  }
  return text;
}

/** How many bytes the character has that begins here; 0: none does. */
function sequenceAt(bytes: Uint8Array, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length++) {
    try {
      const part = bytes.subarray(at, at + length);
      new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(part);
      return length;
    } catch {
      // Not a whole character yet.
    }
  }
  return 0;
}
