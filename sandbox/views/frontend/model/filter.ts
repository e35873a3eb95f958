/**
 * The table's filter language, as in sandbox/trace/filter.py and `box.find`: one language in both
 * places, held together by tests/data/filter_cases.json.
 *
 *     lost channel:chat -reason:full      a kind or a part of one; key:value; not that
 *     text~^hi content.n:7 "two words"    a regular expression; a key of the content; quotes
 *     tab:alice since:-5 until:9          all of a connection; seconds since the log began
 *
 * All terms must hold, and capital letters count. Errors are sentences for people, in English.
 */

import { FIELDS, KINDS } from "../trace.ts";
import { text } from "./fields.ts";
import { closest, nearest } from "./likeness.ts";
import { plain, textOf } from "./pytext.ts";
import type { Fact } from "./state.ts";

type Test = (fact: Fact) => boolean;
type Holds = (value: unknown, field?: string) => boolean;

/** Fields that need only contain the value of `key:value`; all others must equal it. */
export const CONTAINED: ReadonlySet<string> = new Set([
  "address",
  "captions",
  "channel",
  "channels",
  "client",
  "consumer",
  "content",
  "diff",
  "error",
  "group",
  "headers",
  "kwargs",
  "label",
  "ladder",
  "notes",
  "path",
  "protocols",
  "query",
  "store",
  "target",
  "text",
  "traceback",
  "what",
  "where",
  "why",
]);

/** What may stand before the colon, besides content.<key>; sorted. */
export const KEYS: readonly string[] = [...FIELDS, "tab", "since", "until"].sort();

