/** Workers and the consumers that they run: a pill with a socket, a bar pointed at both ends. */

import type { JSX } from "preact";
import { plainConsumer } from "../model/names.ts";
import type { Consumer, Kind, State, Worker } from "../model/state.ts";
import { Cross, Shape } from "./glyphs.tsx";
import { memo } from "./memo.ts";
import type { ConsumerBox, WorkerBox } from "./place.ts";
import type { Numbers, Say } from "./props.ts";
import { cut, SMALL, widthOf } from "./text.ts";

// --- workers ---------------------------------------------------------------------------------------

export interface WorkerLook {
  box: WorkerBox;
  name: string;
  state: Worker["state"];
  /** What it has in hand. */
  kind: Kind | null;
  consumer: string;
  /** Its state in words, with the time that goes with it. */
  words: string;
  /** How many of the six ticks run; 0 while nothing does. */
  ticks: number;
  /** It does not come back from its run. */
  alarm: boolean;
}

/** Ticks come one by one and stop at six: it runs, and it runs for long. */
function ticksOf(elapsed: number): number {
  return Math.max(1, Math.min(6, 1 + Math.floor(Math.log10(Math.max(elapsed, 1e-4) / 1e-4))));
}

function wordsOf(
  worker: Worker,
  elapsed: number,
  wide: boolean,
  say: Say,
  numbers: Numbers,
): string {
  if (worker.state === "stopped")
    return say(`flow.stopped.${worker.reason === "killed" ? "killed" : "other"}`);
  if (worker.message === null)
    return say(worker.state === "stopping" ? "flow.stopping" : "flow.idle");
  const time = worker.alarm === null ? numbers.seconds(elapsed) : numbers.whole(elapsed);
  const line = worker.alarm?.line;
  if (wide && line != null) return say("flow.busy.line", { time, line });
  if (!wide) return time;
  return say(worker.run === null ? "flow.inhand" : "flow.busy", { time });
}

function withZombies(worker: Worker, words: string, say: Say): string {
  return worker.zombies > 0 ? say("flow.zombies", { words, count: worker.zombies }) : words;
}

/** What is to be drawn of a worker. */
export function workerLook(
  state: State,
  box: WorkerBox,
  worker: Worker,
  now: number,
  wide: boolean,
  say: Say,
  numbers: Numbers,
): WorkerLook {
  const message = worker.message === null ? undefined : state.messages.get(worker.message);
  const elapsed = Math.max(0, now - (worker.busySince ?? now));
  return {
    box,
    name: box.name,
    state: worker.state,
    kind: worker.message === null ? null : (message?.kind ?? "custom"),
    consumer: plainConsumer(worker.consumer ?? ""),
    words: withZombies(worker, wordsOf(worker, elapsed, wide, say, numbers), say),
    ticks: worker.run === null ? 0 : ticksOf(elapsed),
    alarm: worker.alarm !== null,
  };
}

interface WorkerProps extends WorkerLook {
  mode: "wide" | "medium" | "narrow";
  picked: boolean;
  say: Say;
}

/** A worker. */
export const WorkerPill = memo(function WorkerPill(props: WorkerProps): JSX.Element {
  const { box, state, kind, picked } = props;
  const stopped = state === "stopped";
  const look = stopped ? " ghost" : props.alarm ? " alarm" : kind ? " busy" : "";
  return (
    <g
      data-actor="worker"
      data-name={props.name}
      data-state={state}
      data-alarm={props.alarm ? "" : undefined}
      class={`${picked ? "picked" : ""}${stopped ? " gone" : ""}`}
    >
      <rect
        x={box.x}
        y={box.y}
        width={box.w}
        height={box.h}
        rx={box.h / 2}
        class={`box outline${look}`}
      />
      {props.mode === "narrow" ? <Short {...props} /> : <Long {...props} />}
    </g>
  );
});

function Socket({
  x,
  y,
  kind,
  stopped,
}: {
  x: number;
  y: number;
  kind: Kind | null;
  stopped: boolean;
}) {
  return (
    <>
      <circle cx={x} cy={y} r={9} class={stopped ? "slot ghost" : "slot"} />
      {stopped && <Cross x={x} y={y} r={4} />}
      {kind && <Shape kind={kind} x={x} y={y} r={5.5} />}
    </>
  );
}

/** "worker 1" of "worker:1", "w1" where there is little room. */
function title(name: string, short: boolean): string {
  const [what, number] = name.split(":");
  if (!what || !number) return name;
  return short ? `${what[0]}${number}` : `${what} ${number}`;
}

function Long({ box, name, state, kind, words, ticks, mode }: WorkerProps): JSX.Element {
  const y = box.y + box.h / 2;
  const wide = mode === "wide";
  const start = box.x + (wide ? 88 : 54);
  return (
    <>
      <Socket x={box.x + 17} y={y} kind={kind} stopped={state === "stopped"} />
      <text x={box.x + 32} y={box.y + 15} class="tb">
        {title(name, !wide)}
      </text>
      <text x={box.x + 32} y={box.y + 29} class={kind ? "t1i" : "t1"}>
        {cut(words, box.w - 34, SMALL, "sans")}
      </text>
      {ticks > 0 && <Ticks x={start} y={box.y + 7} on={ticks} />}
    </>
  );
}

function Ticks({ x, y, on }: { x: number; y: number; on: number }): JSX.Element {
  const bar = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => `M${x + 1 + (from + i) * 3.5} ${y}v8`).join("");
  return (
    <>
      <path d={bar(0, on)} stroke="var(--ink)" stroke-width="2" />
      <path d={bar(on, 6)} stroke="var(--line)" stroke-width="2" />
    </>
  );
}

