/** Channels: a row of slots with its head at the right, above it the name, below it count and age. */

import type { JSX } from "preact";
import type { Channel, Kind, Row, State } from "../model/state.ts";
import { Bars, Cross, Shape } from "./glyphs.tsx";
import { memo } from "./memo.ts";
import { stubOf } from "./paths.ts";
import type { ChannelBox } from "./place.ts";
import type { Numbers, Say } from "./props.ts";
import { cut, SMALL, widthOf } from "./text.ts";

/**
 * Each slot from the head: "q" queued, "n" queued and near its expiry, "h" held; "d" and "e" are "q"
 * and "h" whose content a person has edited.
 */
type Slots = string;

export interface ChannelLook {
  box: ChannelBox;
  name: string;
  kind: Kind;
  slots: Slots;
  waiting: number;
  held: number;
  capacity: number | null;
  /** How long the oldest has waited, and how long it still has; in words. */
  age: string;
  /** The same without words, for little room. */
  time: string;
  near: boolean;
  delivered: number;
  lost: number;
}

/** The last tenth of a message's life. */
const NEAR = 0.9;

function slotsLook(state: State, channel: Channel, box: ChannelBox, now: number): Slots {
  const expiry = state.layers.get(channel.layer)?.expiry ?? null;
  let slots = "";
  for (const id of channel.queue.slice(0, box.count)) {
    const message = state.messages.get(id);
    const old = expiry !== null && now - (message?.acceptedAt ?? now) > NEAR * expiry;
    const edited = message?.edited === true;
    if (message?.state === "held") slots += edited ? "e" : "h";
    else slots += edited ? "d" : old ? "n" : "q";
  }
  return slots;
}

/** How long the oldest has waited; when little of its life is left, how much that is. In seconds. */
function ageOf(state: State, channel: Channel, now: number, near: boolean): number | null {
  const oldest = state.messages.get(channel.queue[0] ?? "");
  if (!oldest) return null;
  const age = Math.max(0, now - oldest.acceptedAt);
  const expiry = state.layers.get(channel.layer)?.expiry ?? null;
  return near && expiry !== null ? Math.max(0, expiry - age) : age;
}

function ageWords(age: number | null, near: boolean, held: number, say: Say, numbers: Numbers) {
  if (held) return { age: say("flow.held", { n: held }), time: "" };
  if (age === null) return { age: "", time: "" };
  const time = numbers.seconds(age);
  return { age: say(near ? "flow.expires" : "flow.oldest", { time }), time };
}

function lostOf(row: Row | undefined): number {
  let sum = 0;
  for (const count of row?.lost.values() ?? []) sum += count;
  return sum;
}

/** What is to be drawn of a channel. */
export function channelLook(
  state: State,
  box: ChannelBox,
  channel: Channel | undefined,
  row: Row | undefined,
  now: number,
  say: Say,
  numbers: Numbers,
): ChannelLook {
  const { name } = box;
  const sums = { delivered: row?.delivered ?? 0, lost: lostOf(row) };
  if (!channel)
    return {
      box,
      name,
      kind: "custom",
      slots: "",
      waiting: 0,
      held: 0,
      capacity: null,
      age: "",
      time: "",
      near: false,
      ...sums,
    };
  const slots = slotsLook(state, channel, box, now);
  const held = row?.held ?? slots.replace(/[^he]/g, "").length;
  const near = slots.startsWith("n");
  return {
    box,
    name,
    kind: channel.kind,
    slots,
    waiting: channel.queue.length,
    held,
    capacity: channel.capacity,
    ...ageWords(ageOf(state, channel, now, near), near, held, say, numbers),
    near,
    ...sums,
  };
}

interface Props extends ChannelLook {
  narrow: boolean;
  picked: boolean;
  say: Say;
  numbers: Numbers;
}

/** A channel. */
export const ChannelRow = memo(function ChannelRow(props: Props): JSX.Element {
  const { box, capacity, waiting, picked } = props;
  const full = capacity !== null && waiting >= capacity;
  return (
    <g
      data-actor="channel"
      data-name={props.name}
      data-waiting={waiting}
      data-state={full ? "full" : waiting ? "busy" : "empty"}
      class={picked ? "picked" : ""}
    >
      {!box.routed && <Stub {...props} />}
      <Name {...props} />
      <Queue {...props} full={full} />
      <Below {...props} full={full} />
    </g>
  );
});

function Stub({ box, narrow, say, waiting, lost }: Props): JSX.Element | null {
  const { d, end } = stubOf(box);
  const colour = waiting || lost ? "var(--lost)" : "var(--edge)";
  if (narrow)
    return (
      <text x={0} y={box.rail + 22} class="t1">
        {say("flow.noroute")}
      </text>
    );
  return (
    <>
      <path d={d} class="route ghost" />
      <Cross x={end[0]} y={end[1]} r={4} colour={colour} />
    </>
  );
}

