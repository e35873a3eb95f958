import { describe, expect, test } from "vitest";
import type { Flight } from "../../../../sandbox/views/frontend/model/flights.ts";
import type { Fact } from "../../../../sandbox/views/frontend/model/state.ts";
import { flood } from "./floods.ts";
import { fold, NAMES, recorded, rows, rowsOf } from "./logs.ts";
import { seeded } from "./seeds.ts";
import { connected, FRAME, Show } from "./show.ts";

describe("every fact is shown once and in order", () => {
  test.each(NAMES)("of %s, whatever the timing of frames and batches", (name) => {
    const log = recorded(name);
    const whole = fold(log);
    for (let seed = 1; seed <= 12; seed++) {
      const random = seeded(seed);
      const show = new Show();
      let at = 0;
      while (at < log.length) {
        const size = 1 + Math.floor(random() * 60);
        show.director.push(log.slice(at, at + size));
        at += size;
        for (let n = random() * 12; n > 0; n--) show.frame(random() * (random() < 0.1 ? 3000 : 40));
        if (random() < 0.1) show.director.setSpeed([0.25, 1, 4][Math.floor(random() * 3)]!);
        const act = random();
        if (act < 0.05) show.director.pause();
        else if (act < 0.1) show.director.resume();
        else if (act < 0.13) show.director.stepForward();
        else if (act < 0.16) show.director.setHidden(random() < 0.5);
        else if (act < 0.19) show.director.setCalm(random() < 0.5);
        const { totals } = show.director.state;
        const { accepted, queued, held, inHand, delivered, lost } = totals;
        expect(accepted).toBe(queued + held + inHand + delivered + lost);
        expect(totals.balanced).toBe(true);
      }
      show.director.setHidden(false);
      show.director.resume();
      show.play();
      expect([...show.seqs].sort((a, b) => a - b)).toEqual(show.seqs);
      expect(show.director.state).toEqual(whole);
      expect(show.director.timing).toMatchObject({ behind: 0, ago: 0, live: true });
    }
  });

  test("and at each moment what is shown is the fold up to some fact", () => {
    const log = recorded("ghost");
    const show = new Show();
    show.director.push(log);
    let seen = -1;
    while (show.frame()) {
      const { seq } = show.director.state;
      if (seq === seen) continue;
      seen = seq;
      expect(show.director.state).toEqual(fold(log.filter((fact) => fact.seq! <= seq)));
    }
  });
});

