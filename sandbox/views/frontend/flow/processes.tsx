/** Processes around what runs in them, and the layer's name: what the picture says of machines. */

import type { JSX } from "preact";
import { isKilled } from "../model/processes.ts";
import type { Layer, Process } from "../model/state.ts";
import { Cross } from "./glyphs.tsx";
import { memo } from "./memo.ts";
import type { ProcessBox } from "./place.ts";
import type { Say } from "./props.ts";
import { cut, widthOf } from "./text.ts";

/** "7" of "process:7". */
const numberOf = (name: string) => name.slice(name.lastIndexOf(":") + 1);

/** Why a process left, in words: what the system said stays as it is. */
export function leavingOf(reason: string | null, say: Say): string {
  if (reason === null || reason === "asked") return say("flow.process.ended");
  return reason.replace(/^killed/, say("flow.stopped.killed"));
}

/** Where the store of a layer is, and as short as one can say it: ":6379/0" of this machine. */
export function layerText(layer: Layer, say: Say, whole: boolean): string {
  const kind = layer.store === "redis" ? "Redis" : layer.store;
  if (layer.store === "memory") return say("layer.memory");
  if (layer.address === null) return kind;
  const text = whole
    ? layer.address
    : layer.address
        .split(", ")
        .map((one) => shortAddress(one, say))
        .join(", ");
  return `${kind} ${text}`;
}

function shortAddress(address: string, say: Say): string {
  if (address.startsWith("/")) return say("layer.socket");
  return address.replace(/^(localhost|127\.0\.0\.1)(?=:)/, "");
}

interface Props {
  box: ProcessBox;
  name: string;
  state: Process["state"];
  reason: string | null;
  /** The one that was killed in its place before; null: none was. */
  killed: string | null;
  say: Say;
}

/** What is to be drawn of a process. */
export function processLook(box: ProcessBox, process: Process): Omit<Props, "say"> {
  const { name, state, reason, before } = process;
  return { box, name, state, reason, killed: before && isKilled(before) ? before.name : null };
}

/** A process: a calm box with its name at its foot; dashed where it has left. */
export const ProcessFrame = memo(function ProcessFrame(props: Props): JSX.Element {
  const { box, name, state } = props;
  const left = state === "left";
  return (
    <g
      data-actor="process"
      data-name={name}
      data-runs={box.name}
      data-state={state}
      data-replaces={props.killed ?? undefined}
    >
      <rect
        x={box.x}
        y={box.y}
        width={box.w}
        height={box.h}
        rx={7}
        class={left ? "process ghost" : "process"}
      />
      {left ? <Left {...props} /> : <Running {...props} />}
    </g>
  );
});

function Left({ box, name, reason, say }: Props): JSX.Element {
  const y = box.y + box.h - 4;
  const values = { n: numberOf(name), reason: leavingOf(reason, say) };
  const room = box.w - 26;
  const texts = [
    say("flow.process.left", values),
    say("flow.process.left.short", values),
    values.reason,
  ];
  const text = texts.find((one) => widthOf(one, 11, "sans") <= room) ?? values.reason;
  const dead = isKilled({ reason });
  return (
    <>
      {dead && <Cross x={box.x + 12} y={y - 4} r={3.5} />}
      <text x={box.x + (dead ? 20 : 8)} y={y} class={dead ? "t1i tlost" : "t1"}>
        {cut(text, room, 11, "sans")}
      </text>
    </>
  );
}

function Running({ box, name, killed, say }: Props): JSX.Element {
  const y = box.y + box.h - 4;
  const text = say("flow.process", { n: numberOf(name) });
  const after = box.x + 8 + widthOf(text, 11, "sans") + 4;
  const former = killed === null ? "" : numberOf(killed);
  const fits = former && after + widthOf(former, 11, "sans") + 6 <= box.x + box.w;
  return (
    <>
      <text x={box.x + 8} y={y} class="t1i">
        {cut(text, box.w - 12, 11, "sans")}
      </text>
      {fits && (
        <text x={after} y={y} class="t1 struck">
          {former}
        </text>
      )}
    </>
  );
}
