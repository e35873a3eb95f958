/** The present fact as one plain sentence in the person's language. Pure. */

import type { Numbers, Say } from "../flow/props.ts";
import { isReply } from "../model/names.ts";
import type { Fact } from "../model/state.ts";
import { isLoss } from "../model/traffic.ts";
import { consumerOf, line } from "./gist.ts";
import { reasonWord } from "./reason.ts";
import type { Who } from "./who.ts";
import { isWord } from "./words.ts";

/** Tells *fact*; kinds that are unknown are told by their names. */
export function sentence(fact: Fact, who: Who, say: Say, numbers: Numbers): string {
  const key = keyOf(fact, who);
  const told = isWord(key) ? say(key, valuesOf(fact, who, say, numbers)) : fact.kind;
  const goesOn = fact.kind !== "message.edited" && who.isEdited(fact);
  return goesOn ? `${told} (${say("held.edited")})` : told;
}

/** Facts of a reply, which are told by whom it is for. */
const WAY_BACK = new Set(["message.accepted", "message.delivered", "message.lost"]);

function keyOf(fact: Fact, who: Who): string {
  const key = `fact.${fact.kind}`;
  if (fact.kind === "message.taken" && typeof fact.waited !== "number") return `${key}.plain`;
  // Without a difference it is there for the first time, or again.
  if (fact.kind === "code.changed" && fact.by === "undo") return `${key}.undone`;
  if (fact.kind === "code.changed" && !fact.diff) return `${key}.plain`;
  if (fact.kind === "message.lost" && !isLoss(fact)) return `${key}.harmless`;
  const onWayBack = WAY_BACK.has(fact.kind);
  if (!onWayBack || !isReply(String(fact.channel ?? "")) || who.owner(fact.channel) === null)
    return key;
  const told = fact.kind !== "message.lost" || fact.reason === "no_connection";
  return told ? `${key}.reply` : key;
}

function valuesOf(
  fact: Fact,
  who: Who,
  say: Say,
  numbers: Numbers,
): Record<string, string | number> {
  const owner = fact.connection ?? who.owner(fact.channel) ?? whoIn(fact);
  const time = (s: unknown) => numbers.seconds(typeof s === "number" ? s : 0);
  return {
    ...plain(fact),
    who: owner == null ? line(fact.channel) || say("who.nobody") : who.connection(owner),
    where: line(fact.where),
    channel: who.channel(fact.channel, say),
    consumer: consumerOf(fact.consumer ?? fact.run),
    what: consumerOf(fact.what),
    which: fact.version ? ` (${line(fact.version)})` : "",
    reason: reasonWord(fact.reason, say),
    fault: faultName(fact, say),
    waited: time(fact.waited),
    duration: time(fact.duration),
    rule: Number(fact.index ?? 0) + 1,
    n: Number(fact.members ?? 0),
    message: line(fact.message ?? fact.id),
    text: line(fact.text, 60),
  };
}

/** A fault in words, with what it was done to. */
function faultName({ fault, target }: Fact, say: Say): string {
  if (target === "clock") return say("pace");
  const key = `fault.${fault}`;
  const name = isWord(key) ? say(key) : line(fault);
  return target == null ? name : `${name}, ${line(target)}`;
}

/** Where a fact names a connection only by its id. */
function whoIn(fact: Fact): unknown {
  return /^(connection|request|response)\./.test(fact.kind) ? fact.id : null;
}

/** Texts and numbers of the fact, for the catalogue to fill in. */
function plain(fact: Fact): Record<string, string | number> {
  const found: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(fact)) {
    if (typeof value === "number") found[key] = value;
    else if (typeof value === "string") found[key] = line(value);
  }
  return found;
}
