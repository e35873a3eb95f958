/**
 * What can be pressed on the picture: real buttons that lie over the figure, each with a name.
 *
 * They are in the order of the picture, so that the Tab key walks a message's way.
 */

import type { JSX } from "preact";
import { plainConsumer } from "../model/names.ts";
import { faultsAt, holdsAt } from "../model/targets.ts";
import { chipsOf, type Fold } from "./choose.ts";
import { type ClientLook, linesOf } from "./clients.tsx";
import { hasSelected } from "./clipboard.ts";
import { type Drawing, isPicked } from "./draw.tsx";
import { faultWord } from "./marks.tsx";
import type { Box, ChannelBox } from "./place.ts";
import type { Selection } from "./props.ts";

/** A box's place and size in CSS. */
export function over({ x, y, w, h }: Box): Record<string, string> {
  const units = (n: number) => `calc(${Math.round(n * 100) / 100} * var(--u))`;
  return { left: units(x), top: units(y), width: units(w), height: units(h) };
}

interface HitProps {
  box: Box;
  name: string;
  picked?: boolean;
  title?: string;
  onPress: () => void;
  onOpen?: () => void;
  kind: string;
}

/** A button over an actor. */
function Hit({ box, name, picked, title, onPress, onOpen, kind }: HitProps): JSX.Element {
  return (
    <button
      type="button"
      class="hit"
      data-hit={kind}
      style={over(box)}
      aria-label={name}
      aria-pressed={picked}
      title={title}
      onClick={onPress}
      onDblClick={onOpen}
    />
  );
}

export interface ControlsProps extends Drawing {
  select: (selection: Selection | null) => void;
  showInTable: (filter: string) => void;
  edit: (consumer: string) => void;
  toggle: (fold: Fold) => void;
}

type Named = Exclude<Selection, { what: "fact" } | { what: "bin" }>;

/** A button over an actor, which selects it, or nothing if it was selected. */
function pick(
  { state, say, numbers, selection, select }: ControlsProps,
  what: Named["what"],
  name: string,
  box: Box,
  words: readonly string[],
  title = "",
  open?: () => void,
): JSX.Element {
  const picked = isPicked(selection, what, name);
  const [called = name, ...more] = words;
  const stopped = holdsAt(state, what, name).map(({ held }) =>
    say("mark.hold", { n: held.length }),
  );
  const broken = faultsAt(state, what, name).map((fault) => faultWord(fault, say, numbers));
  return (
    <Hit
      key={`${what} ${name} ${box.y}`}
      kind={what}
      box={box}
      name={[called, say(`what.${what}`).toLowerCase(), ...more, ...stopped, ...broken]
        .filter(Boolean)
        .join(", ")}
      title={title}
      picked={picked}
      onPress={() => select(picked ? null : { what, name })}
      onOpen={open}
    />
  );
}

/** The buttons over the clients; the inputs of tabs come after them, then all others. */
export function ClientControls(props: ControlsProps): JSX.Element {
  return (
    <>
      {props.clients.map((look) =>
        pick(props, "connection", look.box.connections.at(-1)!, look.box, clientWords(props, look)),
      )}
      {props.clients.map((look) => (
        <Said key={`said ${look.box.key}`} look={look} select={props.select} />
      ))}
    </>
  );
}

/** Where the lines that a client received are drawn: their tops, below the client's own. */
const LINES = { tab: { before: 23, last: 36 }, cell: { before: null, last: 23 } };

/**
 * The lines of a drawn client once more, unseen, so that they can be selected as text: nothing below
 * a button can. A screen reader has them in the button's name.
 */
function Said({ look, select }: Pick<ControlsProps, "select"> & { look: ClientLook }) {
  const { box, before, last, state, ghosts } = look;
  if (box.kind !== "tab" || box.look === "line" || state !== "open" || !last) return null;
  const tops = LINES[box.look];
  const top = tops.before ?? tops.last;
  const lines = linesOf(box, last, ghosts);
  // The blank between two words stays at the end of the first line, as in a text that wraps.
  const rest = lines.length > 1 ? last.slice(lines[0]!.length).trimStart() : "";
  const press = (event: Event) => {
    if (!hasSelected(event)) select({ what: "connection", name: box.connections.at(-1)! });
  };
  return (
    <div
      class={`said ${box.look}`}
      aria-hidden="true"
      style={over({ x: box.x + 8, y: box.y + top, w: box.w - 11, h: tops.last + 14 - top })}
      onClick={press}
    >
      {rest ? (
        <div class="broken">
          <span>{last.slice(0, -rest.length)}</span>
          <span>{rest}</span>
        </div>
      ) : (
        <>
          {tops.before !== null && <div class="before">{before}</div>}
          <div>{last}</div>
        </>
      )}
    </div>
  );
}

