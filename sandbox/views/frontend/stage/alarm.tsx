/** A worker that does not come back from a run is named here, with the offer to replace it. */

import type { JSX } from "preact";
import type { Worker } from "../model/state.ts";
import { consumerOf, line } from "./gist.ts";
import type { Kit } from "./kit.ts";

/** How long a worker has been busy, in seconds. */
export function busyFor(worker: Worker, now: number): number {
  return Math.max(0, now - (worker.busySince ?? now));
}

/** Where in the code it is: "cell [3]:12", or the last part of a file's path. */
export function placeOf({ alarm }: Worker): string {
  if (alarm?.file == null) return "";
  const file = alarm.file.slice(alarm.file.lastIndexOf("/") + 1);
  return alarm.line === null ? file : `${file}:${alarm.line}`;
}

/** "worker:1 is busy for 7 s in ws_message, line 12." */
export function alarmText(worker: Worker, { say, numbers, session }: Kit): string {
  const key = worker.alarm?.line == null ? "alarm.busy" : "alarm.line";
  return say(key, {
    worker: worker.name,
    time: numbers.whole(busyFor(worker, session.now)),
    consumer: worker.consumer === null ? "–" : consumerOf(worker.consumer),
    line: worker.alarm?.line ?? 0,
    file: line(worker.alarm?.file?.split("/").at(-1) ?? ""),
  });
}

/** Whoever has been at it for longest, and how many more there are. */
export function Alarm({ kit }: { kit: Kit }): JSX.Element | null {
  const { session, say } = kit;
  const busy = [...session.state.workers.values()].filter((one) => one.alarm !== null);
  busy.sort((a, b) => (a.busySince ?? 0) - (b.busySince ?? 0));
  const [worst] = busy;
  if (!worst) return null;
  const more = busy.length > 1 ? ` ${say("alarm.more", { n: busy.length - 1 })}` : "";
  return (
    <div class="bar note alarm" data-alarm={worst.name}>
      <span class="sr" role="alert">
        {say("alarm.spoken", { worker: worst.name, consumer: consumerOf(worst.consumer ?? "–") })}
      </span>
      <button
        type="button"
        class="link"
        onClick={() => kit.select({ what: "worker", name: worst.name })}
      >
        {alarmText(worst, kit)}
      </button>
      {more}
      <Replace worker={worst} kit={kit} />
    </div>
  );
}

/** Kills the worker, and a new one takes its place: only of what is so now. */
export function Replace({ worker, kit }: { worker: Worker; kit: Kit }): JSX.Element | null {
  const { session, say } = kit;
  const running = session.history.live.workers.get(worker.name)?.run;
  if (!session.live || worker.run === null || running !== worker.run) return null;
  return (
    <button
      type="button"
      class="btn"
      title={say("alarm.replace.hint")}
      onClick={() => void session.deeds.replaceWorker(worker.name).catch(() => undefined)}
    >
      {say("alarm.replace")}
    </button>
  );
}
