/** Scale: one factor for everything, and the layout by width in units. */

import { expect, test } from "vitest";
import {
  modeFor,
  pinnedScale,
  roomFor,
  roomyFrom,
  scaleFor,
} from "../../../../sandbox/views/frontend/stage/scale.ts";

test("a stage in a cell has the scale 1, and grows with very wide pages only", () => {
  expect([360, 760, 1280, 1300].map((width) => scaleFor("light", width, 800, false))).toEqual([
    1, 1, 1, 1,
  ]);
  expect(scaleFor("dark", 1650, 800, false)).toBe(1.5);
  expect(scaleFor("dark", 4000, 800, false)).toBe(1.6);
});

test("a full screen is filled as far as its height allows", () => {
  expect(scaleFor("light", 1920, 1080, true)).toBe(1.6);
  expect(scaleFor("light", 1920, 780, true)).toBeCloseTo(1.2);
  expect(scaleFor("light", 800, 600, true)).toBe(1);
});

test("the projector's smallest label is 20 pixels, but on a telephone", () => {
  expect(12 * scaleFor("projector", 1280, 800, false)).toBe(20);
  expect(scaleFor("projector", 360, 800, false)).toBe(1);
});

test("a whole screen on a projector has the bin above the fold before it has the largest labels", () => {
  expect(scaleFor("projector", 1280, 720, true)).toBeCloseTo(720 / 474);
  expect(12 * scaleFor("projector", 1280, 800, true)).toBe(20);
  expect(12 * scaleFor("projector", 1280, 500, true)).toBe(18);
});

test("the layout is chosen by width in units", () => {
  expect([320, 679, 680, 959, 960, 1224].map(modeFor)).toEqual([
    "narrow",
    "narrow",
    "medium",
    "medium",
    "wide",
    "wide",
  ]);
});

test("a pinned stage on a projector is as large as its flow has room, never smaller than 1", () => {
  expect(pinnedScale("projector", 712, 720)).toBe(1);
  expect(pinnedScale("projector", 728, 900)).toBe(1.25);
  expect(pinnedScale("projector", 1900, 1080)).toBeCloseTo(20 / 12);
  expect(pinnedScale("projector", 360, 444)).toBe(1);
  expect(pinnedScale("light", 728, 900)).toBe(1);
});

test("bars are compact where the flow would not fit beside full ones", () => {
  expect(roomyFrom("narrow", true)).toBeGreaterThan(roomyFrom("medium", true));
  expect(roomyFrom("medium", true)).toBeLessThan(720);
  expect(roomyFrom("wide", false)).toBeLessThan(roomyFrom("wide", true));
});

test("the view has what the bars leave, and they leave more where they are compact", () => {
  expect(roomFor(648.4, false)).toBe(454);
  expect(roomFor(474, true)).toBe(342);
});
