import { describe, expect, test } from "vitest";
import type { State } from "../../../../sandbox/views/frontend/model/state.ts";
import { flood } from "./floods.ts";
import { fold, recorded } from "./logs.ts";
import { connected, Show } from "./show.ts";

describe("commands", () => {
  test("a pause stops the picture, flights and all; what happens waits", () => {
    const { show, message } = connected();
    show.director.push(message);
    for (let n = 0; n < 20; n++) show.frame();
    show.director.pause();
    const { seq } = show.director.state;
    const air = show.director.air();
    const { time } = show.director;
    for (let n = 0; n < 100; n++) expect(show.frame()).toBe(false);
    expect(show.director.state.seq).toBe(seq);
    expect(show.director.time).toBe(time);
    expect(show.director.air()).toEqual(air);
    expect(show.director.timing).toMatchObject({ paused: true, live: false });
    expect(show.director.timing.behind).toBe(show.history.live.seq - seq);
    show.director.resume();
    show.play();
    expect(show.director.state).toEqual(show.history.live);
  });

  test("a step shows the next beat with its flight, and then the picture stands", () => {
    const { show, message } = connected();
    show.director.pause();
    show.director.push(message);
    const kinds = (): string[] => {
      const before = show.director.state.seq;
      show.director.stepForward();
      show.play();
      return message
        .filter((one) => one.seq! > before && one.seq! <= show.director.state.seq)
        .map((one) => one.kind);
    };
    expect(kinds()).toEqual(["frame.received"]);
    expect(kinds()).toEqual(["message.accepted"]);
    expect(kinds()).toEqual(["message.taken", "route.matched"]);
    expect(kinds()).toEqual(["consumer.started"]);
    expect(show.hops).toEqual(["frame", "accept", "take", "run"]);
    expect(show.director.timing.paused).toBe(true);
  });

  test("a step back shows what was so before, and steps forward lead to the same again", () => {
    const { show, message } = connected();
    show.director.pause();
    show.director.push(message);
    const seen: [number, State][] = [];
    for (let n = 0; n < 6; n++) {
      show.director.stepForward();
      show.play();
      seen.push([show.director.state.seq, fold([], structuredClone(show.director.state))]);
    }
    for (const [seq, state] of seen.slice(0, -1).reverse()) {
      expect(show.director.stepBack()).toBe(true);
      expect(show.director.state.seq).toBe(seq);
      expect(show.director.state).toEqual(state);
    }
    for (const [seq, state] of seen.slice(1)) {
      show.director.stepForward();
      show.play();
      expect(show.director.state.seq).toBe(seq);
      expect(show.director.state).toEqual(state);
    }
  });

  test("steps back go on past what was played, fact by fact, to the first", () => {
    const log = recorded("chat").slice(0, 30);
    const show = new Show();
    show.director.push(log);
    show.director.jumpToLive();
    let steps = 0;
    while (show.director.stepBack()) steps += 1;
    expect(steps).toBe(30);
    expect(show.director.state.seq).toBe(0);
    show.director.resume();
    show.play();
    expect(show.director.state).toEqual(show.history.live);
  });

  test("a moment of before can be looked at and played from, at its own pace", () => {
    const log = recorded("chat");
    const show = new Show();
    show.director.push(log);
    show.director.jumpToLive();
    const middle = log[40]!.seq!;
    expect(show.director.seek(middle)).toBe(true);
    expect(show.director.state).toEqual(fold(log.slice(0, 41)));
    expect(show.director.timing).toMatchObject({ live: false, paused: true });
    expect(show.director.timing.behind).toBe(log.length - 41);
    show.director.resume();
    expect(show.director.timing.live).toBe(false);
    expect(show.play()).toBeGreaterThan(2600);
    expect(show.director.state).toEqual(fold(log));
    expect(show.director.timing.live).toBe(true);
    expect(show.director.seek(-5)).toBe(false);
  });

  test("a jump to now shows it at once", () => {
    const { show, message } = connected();
    show.director.pause();
    show.director.push(message);
    show.director.jumpToLive();
    expect(show.director.state).toEqual(show.history.live);
    expect(show.director.air()).toEqual({ flights: [], streams: [], roads: [] });
    expect(show.director.timing).toMatchObject({ paused: false, live: true, behind: 0 });
  });

  test("a quarter of the speed takes four times as long", () => {
    const times = [1, 0.25, 4].map((speed) => {
      const { show, message } = connected();
      show.director.setSpeed(speed);
      show.director.push(message);
      return show.play();
    });
    expect(times[1]! / times[0]!).toBeCloseTo(4, 0);
    expect(times[0]! / times[2]!).toBeGreaterThan(3.5);
  });

  test("a display that nobody sees folds at once and shows nothing fly", () => {
    const { show, message } = connected();
    show.director.setHidden(true);
    show.director.push(message);
    expect(show.director.state).toEqual(show.history.live);
    show.director.setHidden(false);
    expect(show.frame()).toBe(false);
    expect(show.flown.size).toBe(0);
  });

  test("in calm mode nothing flies; roads in use are told, and facts come in their time", () => {
    const { show, message } = connected();
    show.director.setCalm(true);
    show.director.push(message);
    const roads = new Set<string>();
    const from = show.now;
    while (show.frame()) for (const road of show.director.air().roads) roads.add(road.hop);
    expect(show.now - from).toBeGreaterThan(1500);
    expect(show.flown.size).toBe(0);
    expect([...roads]).toEqual(["frame", "accept", "take", "run", "toGroup", "fan", "out"]);
  });

  test("a pause that is overrun goes on from now, and loses no sum", () => {
    const show = new Show();
    const log = flood({ connections: 3, seed: 11 });
    show.director.push(log.opening);
    show.director.jumpToLive();
    show.director.pause();
    const { seq } = show.director.state;
    for (let n = 0; n < 13; n++) show.director.push(log.take(5000));
    show.frame();
    expect(show.director.state.seq).toBe(seq);
    expect(show.director.timing.behind).toBe(show.history.live.seq - seq);
    show.director.resume();
    show.play();
    expect(show.director.state).toEqual(show.history.live);
    expect(show.director.timing.behind).toBe(0);
  });
});
