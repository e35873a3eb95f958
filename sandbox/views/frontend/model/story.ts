/**
 * The story of a fact: the tree of causes above and below it, as in sandbox/trace/story.py.
 *
 * What has an id (a frame, a message, a run, a group send, a connection) is a node with its facts;
 * a node hangs below what caused it. Made anew for each question, in one pass over the facts.
 */

import { text } from "./fields.ts";
import type { Fact } from "./state.ts";

export interface StoryNode {
  /** The id of the thing, such as "m9"; null for a fact that belongs to no thing. */
  id: string | null;
  /** What happened to it, in order. */
  facts: Fact[];
  /** What it led to, in order. */
  children: StoryNode[];
  /** Its own place is elsewhere; here it is only named. */
  mention: boolean;
}

/** Facts by what they happened to, and what led to them. */
class Index {
  readonly own = new Map<string, Fact[]>();
  readonly parent = new Map<string, string | null>();
  readonly children = new Map<string, string[]>();
  readonly loose = new Map<string, Fact[]>();
  readonly aside = new Map<string, Fact[]>();
  private readonly replies = new Map<string, string[]>();

  constructor(facts: Iterable<Fact>) {
    for (const fact of facts) this.place(fact);
  }

  private place(fact: Fact): void {
    const id = text(fact.id);
    const cause = text(fact.cause);
    const connection = text(fact.connection);
    const channel = text(fact.reply_channel);
    if (fact.kind === "connection.opened" && channel !== null) {
      add(this.replies, connection ?? id ?? "", channel);
    }
    if (id === null) {
      const above = cause ?? connection;
      if (above !== null) add(this.loose, above, fact);
      return;
    }
    if (!this.own.has(id)) {
      const parent = cause ?? (connection !== id ? connection : null);
      this.parent.set(id, parent);
      if (parent !== null) add(this.children, parent, id);
    } else if (cause !== null && cause !== id && cause !== this.parent.get(id)) {
      add(this.loose, cause, fact);
    }
    add(this.own, id, fact);
    if (connection !== null && connection !== id && this.parent.get(id) !== connection) {
      add(this.aside, connection, fact);
    }
    if (fact.kind === "message.lost") add(this.aside, text(fact.channel) ?? "", fact);
  }

  /** What led to a thing, the first cause first; a loop of causes is cut. */
  path(id: string): string[] {
    const path = new Set<string>();
    let at = this.parent.get(id) ?? null;
    while (at !== null && at !== id && !path.has(at)) {
      path.add(at);
      at = this.parent.get(at) ?? null;
    }
    return [...path].reverse();
  }

  /** The node of a thing with all that it led to; no recursion, causes run deep. */
  below(top: string): StoryNode {
    const order: string[] = [];
    const done = new Set<string>();
    const stack = [top];
    while (stack.length > 0) {
      const id = stack.pop()!;
      if (done.has(id)) continue;
      done.add(id);
      order.push(id);
      stack.push(...[...(this.children.get(id) ?? [])].reverse());
    }
    const nodes = new Map<string, StoryNode>();
    for (const id of order.reverse()) {
      const below = (this.children.get(id) ?? []).flatMap((child) => nodes.get(child) ?? []);
      const beside = [...(this.loose.get(id) ?? []), ...(id === top ? this.arrivals(id) : [])];
      const children = [...below, ...mentions(beside, done)].sort(bySeq);
      nodes.set(id, { id, facts: this.own.get(id) ?? [], children, mention: false });
    }
    return nodes.get(top)!;
  }

  /** What was sent to a connection, and what was lost on the way there. */
  private arrivals(id: string): Fact[] {
    const channels = this.replies.get(id) ?? [];
    return [id, ...channels].flatMap((key) => this.aside.get(key) ?? []);
  }
}

function add<T>(map: Map<string, T[]>, key: string, one: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [one]);
  else list.push(one);
}

function mentions(facts: readonly Fact[], done: ReadonlySet<string>): StoryNode[] {
  const unique = new Map<unknown, Fact>();
  for (const fact of facts) {
    if (!done.has(text(fact.id) ?? "")) unique.set(fact.seq, fact);
  }
  return [...unique.values()].map((fact) => {
    const id = text(fact.id);
    return { id, facts: [fact], children: [], mention: id !== null };
  });
}

function firstSeq(node: StoryNode): number {
  const own = node.facts[0]?.seq;
  return own ?? Math.min(...node.children.map(firstSeq), Number.POSITIVE_INFINITY);
}

const bySeq = (a: StoryNode, b: StoryNode) => firstSeq(a) - firstSeq(b);

/**
 * The story of a thing by its id, or of the thing that a fact happened to: its causes from the first
 * one down, and below it all that came of it. A fact of no thing is a story of its own; null for an
 * id that no fact tells of.
 */
export function story(facts: Iterable<Fact>, about: string | Fact): StoryNode | null {
  const index = new Index(facts);
  const id = typeof about === "string" ? about : subject(about);
  if (id === null || !(index.own.has(id) || index.loose.has(id))) {
    return typeof about === "string"
      ? null
      : { id: null, facts: [about], children: [], mention: false };
  }
  let node = index.below(id);
  for (const above of index.path(id).reverse()) {
    const own = index.own.get(above) ?? [];
    // Of a connection, only how it began: what came over it later is another story.
    const told = own[0]?.kind === "connection.opened" ? own.slice(0, 1) : own;
    node = { id: above, facts: told, children: [node], mention: false };
  }
  return node;
}

function subject(fact: Fact): string | null {
  return text(fact.id) ?? text(fact.cause) ?? text(fact.connection);
}

/** One step of what led to a fact, or of what came of it. */
export interface Link {
  fact: Fact;
  /** How many steps there are above it. */
  depth: number;
}

const MOST_EFFECTS = 12;

/** How a thing ended, told once below what happened to it before. */
const ENDS = new Set(["message.lost", "message.delivered", "consumer.raised", "consumer.finished"]);

/**
 * The line of a fact's story: from the first cause down to the fact, a fact for each thing (how it
 * came to be), then what the fact led to directly.
 */
export function lineOf(facts: Iterable<Fact>, fact: Fact): Link[] {
  const line: Link[] = [];
  let node = story(facts, fact)!;
  const about = subject(fact);
  while (node.id !== about && node.children[0] !== undefined) {
    if (node.facts[0] !== undefined) line.push({ fact: node.facts[0], depth: line.length });
    node = node.children[0];
  }
  const [origin] = node.facts;
  if (origin !== undefined && origin !== fact) line.push({ fact: origin, depth: line.length });
  line.push({ fact, depth: line.length });
  const depth = line.length;
  return [...line, ...effects(node, fact).map((one) => ({ fact: one, depth }))];
}

/** What came of a thing after *fact* had happened to it. Of a fact of no thing, nothing did. */
function effects(node: StoryNode, fact: Fact): Fact[] {
  if (text(fact.id) === null) return [];
  const ends = node.facts.filter((one) => ENDS.has(one.kind));
  const led = node.children.flatMap((child) => child.facts.slice(0, 1));
  const after = [...ends, ...led].filter((one) => (one.seq ?? 0) > (fact.seq ?? 0));
  return after.sort((a, b) => a.seq! - b.seq!).slice(0, MOST_EFFECTS);
}

/** The run that a fact belongs to: its own, or the nearest above it in its line. */
export function runIn(line: readonly Link[], fact: Fact): string | null {
  const own = text(fact.run);
  if (own !== null) return own;
  const above = line.filter((one) => one.fact.seq! <= fact.seq!);
  return above.flatMap((one) => text(one.fact.run) ?? []).at(-1) ?? null;
}