/** The name and, where there is room for it, what has passed through. */
function Name({ box, name, narrow, delivered, lost, numbers }: Props): JSX.Element {
  if (narrow)
    return (
      <text x={box.x} y={box.rail + 4} class="tm t1i name">
        {cut(name, box.nameRoom, SMALL)}
      </text>
    );
  const sums = `${delivered ? `✓ ${numbers.count(delivered)}` : ""}${lost ? ` ✕${numbers.count(lost)}` : ""}`;
  const room = box.w - widthOf(sums, SMALL) - 10;
  const fits = sums !== "" && widthOf(name, 12) <= room;
  return (
    <>
      <text x={box.x} y={box.y + 11} class="tm name">
        {cut(name, fits ? room : box.w, 12)}
      </text>
      {fits && (
        <text x={box.x + box.w} y={box.y + 11} text-anchor="end" class="tm t1">
          {delivered ? `✓ ${numbers.count(delivered)}` : ""}
          {lost ? <tspan class="tlost">{` ✕${numbers.count(lost)}`}</tspan> : null}
        </text>
      )}
    </>
  );
}

function Queue(props: Props & { full: boolean }): JSX.Element {
  const { box, full } = props;
  const { x, y, w, h } = box.slots;
  const step = w / box.count;
  const bars = Array.from({ length: box.count - 1 }, (_, i) => `M${x + (i + 1) * step} ${y}v${h}`);
  const each = props.capacity !== null && props.capacity <= 16;
  return (
    <>
      <rect x={x} y={y} width={w} height={h} class="slot" />
      <path d={bars.join("")} class="div" />
      {each ? <Tokens {...props} step={step} /> : <Level {...props} step={step} />}
      <rect x={x} y={y} width={w} height={h} class={full ? "rim st-full" : "rim outline"} />
    </>
  );
}

/** One slot for each place. */
function Tokens({ box, slots, kind, step, narrow }: Props & { step: number }): JSX.Element {
  const { x, y, w, h } = box.slots;
  const r = Math.min(narrow ? 4 : 5, step * 0.42);
  return (
    <>
      {[...slots].map((slot, i) => {
        const cx = x + w - step * (i + 0.5);
        const cy = y + h / 2;
        const look = slot === "n" ? "near" : undefined;
        return (
          <g key={i}>
            {slot === "h" || slot === "e" ? (
              <Held x={cx} y={y} w={step} h={h} kind={kind} />
            ) : (
              <Shape kind={kind} x={cx} y={cy} r={r} look={look} />
            )}
            {(slot === "d" || slot === "e") && <Edited x={cx} y={y + h} w={step} />}
          </g>
        );
      })}
    </>
  );
}

/** A person has changed what it says: a line below it. */
function Edited({ x, y, w }: { x: number; y: number; w: number }): JSX.Element {
  return <path d={`M${x - w / 2 + 1} ${y - 1.5}h${w - 2}`} class="edited" data-edited="" />;
}

function Held({ x, y, w, h, kind }: { x: number; y: number; w: number; h: number; kind: Kind }) {
  const roomy = w > 15;
  return (
    <>
      <rect x={x - w / 2} y={y} width={w} height={h} fill="var(--held)" stroke="var(--ink)" />
      {roomy && <Shape kind={kind} x={x - w * 0.2} y={y + h / 2} r={4.2} />}
      <Bars x={roomy ? x + w * 0.27 : x} y={y + h / 2} h={8} />
    </>
  );
}

/** Ten slots, each a tenth of the capacity: the last one partly filled. */
function Level({ box, kind, waiting, held, capacity, slots, step }: Props & { step: number }) {
  if (!waiting) return null;
  const { x, y, w, h } = box.slots;
  const level = capacity === null ? Math.min(1, waiting / 100) : Math.min(1, waiting / capacity);
  const filled = Math.max(2, w * level);
  const left = x + w - filled;
  const look = slots.startsWith("n") ? "near" : undefined;
  return (
    <>
      <rect x={left} y={y} width={filled} height={h} fill={`var(--${kind})`} class="level" />
      <path d={`M${left} ${y}v${h}`} stroke="var(--tokline)" stroke-width="1.25" />
      {held ? (
        <Held x={x + w - step / 2} y={y} w={step} h={h} kind={kind} />
      ) : (
        <Shape kind={kind} x={x + w - step / 2} y={y + h / 2} r={5} look={look} />
      )}
      {/[de]/.test(slots) && <Edited x={x + w - step / 2} y={y + h} w={step} />}
    </>
  );
}

function Below(props: Props & { full: boolean }): JSX.Element | null {
  const { box, full, say, numbers, waiting, capacity, held, age, time, narrow } = props;
  const of =
    capacity === null
      ? numbers.count(waiting)
      : `${numbers.count(waiting)} / ${numbers.count(capacity)}`;
  const left = narrow ? box.slots.x : box.x;
  const y = narrow ? box.rail + 19 : box.y + 47;
  if (narrow && !waiting) return null;
  const right = box.slots.x + box.slots.w;
  const count = full ? `${say("flow.full")} ${of}` : of;
  const room = box.slots.w - widthOf(count, SMALL, full ? "bold" : "mono") - 6;
  const tone = held ? "t1 tb theld" : "t1i";
  return (
    <>
      <text x={left} y={y} class={full ? "t1 tb tlost" : "tm t1"}>
        {count}
      </text>
      <text x={right} y={y} text-anchor="end" class={tone}>
        {[age, time].find((words) => widthOf(words, SMALL, "sans") <= room) ?? ""}
      </text>
    </>
  );
}
