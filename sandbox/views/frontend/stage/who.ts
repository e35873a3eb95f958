/**
 * Who is meant: labels of connections and of the reply channels that lead to them.
 *
 * Learnt from the facts themselves, since the state lets a connection go that is closed while the
 * table still shows rows about it. Bounded: the oldest names are let go first.
 */

import type { Say } from "../flow/props.ts";
import type { Fact } from "../model/state.ts";

const MOST = 20_000;

export class Who {
  private readonly labels = new Map<string, string>();
  private readonly owners = new Map<string, string>();
  private readonly edited = new Map<string, string>();

  /** Takes in a fact; only those that name somebody matter. */
  learn(fact: Fact): void {
    if (fact.kind === "message.edited")
      remember(this.edited, String(fact.message ?? ""), String(fact.seq ?? 0));
    if (fact.kind !== "connection.opened") return;
    const id = String(fact.connection ?? fact.id ?? "");
    remember(this.labels, id, typeof fact.label === "string" ? fact.label : id);
    if (typeof fact.reply_channel === "string") remember(this.owners, fact.reply_channel, id);
  }

  /** A connection's label; its id where it has none. */
  connection(id: unknown): string {
    return this.labels.get(String(id)) ?? String(id ?? "");
  }

  /** The connection that a reply channel leads to, or null. */
  owner(channel: unknown): string | null {
    return this.owners.get(String(channel)) ?? null;
  }

  /** Whether a fact is about a message whose content a person had changed by then. */
  isEdited({ message, seq }: Fact): boolean {
    const since = this.edited.get(String(message));
    return since !== undefined && (seq ?? Number.POSITIVE_INFINITY) >= Number(since);
  }

  /** A channel's name; a reply channel is told by whose it is. */
  channel(name: unknown, say: Say): string {
    const owner = this.owner(name);
    return owner === null ? String(name ?? "") : say("who.reply", { who: this.connection(owner) });
  }
}

function remember(into: Map<string, string>, key: string, value: string): void {
  if (into.size >= MOST) into.delete(into.keys().next().value as string);
  into.set(key, value);
}
