/** Ten thousand facts a second through the real director, as the stage would show them. */

import { Director } from "../../../../../sandbox/views/frontend/model/director.ts";
import { History } from "../../../../../sandbox/views/frontend/model/history.ts";
import { flood } from "../../model/floods.ts";

/** What was seen in a flood. */
export interface Measured {
  framesPerSecond: number;
  facts: number;
  /** Sums on the picture and in the log's own fold, when all has been shown. */
  shown: string;
  told: string;
}

/** Shows a flood for so many seconds and then until it has come to rest. */
export function measureFlood(
  director: Director,
  history: History,
  show: () => void,
  { seconds, rate, connections }: { seconds: number; rate: number; connections: number },
): Promise<Measured> {
  const source = flood({ connections, seed: 1 });
  director.push(source.opening);
  const began = performance.now();
  let [frames, facts, version] = [0, 0, -1];
  return new Promise((resolve) => {
    const step = (now: number) => {
      const passed = now - began;
      const due = Math.floor((Math.min(passed, seconds * 1000) / 1000) * rate) - facts;
      if (due > 0) {
        director.push(source.take(due));
        facts += due;
      }
      const moves = director.frame(now);
      if (director.version !== version) {
        version = director.version;
        show();
      }
      if (passed < seconds * 1000) frames++;
      if (passed < seconds * 1000 || moves) requestAnimationFrame(step);
      else {
        const sums = (state: typeof director.state) =>
          JSON.stringify({ ...state.totals, lostBy: [...state.totals.lostBy] });
        const told = sums(history.live);
        resolve({ framesPerSecond: frames / seconds, facts, shown: sums(director.state), told });
      }
    };
    requestAnimationFrame(step);
  });
}

/** A director and its history, before the first fact. */
export function directed(): { director: Director; history: History } {
  const history = new History();
  return { director: new Director(history), history };
}
