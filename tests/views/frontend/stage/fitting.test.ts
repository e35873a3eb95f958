/** Which tools have room in the header. */

import { expect, test } from "vitest";
import { fitting, ORDER } from "../../../../sandbox/views/frontend/stage/fitting.ts";

const tools = ORDER.map((key) => ({ key, face: key.slice(0, 6) }));

test("all tools are in a header that has room for them", () => {
  expect(fitting(tools, 2000, 0)).toEqual(new Set(ORDER));
});

test("where room is short, the way off the pin stays longest", () => {
  expect([...fitting(tools, 80, 0)]).toEqual(["pin"]);
  const more = fitting(tools, 200, 0);
  expect([...more].slice(0, 2)).toEqual(["pin", "fold"]);
  expect(more.size).toBeLessThan(tools.length);
});

test("fingers need more room than pointers", () => {
  expect(fitting(tools, 320, 60).size).toBeLessThan(fitting(tools, 320, 0).size);
});

test("what is in the menu only brings the menu's button with it", () => {
  const speed = { key: "speed", face: null };
  const room = 90;
  const two = tools.slice(0, 1);
  expect(fitting(two, 60, 0)).toEqual(new Set(["pin"]));
  expect(fitting([...two, speed], room, 0)).toEqual(new Set(["pin"]));
  expect(fitting([...two, speed], 60, 0)).toEqual(new Set());
});
