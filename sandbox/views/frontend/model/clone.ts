/**
 * Copies a state, for keyframes. What never changes once it is made (rules, ladders' steps, losses,
 * printed lines, markers) is shared.
 */

import type { State } from "./state.ts";

/** An independent state: what is applied to one does not show in the other. */
export function clone(state: State): State {
  return {
    ...state,
    layers: copied(state.layers, (one) => ({ ...one })),
    processes: copied(state.processes, (one) => ({ ...one })),
    servers: copied(state.servers, (one) => ({ ...one })),
    connections: copied(state.connections, (one) => ({
      ...one,
      queue: [...one.queue],
      inHand: [...one.inHand],
      groups: new Set(one.groups),
      frames: [...one.frames],
    })),
    replies: new Map(state.replies),
    channels: copied(state.channels, (one) => ({
      ...one,
      queue: [...one.queue],
      heardBy: new Set(one.heardBy),
    })),
    messages: copied(state.messages, (one) => ({ ...one })),
    workers: copied(state.workers, (one) => ({ ...one, channels: [...one.channels] })),
    rules: [...state.rules],
    routed: new Set(state.routed),
    consumers: copied(state.consumers, (one) => ({ ...one, channels: [...one.channels] })),
    groups: copied(state.groups, (one) => ({
      ...one,
      members: copied(one.members, (member) => ({ ...member })),
    })),
    edges: copied(state.edges, (one) => ({ ...one })),
    usedRoutes: new Map(state.usedRoutes),
    runs: copied(state.runs, (one) => ({ ...one })),
    ledger: copied(state.ledger, (one) => ({
      ...one,
      lost: new Map(one.lost),
      refused: new Map(one.refused),
    })),
    totals: {
      ...state.totals,
      lostBy: new Map(state.totals.lostBy),
      refusedBy: new Map(state.totals.refusedBy),
    },
    unbalanced: new Set(state.unbalanced),
    faults: copied(state.faults, (one) => ({ ...one })),
    holds: copied(state.holds, (one) => ({ ...one, held: [...one.held] })),
    closed: new Map(state.closed),
    bin: [...state.bin],
    printed: [...state.printed],
    markers: [...state.markers],
    ladders: new Map(state.ladders),
    unknown: new Map(state.unknown),
  };
}

function copied<T>(map: Map<string, T>, copy: (one: T) => T): Map<string, T> {
  const made = new Map<string, T>();
  for (const [key, one] of map) made.set(key, copy(one));
  return made;
}