describe("at rest", () => {
  test("one message takes about two seconds, hop after hop, and ends at its facts", () => {
    const { show, message } = connected();
    show.director.push(message);
    const took = show.play();
    expect(took).toBeGreaterThan(1500);
    expect(took).toBeLessThan(2400);
    expect(show.hops).toEqual(["frame", "accept", "take", "run", "toGroup", "fan", "out", "out"]);
    for (const { road, begins, ends } of show.flown.values()) {
      expect(ends - begins).toBeGreaterThanOrEqual(160);
      expect(ends - begins).toBeLessThanOrEqual(road.hop === "fan" ? 900 : 650);
    }
  });

  test("what follows waits for its cause; both copies go out side by side", () => {
    const { show, message } = connected();
    show.director.push(message);
    show.play();
    const flights = [...show.flown.values()];
    const outs = flights.filter((flight) => flight.road.hop === "out");
    expect(outs.map((flight) => flight.begins)).toEqual([outs[0]!.begins, outs[0]!.begins]);
    const chain = flights.slice(0, 7);
    for (const [index, flight] of chain.entries()) {
      if (index > 0) expect(flight.begins).toBeGreaterThanOrEqual(chain[index - 1]!.ends - 1e-6);
    }
  });

  test("a flight ends when its fact is folded in", () => {
    const { show, message } = connected();
    show.director.push(message);
    let token: Flight | undefined;
    while (token === undefined) {
      show.frame(1);
      token = show.director.air().flights.find((flight) => flight.road.hop === "accept");
    }
    const queued = () => show.director.state.totals.queued;
    while (show.director.time + 1 < token.ends) {
      show.frame(1);
      expect(queued()).toBe(0);
    }
    show.frame(1);
    expect(queued()).toBe(1);
    expect(show.director.air().flights).not.toContainEqual(token);
  });

  test("a group send is one fan with a strand for each member", () => {
    const { show, message } = connected();
    show.director.push(message);
    show.play();
    const fans = [...show.flown.values()].filter((flight) => flight.road.hop === "fan");
    expect(fans).toMatchObject([
      { count: 2, road: { group: "chat", connections: ["c1", "c2"], channels: [] } },
    ]);
  });

  test("sends of several clients at once move side by side", () => {
    const show = new Show();
    show.director.push(flood({ connections: 6, seed: 1 }).opening);
    show.director.jumpToLive();
    const facts = Array.from({ length: 6 }, (_, n) => [
      fact("frame.received", { id: `f${n}`, connection: `c${n}`, text: "x" }),
      fact("message.accepted", {
        id: `m${n}`,
        message: `m${n}`,
        cause: `f${n}`,
        where: "server:1",
        channel: "websocket.receive",
        content: { reply_channel: `reply.x!${n}` },
      }),
    ]).flat();
    let seq = show.history.live.seq;
    show.director.push(facts.map((one) => ({ ...one, seq: ++seq })));
    const took = show.play();
    expect(took).toBeLessThan(700);
    const begins = (hop: string) =>
      new Set([...show.flown.values()].filter((one) => one.road.hop === hop).map((f) => f.begins));
    expect(begins("frame").size).toBe(1);
    expect(begins("accept").size).toBe(1);
    expect(show.hops.filter((hop) => hop === "accept").length).toBe(6);
  });

  test("a notice that nobody hears is not seen to come and go", () => {
    const show = new Show();
    show.director.push(recorded("http"));
    show.play();
    const channels = [...show.flown.values()].map(({ road }) => "channel" in road && road.channel);
    expect(channels).toContain("http.request");
    expect(channels).not.toContain("http.disconnect");
    expect(show.director.state.totals.lostBy.get("nobody_listens")).toBe(3);
  });

  test("losses fall after the fan that they were part of", () => {
    const log = recorded("losses");
    const show = new Show();
    show.director.push(log);
    show.play();
    const flights = [...show.flown.values()];
    const full = (flight: Flight) => flight.road.hop === "fall" && flight.road.reason === "full";
    const falls = flights.filter(full);
    expect(falls.length).toBe(2);
    for (const fall of falls) {
      expect(fall.road).toMatchObject({ channel: "jobs", connection: null });
      expect(flights.some((one) => one.road.hop === "fan" && one.ends <= fall.begins)).toBe(true);
    }
    expect(show.director.state.totals.lost).toBe(4);
  });

  test("the clock stands while nothing moves, so nothing is missed after a long silence", () => {
    const { show, message } = connected();
    expect(show.frame()).toBe(false);
    show.now += 60_000;
    show.director.push(message);
    expect(show.play()).toBeGreaterThan(1500);
    expect(show.hops.length).toBe(8);
  });

  test("says how slow it is", () => {
    const { show, message } = connected();
    show.director.push(message);
    for (let n = 0; n < 60; n++) show.frame();
    // Two seconds for less than a millisecond: more than a thousand times slower.
    expect(show.director.timing.slowdown).toBeGreaterThan(300);
    show.play();
    expect(show.director.timing.slowdown).toBeNull();
  });
});

const fact = (kind: string, fields: Record<string, unknown>): Fact => ({
  kind,
  at: 1,
  layer: "default",
  ...fields,
});

describe("a backlog", () => {
  test("begins with whole flights, shorter ones", () => {
    const show = new Show();
    const from = show.director.time;
    show.director.push(recorded("chat"));
    expect(show.play()).toBeLessThan(2400);
    const flights = [...show.flown.values()];
    expect(flights.length).toBeGreaterThan(25);
    for (const { begins, ends } of flights) {
      expect(begins).toBeGreaterThanOrEqual(from);
      expect(ends - begins).toBeLessThan(160);
    }
  });

  test("is caught up within about two seconds, with shorter beats", () => {
    const { show } = connected();
    const log = flood({ connections: 4, seed: 3 });
    show.director.push(log.opening.map((one) => ({ ...one, seq: one.seq! + 1000 })));
    show.director.jumpToLive();
    const { facts } = shifted(log.take(600), show.history.live.seq);
    show.director.push(facts);
    expect(show.play()).toBeLessThan(3600);
    expect(show.director.state.totals).toEqual(show.history.live.totals);
  });

  test("never makes the picture more than about two seconds late", () => {
    const show = new Show();
    const log = flood({ connections: 8, seed: 5 });
    show.director.push(log.opening);
    show.director.jumpToLive();
    const came = new Map<number, number>();
    let latest = 0;
    for (let frame = 0; frame < 600; frame++) {
      const facts = log.take(frame % 100 < 50 ? 40 : 4);
      show.director.push(facts);
      for (const one of facts) came.set(one.seq!, show.now);
      const before = show.director.state.seq;
      show.frame();
      for (let seq = before + 1; seq <= show.director.state.seq; seq++) {
        latest = Math.max(latest, show.now - came.get(seq)!);
      }
    }
    expect(latest).toBeGreaterThan(500);
    expect(latest).toBeLessThan(2400);
  });

  test("has at most twelve tokens and one ×n on a road within a quarter of a second", () => {
    const { show } = connected();
    const log = flood({ connections: 1, seed: 7 });
    show.director.push(shifted(log.opening, show.history.live.seq).facts);
    show.director.jumpToLive();
    for (let frame = 0; frame < 30; frame++) {
      show.director.push(shifted(log.take(8), show.history.live.seq).facts);
      show.frame();
      const roads = new Map<string, number>();
      for (const flight of show.director.air().flights) {
        const key = JSON.stringify(flight.road);
        roads.set(key, (roads.get(key) ?? 0) + 1);
      }
      expect(Math.max(0, ...roads.values())).toBeLessThanOrEqual(26);
    }
  });

  test("of more than sixty a second on a road is a stream with its rate, and no tokens", () => {
    const show = new Show();
    const log = flood({ connections: 3, seed: 9 });
    show.director.push(log.opening);
    show.director.jumpToLive();
    for (let frame = 0; frame < 300; frame++) {
      show.director.push(log.take(50));
      show.frame();
    }
    const { flights, streams } = show.director.air();
    const runs = streams.filter((stream) => stream.road.hop === "run");
    expect(runs.length).toBeGreaterThan(0);
    for (const stream of runs) expect(stream.perSecond).toBeGreaterThan(60);
    expect(flights.filter((flight) => flight.road.hop === "run")).toEqual([]);
    show.play();
    expect(show.director.air()).toMatchObject({ flights: [], streams: [] });
    expect(show.director.state).toEqual(show.history.live);
  });
});

