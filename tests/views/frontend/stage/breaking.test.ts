/** The fault box: what there is to break, how, and what is broken already. */

import { expect, test } from "vitest";
import {
  ALL,
  inForce,
  OFFERS,
  optionsFor,
  targetsFor,
} from "../../../../sandbox/views/frontend/stage/breaking.ts";
import { isWord } from "../../../../sandbox/views/frontend/stage/words.ts";
import { Maker } from "../flow/states.ts";
import { facts, fold } from "../model/logs.ts";

const offer = (name: string) => OFFERS.find(({ fault }) => fault === name)!;

test("every fault has its name, its sentence and its mark", () => {
  for (const { fault } of OFFERS)
    for (const key of [`fault.${fault}`, `fault.${fault}.about`, `fault.mark.${fault}`])
      expect([key, isWord(key)]).toEqual([key, true]);
});

test("targets are what is there: no stopped worker, no closed client, nothing built in", () => {
  const maker = new Maker().layer().server();
  maker.tab("alice");
  maker.tab("gone", { state: "closed" });
  const { state } = maker;
  expect(targetsFor(offer("sleep"), state)).toEqual(["tab:alice"]);
  expect(targetsFor(offer("refuse"), state)).toEqual([ALL, "server:1"]);
  expect(targetsFor(offer("freeze"), state)).toEqual([]);
  state.layers.get("default")!.store = "redis";
  expect(targetsFor(offer("freeze"), state)).toEqual(["redis"]);
  const run = fold(
    facts(
      ["worker.started", { where: "worker:1", channels: ["jobs"] }],
      ["worker.started", { where: "worker:2", channels: ["jobs"] }],
      ["worker.stopped", { where: "worker:2", reason: "killed" }],
    ),
  );
  expect(targetsFor(offer("kill"), run)).toEqual(["worker:1"]);
  expect(targetsFor(offer("fill"), run)).toEqual(["channel:jobs"]);
});

test("options are numbers where numbers are meant, and no limit where nothing is typed", () => {
  expect(optionsFor(offer("slow"), new Map())).toEqual({ seconds: 1 });
  expect(optionsFor(offer("slow"), new Map([["seconds", "0,5"]]))).toEqual({ seconds: 0.5 });
  expect(optionsFor(offer("slow"), new Map([["seconds", "much"]]))).toEqual({ seconds: "much" });
  expect(optionsFor(offer("lose"), new Map([["n", " "]]))).toEqual({ n: null });
  expect(optionsFor(offer("lose"), new Map([["where", "text~hi"]]))).toEqual({
    n: 1,
    where: "text~hi",
  });
  expect(optionsFor(offer("kill"), new Map())).toEqual({});
});

test("what is broken is found by what it was aimed at", () => {
  const state = fold(
    facts(
      ["fault.began", { id: "x1", fault: "refuse", target: null }],
      ["fault.began", { id: "x2", fault: "freeze", target: "layer:default" }],
      ["fault.began", { id: "x3", fault: "slow", target: "consumer:__main__.work" }],
    ),
  );
  expect(inForce(state, "refuse", ALL)?.id).toBe("x1");
  expect(inForce(state, "freeze", "redis")?.id).toBe("x2");
  expect(inForce(state, "freeze", "worker:1")).toBeUndefined();
  expect(inForce(state, "slow", "consumer:work")?.id).toBe("x3");
});