/** Fields that an error names; all of them would bury the sentence. */
const FEW = 4;
const WORDS: readonly string[] = [
  ...new Set(KINDS.flatMap((kind) => [kind, ...kind.split(".")])),
].sort();
const TERM = /(?:[^\s"']|"[^"]*"|'[^']*')+/y;
const PAIR = /^(-?)([\p{L}_][\p{L}\p{N}_]*(?:\.[^\s:~"']+)?)([:~])([\s\S]*)$/u;

/**
 * Returns a predicate for a query; an empty one takes everything. It learns the names of connections
 * as it goes: give it a log's facts in order, and compile anew for another log. `now`, in seconds
 * since the log began, is what since:-5 counts back from. Throws an Error that says what to write.
 */
export function compile(query: string, now: number | null = null): Test {
  const names = new Names();
  const tests = terms(query).map((one) => termTest(one, names, now));
  return (fact) => {
    names.learn(fact);
    return tests.every((test) => test(fact));
  };
}

/** What people call connections, and whose reply channels are whose. */
class Names {
  private readonly labels = new Map<string, string>();
  private readonly owners = new Map<string, string>();

  learn(fact: Fact): void {
    if (fact.kind !== "connection.opened") return;
    const id = text(fact.connection) ?? text(fact.id);
    if (!id) return;
    this.labels.set(id, text(fact.label) || id);
    const reply = text(fact.reply_channel);
    if (reply) this.owners.set(reply, id);
  }

  connection(id: string): string {
    return plain(this.labels.get(id) ?? id, 30);
  }

  owner(channel: unknown): string | null {
    return typeof channel === "string" ? (this.owners.get(channel) ?? null) : null;
  }
}

function terms(query: string): string[] {
  const found: string[] = [];
  let at = 0;
  while (at < query.length) {
    TERM.lastIndex = at;
    const term = TERM.exec(query)?.[0];
    if (term === undefined && !/\s/.test(query[at]!)) {
      throw new Error(
        `A quote is open in ${shown(plain(query))}: put a second one where the value ends, or ` +
          "put the value into quotes of the other kind.",
      );
    }
    if (term !== undefined) found.push(term);
    at += term?.length ?? 1;
  }
  return found;
}

function termTest(given: string, names: Names, now: number | null): Test {
  const term = stripped(given);
  const pair = PAIR.exec(term);
  if (pair === null) {
    const negated = term.startsWith("-");
    const test = word(unquoted(negated ? term.slice(1) : term));
    return negated ? (fact) => !test(fact) : test;
  }
  const [, minus, key, operator, value] = pair as unknown as [
    string,
    string,
    string,
    string,
    string,
  ];
  const test = field(key, operator, unquoted(value), names, now);
  return minus === "-" ? (fact) => !test(fact) : test;
}

/** A term that is quoted as a whole means what stands inside. */
function stripped(term: string): string {
  const quote = term[0]!;
  const inner = term.slice(1, -1);
  const whole = term.length > 1 && /["']/.test(quote) && term.endsWith(quote);
  return whole && !inner.includes(quote) ? inner : term;
}

function unquoted(value: string): string {
  return value.replace(/(["'])(.*?)\1/g, "$2");
}

function word(one: string): Test {
  if (!WORDS.includes(one)) {
    throw new Error(
      `${shown(one)} is neither a kind of event nor a part of one${meant(one, WORDS)}. ` +
        `To look for a text, write text:${one} or content:${one}.`,
    );
  }
  return (fact) => fact.kind === one || fact.kind.split(".").includes(one);
}

function meant(one: string, known: readonly string[]): string {
  const near = nearest(one, known);
  return near === null ? "" : ` (did you mean ${shown(near)}?)`;
}

const shown = (value: string) => (value.includes("'") ? `"${value}"` : `'${value}'`);

function field(
  key: string,
  operator: string,
  value: string,
  names: Names,
  now: number | null,
): Test {
  if (key === "since" || key === "until") return moment(key, operator, value, now);
  const holds = comparison(key, operator, value);
  if (key === "tab" || key === "connection") return connection(holds, names);
  if (key.startsWith("content.")) return inContent(key.slice("content.".length), holds);
  if (key === "text") return (fact) => holds(textIn(fact), "text");
  if (!KEYS.includes(key)) {
    throw new Error(
      `No event has a field ${shown(key)}${meant(key, KEYS)}. Closest are ` +
        `${closest(key, KEYS, FEW).join(", ")}; ${KEYS.length - FEW} more in help (?), ` +
        "and content.<key> is for a message's content.",
    );
  }
  return (fact) => holds(fact[key], key);
}

function comparison(key: string, operator: string, value: string): Holds {
  if (operator === "~") {
    const pattern = regex(key, value);
    return (one, name) => one != null && pattern.test(textOf(one, name));
  }
  if (value === "") {
    throw new Error(`${key}: needs a value behind the colon, as in ${key}:something.`);
  }
  if (CONTAINED.has(key) || key.startsWith("content.")) {
    return (one, name) => one != null && textOf(one, name).includes(value);
  }
  return (one, name) => one != null && textOf(one, name) === value;
}

/** Python's spelling of what JavaScript spells otherwise. */
const SPELLINGS: readonly [RegExp, string][] = [
  [/\(\?P</g, "(?<"],
  [/\(\?P=(\w+)\)/g, "\\k<$1>"],
  [/\\A/g, "(?<![\\s\\S])"],
  [/\\[Zz]/g, "(?![\\s\\S])"],
];

function regex(key: string, value: string): RegExp {
  const flags = /^\(\?([ims]+)\)/.exec(value);
  const body = flags === null ? value : value.slice(flags[0].length);
  const pattern = SPELLINGS.reduce((spelled, [from, to]) => spelled.replace(from, to), body);
  try {
    return new RegExp(pattern, flags?.[1] ?? "");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${key}~ needs a regular expression, and ${shown(value)} is none: ${why}.`);
  }
}

/** What a person would call the text: of a frame, a printed line or a message. */
function textIn(fact: Fact): unknown {
  if (fact.text != null) return fact.text;
  const content = fact.content;
  return isRecord(content) ? content.text : null;
}

function inContent(key: string, holds: Holds): Test {
  return ({ content }) => isRecord(content) && Object.hasOwn(content, key) && holds(content[key]);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Tests a fact's connection, by id and name; of messages, the one that they lead to. */
function connection(holds: Holds, names: Names): Test {
  return (fact) => {
    const where = fact.where ?? "";
    if (where.startsWith("tab:") && holds(where.slice("tab:".length))) return true;
    const id = text(fact.connection) || names.owner(fact.channel);
    return id !== null && (holds(id) || holds(names.connection(id)));
  };
}

const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

function moment(key: string, operator: string, value: string, now: number | null): Test {
  if (!NUMBER.test(value)) {
    throw new Error(`${key}: needs a number of seconds, as in ${key}:5, not ${shown(value)}.`);
  }
  if (operator !== ":") throw new Error(`${key} is a number of seconds: write ${key}:${value}.`);
  let seconds = Number(value);
  if (seconds < 0) {
    if (now === null) {
      throw new Error(`${key}:${value} counts back from now, and here there is no now.`);
    }
    seconds += now;
  }
  return key === "since" ? (fact) => fact.at >= seconds : (fact) => fact.at <= seconds;
}
