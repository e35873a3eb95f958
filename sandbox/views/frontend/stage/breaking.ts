/**
 * The faults that the sandbox offers (README.md, "Holds and faults"), and what there is to break.
 * Pure.
 */

import { isBuiltin } from "../model/names.ts";
import type { Fault, State } from "../model/state.ts";
import { clientTarget } from "../model/targets.ts";

/** A number or a text that says how. */
export interface Option {
  name: "seconds" | "n" | "where" | "deadline";
  kind: "number" | "text";
  usual: string;
}

type Aim = "worker" | "server" | "consumer" | "client" | "channel" | "group" | "redis" | "all";

/** One fault: what it can be aimed at, how, and whether it is over at once. */
export interface Offer {
  fault: string;
  aims: readonly Aim[];
  options: readonly Option[];
  momentary: boolean;
}

const SECONDS: Option = { name: "seconds", kind: "number", usual: "1" };
const WHERE: Option = { name: "where", kind: "text", usual: "" };
const N: Option = { name: "n", kind: "number", usual: "1" };
const DEADLINE: Option = { name: "deadline", kind: "number", usual: "0" };
const MESSAGES: readonly Aim[] = ["channel", "group", "consumer", "client"];

const offer = (
  fault: string,
  aims: readonly Aim[],
  options: readonly Option[] = [],
  momentary = false,
): Offer => ({ fault, aims, options, momentary });

/** In the order in which they are met: workers, consumers, clients, channels, servers. */
export const OFFERS: readonly Offer[] = [
  offer("kill", ["worker", "server"], [], true),
  offer("freeze", ["worker", "redis"]),
  offer("slow", ["consumer", "client"], [SECONDS]),
  offer("sleep", ["client"]),
  offer("cut", ["client", "redis"]),
  offer("fill", ["channel"]),
  offer("expire", MESSAGES, [WHERE]),
  offer("lose", MESSAGES, [N, WHERE]),
  offer("restart", ["server", "redis"], [DEADLINE], true),
  offer("refuse", ["all", "server"]),
];

const FINDERS: Record<Aim, (state: State) => string[]> = {
  worker: ({ workers }) =>
    [...workers.values()]
      .filter((one) => !one.builtin && one.state !== "stopped")
      .map(({ name }) => name),
  server: ({ servers }) =>
    [...servers.values()].filter((one) => one.state === "running").map(({ name }) => name),
  consumer: ({ consumers }) =>
    [...consumers.values()]
      .filter(({ name, routed }) => routed && !isBuiltin(name))
      .map(({ name }) => `consumer:${name}`),
  client: ({ connections }) => [
    ...new Set(
      [...connections.values()]
        .filter((one) => one.protocol === "websocket" && one.state === "open")
        .map(clientTarget),
    ),
  ],
  channel: ({ channels }) =>
    [...channels]
      .filter(([name, { builtin }]) => !builtin && !name.endsWith("?"))
      .map(([name]) => `channel:${name}`),
  group: ({ groups }) => [...groups.keys()].map((name) => `group:${name}`),
  redis: ({ layers }) =>
    [...layers.values()].some((one) => one.open && /redis/i.test(one.store)) ? ["redis"] : [],
  all: () => [ALL],
};

/** Stands for every server: over the wire it is null. */
export const ALL = "all";

/** What is there that a fault can befall, by name. */
export function targetsFor({ aims }: Offer, state: State): string[] {
  return aims.flatMap((aim) => FINDERS[aim](state));
}

/** What a command takes as options; a number that is none is given as it is, for Python to refuse. */
export function optionsFor(
  { options }: Offer,
  typed: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const { name, kind, usual } of options) {
    const text = (typed.get(name) ?? usual).trim();
    if (kind === "text") {
      if (text) given[name] = text;
      continue;
    }
    const number = Number(text.replace(",", "."));
    // Nothing typed is no limit.
    given[name] = text === "" ? null : Number.isFinite(number) ? number : text;
  }
  return given;
}

/** The fault of a kind that is in force at a target. */
export function inForce(state: State, fault: string, target: string): Fault | undefined {
  const wanted = target === ALL ? null : target;
  for (const one of state.faults.values())
    if (one.fault === fault && (one.target === wanted || aliased(one.target, wanted))) return one;
  return undefined;
}

/** The log has the layer where the command says "redis", and whole names of consumers. */
const aliased = (told: string | null, wanted: string | null) =>
  (wanted === "redis" && told === "layer:default") ||
  told === wanted?.replace("consumer:", "consumer:__main__.");