/** All buttons but those of clients and tabs. */
export function Controls(props: ControlsProps): JSX.Element {
  const { at, say } = props;
  return (
    <>
      {at.servers.map((box) => pick(props, "server", box.name, box, [box.name]))}
      {at.channels.map((box) =>
        pick(props, "channel", box.name, channelHit(props, box), [
          box.name,
          channelWords(props, box.name),
        ]),
      )}
      {at.workers.map((box) =>
        pick(props, "worker", box.name, box, [box.name, workerWords(props, box.name)]),
      )}
      {at.consumers.map((box) =>
        pick(
          props,
          "consumer",
          box.name,
          box,
          [plainConsumer(box.name)],
          say(box.builtin || !props.live ? "flow.source" : "flow.edit"),
          box.builtin || !props.live ? undefined : () => props.edit(box.name),
        ),
      )}
      {at.groups.map((box) =>
        pick(
          props,
          "group",
          box.name,
          box,
          [box.name, groupWords(props, box.name)],
          namesIn(props, box.name),
        ),
      )}
      <Folds {...props} />
      <BinHits {...props} />
    </>
  );
}

function clientWords({ say }: Drawing, { name, state, path, last }: ClientLook): string[] {
  return [name, path, say(state === "ghost" ? "flow.ghost" : `state.${state}`), last];
}

/** In rows the left of a channel's box belongs to its consumers, its slots are the channel's. */
function channelHit({ at }: Drawing, box: ChannelBox): Box {
  if (at.mode !== "narrow") return box;
  return { x: box.slots.x, y: box.y - 2, w: box.slots.w, h: box.h + 2 };
}

function channelWords({ state, say }: Drawing, name: string): string {
  return say("flow.waiting", { n: state.channels.get(name)?.queue.length ?? 0 });
}

function workerWords({ state, say }: Drawing, name: string): string {
  const worker = state.workers.get(name);
  if (!worker) return "";
  if (worker.state === "stopped") return say("flow.stopped.other");
  return worker.consumer && worker.run ? plainConsumer(worker.consumer) : say("flow.idle");
}

function groupWords({ state, say }: Drawing, name: string): string {
  return say("flow.members", { n: state.groups.get(name)?.members.size ?? 0 });
}

/** The whole names of a group's members, for who points at it: chips may cut them. */
function namesIn({ state, say }: Drawing, name: string): string {
  const group = state.groups.get(name);
  if (!group) return "";
  const { chips, more } = chipsOf(state, group, MOST_NAMED);
  const names = chips.map(({ label, count, ghost }) => {
    const times = count > 1 ? `${label} ×${count}` : label;
    return ghost ? `${times} (${say("flow.ghost")})` : times;
  });
  return [...names, ...(more ? [`+${more}`] : [])].join(", ");
}

const MOST_NAMED = 30;

function Folds({ at, say, toggle }: ControlsProps): JSX.Element {
  return (
    <>
      {at.more.map((box) => (
        <Hit
          key={`${box.fold} ${box.y}`}
          kind="more"
          box={box}
          name={box.unfolded ? say("flow.fewer") : say(`flow.more.${box.fold}`, { n: box.count })}
          onPress={() => toggle(box.fold)}
        />
      ))}
    </>
  );
}

function BinHits({
  at,
  say,
  bin,
  selection,
  select,
  showInTable,
  state,
}: ControlsProps): JSX.Element {
  const chosen = selection?.what === "bin" ? selection : null;
  const choose = (reason: string | null) =>
    select(chosen && chosen.reason === reason ? null : { what: "bin", reason });
  const { x, y, h, w } = at.bin;
  const left = { x: x + 12, y: y + 2, w: 60, h: h - 4 };
  const lost = state.totals.lost;
  return (
    <>
      <Hit
        kind="bin"
        box={left}
        name={`${say("bin")}, ${say("flow.losses", { n: lost })}`}
        picked={chosen?.reason === null}
        onPress={() => choose(null)}
      />
      {bin.heaps.map((heap) => (
        <Hit
          key={heap.reason}
          kind="heap"
          box={{ x: heap.x - 6, y: y + 2, w: heap.w - 4, h: h - 4 }}
          name={`${heap.word}, ${say("flow.losses", { n: heap.count })}`}
          picked={chosen?.reason === heap.reason}
          onPress={() => choose(heap.reason)}
        />
      ))}
      {lost > 0 && at.mode === "wide" && (
        <button
          type="button"
          class="link show"
          style={over({ x: x + w - 190, y: y + 24, w: 172, h: 18 })}
          onClick={() => showInTable("lost")}
        >
          {say("bin.show")}
        </button>
      )}
    </>
  );
}
