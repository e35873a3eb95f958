/** A recorded log up to a moment of the display, as the stage would show it. */

import { Director } from "../../../../../sandbox/views/frontend/model/director.ts";
import type { Air } from "../../../../../sandbox/views/frontend/model/flights.ts";
import { History } from "../../../../../sandbox/views/frontend/model/history.ts";
import { LineReader } from "../../../../../sandbox/views/frontend/model/lines.ts";
import type { State } from "../../../../../sandbox/views/frontend/model/state.ts";

const FRAME = 1000 / 60;

/** What is shown so many milliseconds after all of *log* has come at once. */
export function replay(
  log: string,
  milliseconds: number,
): { state: State; air: Air; time: number } {
  const reader = new LineReader();
  const director = new Director(new History());
  const lines = log
    .trimEnd()
    .split("\n")
    .map((line) => reader.read(line));
  director.frame(1000);
  director.push(lines.flatMap((line) => (line !== null && "fact" in line ? [line.fact] : [])));
  for (let passed = 0; passed < milliseconds; passed += FRAME) director.frame(1000 + passed);
  return { state: director.state, air: director.air(), time: director.time };
}