function Short({ box, name, state, kind, words, consumer }: WorkerProps): JSX.Element {
  const y = box.y + box.h / 2;
  const x = box.x + 27;
  const room = box.w - 34;
  const running = kind && consumer ? cut(consumer, room, SMALL) : "";
  return (
    <>
      <Socket x={box.x + 14} y={y} kind={kind} stopped={state === "stopped"} />
      <text x={x} y={box.y + 17} class="tm t1i">
        {cut(widthOf(name, SMALL) > room ? title(name, true) : name, room, SMALL)}
      </text>
      <text x={x} y={box.y + 31} class={running ? "tm t1i tb" : "t1"}>
        {running || cut(words, room, SMALL, "sans")}
      </text>
    </>
  );
}

// --- consumers -------------------------------------------------------------------------------------

export interface ConsumerLook {
  box: ConsumerBox;
  name: string;
  builtin: boolean;
  /** No message can reach it: the rule of this number takes them all. */
  hiddenBy: number | null;
  running: number;
  runs: number;
  raised: number;
}

/** What is to be drawn of a consumer. */
export function consumerLook(box: ConsumerBox, consumer: Consumer | undefined): ConsumerLook {
  return {
    box,
    name: box.name,
    builtin: box.builtin,
    hiddenBy: consumer?.hiddenBy?.number ?? null,
    running: consumer?.running ?? 0,
    runs: consumer?.runs ?? 0,
    raised: consumer?.raised ?? 0,
  };
}

interface ConsumerProps extends ConsumerLook {
  mode: "wide" | "medium" | "narrow";
  picked: boolean;
  say: Say;
}

/** The name as large as it fits, then its last part, then cut. */
function label(name: string, room: number): { text: string; small: boolean } {
  const whole = plainConsumer(name);
  if (widthOf(whole, 12) <= room) return { text: whole, small: false };
  const last = whole.slice(whole.lastIndexOf(".") + 1);
  if (widthOf(last, 12) <= room) return { text: last, small: false };
  return { text: cut(last, room, SMALL), small: true };
}

/** What it did so far, in one or two words. */
function deeds({ builtin, hiddenBy, runs, say, mode }: ConsumerProps): string {
  if (hiddenBy !== null)
    return say(mode === "wide" ? "flow.hidden" : "flow.hidden.short", { rule: hiddenBy });
  if (runs) return say("flow.runs", { n: runs });
  return builtin ? say("flow.builtin") : "";
}

/** A consumer: what goes in at one point comes out at the other. */
export const ConsumerBar = memo(function ConsumerBar(props: ConsumerProps): JSX.Element {
  const { running, picked, raised, mode } = props;
  return (
    <g
      data-actor="consumer"
      data-name={props.name}
      data-state={running ? "running" : "idle"}
      data-runs={props.runs}
      data-raised={raised}
      data-hidden={props.hiddenBy ?? undefined}
      class={`${props.hiddenBy === null ? "" : "gone "}consumer${picked ? " picked" : ""}${running ? " running" : ""}`}
    >
      {mode === "narrow" ? <Line {...props} /> : <Bar {...props} />}
    </g>
  );
});

function Bar(props: ConsumerProps): JSX.Element {
  const { box, name, builtin, raised, say, mode } = props;
  const { x, y, w } = box;
  const h = box.h / 2;
  const b = mode === "wide" ? 7 : 6;
  const { text, small } = label(name, w - 2 * b - 4);
  const below = y + box.h + 12;
  return (
    <>
      <path
        class={`box outline${builtin ? " built" : ""}`}
        d={`M${x} ${y + h}l${b} ${-h}H${x + w - b}l${b} ${h}l${-b} ${h}H${x + b}Z`}
      />
      <text
        x={x + w / 2}
        y={y + h + 4}
        text-anchor="middle"
        class={`on tm name${builtin ? " t1i" : " tb"}${small || mode !== "wide" ? " small" : ""}`}
      >
        {text}
      </text>
      {raised ? (
        <Raised x={x + 8} y={below} text={say("flow.raised", { n: raised })} />
      ) : (
        <text x={x + 8} y={below} class="t1">
          {deeds(props)}
        </text>
      )}
    </>
  );
}

function Raised({ x, y, text }: { x: number; y: number; text: string }): JSX.Element {
  return (
    <>
      <Cross x={x + 4} y={y - 4} r={3} />
      <text x={x + 12} y={y} class="t1 tlost tb">
        {text}
      </text>
    </>
  );
}

function Line({ box, name, raised, builtin, running, hiddenBy, say }: ConsumerProps): JSX.Element {
  const { text } = label(name, box.w - 30);
  const shut = hiddenBy !== null;
  const after = 24 + widthOf(text, 12);
  const y = box.y + 12;
  const tone = running ? " tb run" : builtin ? "" : " tb name";
  return (
    <>
      <path
        d={`M${box.x + 2} ${y - 4}h8m-3.5-3.5l3.5 3.5l-3.5 3.5`}
        class={shut ? "route shut" : "route used"}
      />
      <text x={box.x + 16} y={y} class={`tm t1i${tone}`}>
        {text}
      </text>
      {shut && (
        <text x={box.x + after} y={y} class="t1">
          {say("flow.hidden.short")}
        </text>
      )}
      {raised > 0 && !shut && <Cross x={box.x + after} y={y - 4} r={3} />}
    </>
  );
}
