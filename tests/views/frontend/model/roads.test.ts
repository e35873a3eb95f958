import { expect, test } from "vitest";
import type { Road } from "../../../../sandbox/views/frontend/model/flights.ts";
import type { Hop } from "../../../../sandbox/views/frontend/model/hops.ts";
import { Roads } from "../../../../sandbox/views/frontend/model/roads.ts";

const out = (connection = "c1"): Road => ({ hop: "out", connection });
const hop = (road: Road = out(), count = 1): Hop => ({ road, kind: "reply", count });

test("a token is in the air from its beginning until just before its end", () => {
  const roads = new Roads();
  roads.begin([hop()], 100, 400);
  expect([99, 100, 399, 400].map((time) => roads.flights(time).length)).toEqual([0, 1, 1, 0]);
  roads.sweep(400);
  expect(roads.busy).toBe(false);
});

test("beyond twelve tokens on a road in a quarter of a second, one stands for the rest", () => {
  const roads = new Roads();
  for (let n = 0; n < 40; n++) roads.begin([hop()], 10 + n, 300 + n);
  const flights = roads.flights(60);
  expect(flights.length).toBe(13);
  expect(flights.map((flight) => flight.count).reduce((sum, n) => sum + n)).toBe(40);
  expect(flights.at(-1)!.count).toBe(28);
});

test("the next quarter of a second has tokens of its own", () => {
  const roads = new Roads();
  for (let n = 0; n < 20; n++) roads.begin([hop()], 10, 300);
  for (let n = 0; n < 5; n++) roads.begin([hop()], 260, 500);
  expect(roads.flights(270).filter((flight) => flight.begins === 260).length).toBe(5);
});

test("other roads do not count", () => {
  const roads = new Roads();
  for (let n = 0; n < 20; n++) roads.begin([hop(out(`c${n}`))], 10, 300);
  expect(roads.flights(20).length).toBe(20);
});

test("more than sixty a second are a stream, until they are fewer than forty", () => {
  const roads = new Roads();
  const second = (perSecond: number, from: number) => {
    for (let n = 0; n < perSecond; n++) {
      roads.begin([hop()], from + (n * 1000) / perSecond, from + (n * 1000) / perSecond + 200);
    }
  };
  second(50, 0);
  expect(roads.streams(1000)).toEqual([]);
  second(200, 1000);
  const [stream] = roads.streams(1999);
  expect(stream).toMatchObject({ road: out(), kind: "reply" });
  expect(stream!.perSecond).toBeGreaterThan(150);
  expect(roads.flights(1999)).toEqual([]);
  second(50, 2000);
  expect(roads.streams(2999).length).toBe(1);
  second(20, 3000);
  second(20, 4000);
  expect(roads.streams(4999)).toEqual([]);
  expect(roads.flights(4999).length).toBeGreaterThan(0);
  roads.sweep(9000);
  expect(roads.busy).toBe(false);
});

test("a fan is one figure, however many strands it has", () => {
  const roads = new Roads();
  const fan: Road = { hop: "fan", group: "chat", connections: [], channels: [] };
  roads.begin([hop(fan, 500)], 10, 400);
  expect(roads.flights(20)).toMatchObject([{ count: 500 }]);
  expect(roads.streams(20)).toEqual([]);
});

test("of very many that begin at once, the last one stands for those beyond", () => {
  const roads = new Roads();
  roads.begin(
    Array.from({ length: 500 }, (_, n) => hop(out(`c${n}`))),
    10,
    300,
  );
  const flights = roads.flights(20);
  expect(flights.length).toBe(24);
  expect(flights.reduce((sum, flight) => sum + flight.count, 0)).toBe(500);
});
