/**
 * The picture of a moment: state and geometry in, SVG out.
 *
 * Actors and the lines between them; what moves is `air.ts`'s. Every part is drawn again only when
 * the values that it shows are others. Everything clickable lies over it as real buttons
 * (`controls.tsx`), so this figure itself is hidden from screen readers.
 */

import type { JSX } from "preact";
import { ledgerKey, rowKey } from "../model/names.ts";
import type { State } from "../model/state.ts";
import { Bin, type Heaps, Legend } from "./bin.tsx";
import { ChannelRow, channelLook } from "./channels.tsx";
import { Client, type ClientLook } from "./clients.tsx";
import { GroupBag, NoGroup } from "./groups.tsx";
import { Marks } from "./marks.tsx";
import type { Place } from "./place.ts";
import { layerText, ProcessFrame, processLook } from "./processes.tsx";
import type { Numbers, Say, Selection, Theme } from "./props.ts";
import { Routes } from "./routes.tsx";
import { portOf, Server } from "./server.tsx";
import { cut, SMALL, widthOf } from "./text.ts";
import { ConsumerBar, consumerLook, WorkerPill, workerLook } from "./workers.tsx";

export interface Drawing {
  at: Place;
  state: State;
  now: number;
  theme: Theme;
  say: Say;
  numbers: Numbers;
  live: boolean;
  selection: Selection | null;
  clients: readonly ClientLook[];
  bin: Heaps;
}

/** Whether a thing is what a person has selected. */
export function isPicked(selection: Selection | null, what: string, name: string): boolean {
  return (
    selection !== null && selection.what === what && "name" in selection && selection.name === name
  );
}

/** The figure. */
export function Picture(drawing: Drawing): JSX.Element {
  const { at } = drawing;
  return (
    <svg viewBox={`0 0 ${at.width} ${at.height}`} aria-hidden="true" class="figure">
      <Headings {...drawing} />
      <LayerName {...drawing} />
      <Processes {...drawing} />
      <Routes {...drawing} />
      <Clients {...drawing} />
      <Servers {...drawing} />
      <Channels {...drawing} />
      <Workers {...drawing} />
      <Consumers {...drawing} />
      <Groups {...drawing} />
      <Cell {...drawing} />
      <Foot {...drawing} />
      <Marks {...drawing} />
    </svg>
  );
}

function Headings({ at, state, say }: Drawing): JSX.Element {
  const wide = at.mode === "wide";
  const [only] = at.servers;
  const address = at.mode !== "narrow" && at.servers.length === 1 ? only : undefined;
  const word = (key: string) => say(key === "server" && !wide ? "server.short" : key);
  return (
    <>
      {at.headings.map(({ key, x, y }) => (
        <text key={key} x={x} y={y} class="col">
          {word(key)}
        </text>
      ))}
      {address && (
        <text
          x={Math.max(
            address.x + address.w,
            address.x + widthOf(word("server"), 12, "bold") * 0.86 + 44,
          )}
          y={14}
          text-anchor="end"
          class="tm t1i"
        >
          {portOf(state.servers.get(address.name)?.address ?? null)}
        </text>
      )}
    </>
  );
}

/** Beside the channels' heading: what keeps them, and where. */
function LayerName({ at, state, say }: Drawing): JSX.Element | null {
  const heading = at.headings.find(({ key }) => key === "channels");
  const layers = [...state.layers.values()];
  if (!heading || !layers.length) return null;
  const [first] = at.channels;
  const start = heading.x + widthOf(say("channels"), 12, "bold") + 8;
  const end = first ? first.x + first.w : heading.x + 150;
  const text = [...new Set(layers.map((layer) => layerText(layer, say, false)))].join(" + ");
  return (
    <text x={end} y={heading.y} text-anchor="end" class="t1i" data-layers={text}>
      {cut(text, end - start, 11, "sans")}
    </text>
  );
}

function Processes({ at, state, say }: Drawing): JSX.Element {
  return (
    <>
      {at.processes.map((box) => {
        const process = state.processes.get(box.name);
        return process && <ProcessFrame key={box.name} {...processLook(box, process)} say={say} />;
      })}
    </>
  );
}