function shifted(facts: Fact[], by: number): { facts: Fact[] } {
  let seq = by;
  return { facts: facts.map((one) => ({ ...one, seq: ++seq })) };
}

describe("a prologue", () => {
  test("that is fresh is shown at once", () => {
    const log = recorded("chat");
    const show = new Show();
    show.director.push(recorded("ghost"));
    show.frame();
    const head = { prologue: "fresh" as const, seq: log.at(-1)!.seq!, sums: rowsOf("chat") };
    show.director.prologue(head, log);
    expect(rows(show.director.state)).toEqual(rowsOf("chat"));
    expect(show.director.timing.behind).toBe(0);
    expect(show.history.size).toBe(log.length);
  });

  test("that merges after a gap is shown when a pause ends, and nothing is played over the gap", () => {
    const { show, message } = connected();
    show.director.push(message.slice(0, 4));
    show.director.pause();
    const { seq } = show.director.state;
    const live = fold(message, fold([], structuredClone(show.history.live)));
    const head = { prologue: "merge" as const, seq: 5000, sums: rows(live), skipped: 4000 };
    show.director.prologue(head, []);
    expect(show.director.state.seq).toBe(seq);
    show.director.resume();
    expect(show.director.state.seq).toBe(5000);
    expect(show.director.state.totals.balanced).toBe(true);
  });
});

test("streams go on where facts were skipped", () => {
  const show = new Show();
  const log = flood({ connections: 3, seed: 21 });
  show.director.push(log.opening);
  show.director.jumpToLive();
  for (let frame = 0; frame < 120; frame++) {
    show.director.push(log.take(60));
    show.frame();
  }
  const streams = show.director.air().streams.length;
  expect(streams).toBeGreaterThan(0);
  log.take(5_000);
  const { live } = show.history;
  const head = { prologue: "merge" as const, seq: live.seq + 5_000, sums: rows(live) };
  show.director.prologue(head, []);
  show.frame();
  expect(show.director.air().streams.length).toBe(streams);
  expect(show.director.timing.behind).toBe(0);
  show.play();
  expect(show.director.air().streams).toEqual([]);
});

describe("under a flood", () => {
  test("of ten thousand facts a second a frame costs a few times what folding its facts does", () => {
    const show = new Show();
    const log = flood({ connections: 50, seed: 13 });
    show.director.push(log.opening);
    show.director.jumpToLive();
    const batches = Array.from({ length: 300 }, () => log.take(333));
    const every = [...log.opening, ...batches.flat()];
    const costs: number[] = [];
    let most = 0;
    while (batches.length > 0) {
      const began = performance.now();
      // Thirty batches and sixty frames a second.
      for (const batch of batches.splice(0, 30)) {
        show.director.push(batch);
        for (let frame = 0; frame < 2; frame++) {
          show.now += FRAME;
          show.director.frame(show.now);
          most = Math.max(most, show.director.air().flights.length);
        }
      }
      costs.push((performance.now() - began) / 60);
    }
    // Of ten seconds the first three fill up; of the rest the best, for other programs run here too.
    const cost = Math.min(...costs.slice(3));
    const began = performance.now();
    fold(every);
    const plain = (performance.now() - began) / 600;
    console.info(`${cost.toFixed(2)} ms a frame, folding ${plain.toFixed(2)}, ${most} flights`);
    expect(cost).toBeLessThan(12 * plain);
    expect(most).toBeLessThan(600);
    show.play();
    expect(show.director.state).toEqual(show.history.live);
    expect(show.director.state.totals.balanced).toBe(true);
  });
});