function Clients({ clients, say, live, selection }: Drawing): JSX.Element {
  return (
    <>
      {clients.map((look) => {
        const picked = look.box.connections.some((id) => isPicked(selection, "connection", id));
        return <Client key={look.box.key} {...look} picked={picked} say={say} live={live} />;
      })}
    </>
  );
}

function Servers({ at, state, say, selection }: Drawing): JSX.Element {
  return (
    <>
      {at.servers.map((box) => (
        <Server
          key={box.name}
          box={box}
          state={state}
          narrow={at.mode === "narrow"}
          wide={at.mode === "wide"}
          named={at.servers.length > 1}
          picked={isPicked(selection, "server", box.name)}
          say={say}
        />
      ))}
    </>
  );
}

function Channels({ at, state, now, say, numbers, selection }: Drawing): JSX.Element {
  const rowOf = (name: string) => {
    const channel = state.channels.get(name);
    return channel && state.ledger.get(rowKey(channel.layer, ledgerKey(channel.name)));
  };
  return (
    <>
      {at.channels.map((box) => (
        <ChannelRow
          key={box.name}
          {...channelLook(
            state,
            box,
            state.channels.get(box.name),
            rowOf(box.name),
            now,
            say,
            numbers,
          )}
          narrow={at.mode === "narrow"}
          picked={isPicked(selection, "channel", box.name)}
          say={say}
          numbers={numbers}
        />
      ))}
    </>
  );
}

function Workers({ at, state, now, say, numbers, selection }: Drawing): JSX.Element {
  return (
    <>
      {at.workers.map((box) => {
        const worker = state.workers.get(box.name);
        if (!worker) return null;
        const look = workerLook(state, box, worker, now, at.mode === "wide", say, numbers);
        const picked = isPicked(selection, "worker", box.name);
        return <WorkerPill key={box.name} {...look} mode={at.mode} picked={picked} say={say} />;
      })}
    </>
  );
}

function Consumers({ at, state, say, selection }: Drawing): JSX.Element {
  return (
    <>
      {at.consumers.map((box) => (
        <ConsumerBar
          key={box.key}
          {...consumerLook(box, state.consumers.get(box.name))}
          mode={at.mode}
          picked={isPicked(selection, "consumer", box.name)}
          say={say}
        />
      ))}
    </>
  );
}

function Groups({ at, state, say, numbers, selection }: Drawing): JSX.Element {
  return (
    <>
      {at.groups.map((box) => (
        <GroupBag
          key={box.name}
          box={box}
          members={state.groups.get(box.name)?.members.size ?? 0}
          narrow={at.mode === "narrow"}
          picked={isPicked(selection, "group", box.name)}
          say={say}
          numbers={numbers}
        />
      ))}
      {at.noGroup && <NoGroup box={at.noGroup} say={say} />}
    </>
  );
}

/** The notebook's cell: what it sends by itself comes from here. */
function Cell({ at, say }: Drawing): JSX.Element | null {
  if (!at.cell.stands) return null;
  const { x, y, w, h } = at.cell;
  return (
    <g data-actor="cell">
      <rect x={x} y={y} width={w} height={h} class="box built" />
      <text x={x + 8} y={y + 15} class="tm t1i">
        {cut(`[ ] ${say("flow.cell")}`, w - 12, SMALL)}
      </text>
    </g>
  );
}

function Foot({ at, state, say, numbers, bin, selection }: Drawing): JSX.Element {
  const picked = selection?.what === "bin" ? (selection.reason ?? "") : null;
  return (
    <>
      <Bin
        box={at.bin}
        {...bin}
        lost={state.totals.lost}
        picked={picked}
        say={say}
        numbers={numbers}
      />
      {at.legend && <Legend box={at.legend} say={say} />}
      {at.more.map(({ fold, x, y, h, count, unfolded }) => (
        <text key={`${fold} ${y}`} x={x + 2} y={y + h / 2 + 4} class="t1i" data-more={fold}>
          {unfolded ? say("flow.fewer") : say(`flow.more.${fold}`, { n: count })}
        </text>
      ))}
    </>
  );
}
