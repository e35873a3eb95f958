/** The whole stage of one view: header, the chosen view, caption, ledger and time. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Flow } from "../flow/flow.tsx";
import type { Mode, Selection, Theme, ViewProps } from "../flow/props.ts";
import { CaptionLine, captionOf } from "./captionline.tsx";
import { Coding, type Wish, wishFor } from "./coding.tsx";
import { Controls } from "./controls.tsx";
import { Details } from "./details.tsx";
import { Faults } from "./faults.tsx";
import { Folded } from "./folded.tsx";
import { holdOrLook, stepHeld } from "./handkeys.ts";
import { Header } from "./header.tsx";
import { Help } from "./help.tsx";
import { Holds } from "./holds.tsx";
import { keyAction } from "./keys.ts";
import type { Kit, SideName } from "./kit.ts";
import { Ledger } from "./ledger.tsx";
import { Note } from "./note.tsx";
import type { Place, Places } from "./places.ts";
import { Resizer } from "./resizer.tsx";
import { modeFor, TELEPHONE } from "./scale.ts";
import type { Session } from "./session.ts";
import { Table } from "./table.tsx";
import { nextTheme } from "./themes.ts";
import { type Language, numbersOf, wordsOf } from "./words.ts";

export const VIEWS = ["flow", "table"] as const;
export type ViewName = (typeof VIEWS)[number];

/** What one view remembers while it is shown; kept by the mount, so that moving loses nothing. */
export interface Look {
  view: ViewName;
  theme: Theme;
  language: Language;
  selection: Selection | null;
  /** The panel in the place of details. */
  side: SideName | null;
  filter: string;
  open: number | null;
  /** What the editor was opened for; null: it is closed. */
  code: Wish | null;
  help: boolean;
}

/** What the mount measures, and how the parts reach it. */
export interface Frame {
  width: number;
  /** Units of height that the view has; null in a cell, where it is as high as it has to be. */
  room: number | null;
  scale: number;
  mode: Mode;
  calm: boolean;
  place: Place;
  whole: boolean;
  /** The pinned stage is a bar. */
  folded: boolean;
  /** Caption, ledger and time give their room to the picture. */
  compact: boolean;
  /** The row of time has room for the speeds. */
  speeds: boolean;
  /** What can be pressed is as large as a finger needs. */
  touch: boolean;
  onFrame: ViewProps["onFrame"];
}

export interface ShellProps {
  session: Session;
  look: Look;
  change: (look: Partial<Look>) => void;
  frame: Frame;
  places: Places;
}

export function Shell(props: ShellProps): JSX.Element {
  const { look, frame, places } = props;
  const root = useRef<HTMLDivElement>(null);
  const kit = kitOf(props);
  const act = (event: KeyboardEvent) => {
    const action = keyAction(event);
    if (!action) return;
    event.preventDefault();
    ACTIONS[action]?.(props, root.current!);
  };
  const fill = frame.place !== "cell" || frame.whole;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of all controls inside
    <div
      class="stage"
      ref={root}
      lang={look.language}
      data-theme={look.theme}
      data-mode={frame.mode}
      data-place={frame.place}
      data-view={look.view}
      data-fill={fill ? "" : undefined}
      data-compact={frame.compact ? "" : undefined}
      data-touch={frame.touch ? "" : undefined}
      style={{ "--u": `${frame.scale}px` }}
      tabIndex={-1}
      onKeyDown={act}
    >
      {frame.folded ? <Folded kit={kit} places={places} /> : <Whole {...props} kit={kit} />}
    </div>
  );
}

/** All of it, below one another. */
function Whole(props: ShellProps & { kit: Kit }): JSX.Element {
  const { session, look, change, frame, places, kit } = props;
  const spoken = useSpoken(kit);
  const beside = besideOf(look);
  const stacked = frame.mode !== "wide" || frame.width - PANELS[beside] < LEAST;
  const width = frame.width - (stacked ? 0 : PANELS[beside]);
  return (
    <>
      <Header
        look={look}
        change={change}
        edit={editing(props)}
        frame={frame}
        places={places}
        kit={kit}
      />
      <Note kit={kit} />
      <div class={`body ${stacked ? "stacked" : ""}`}>
        {look.view === "flow" ? (
          <FlowView {...props} kit={kit} width={width} />
        ) : (
          <Table
            kit={{ ...kit, width, mode: modeFor(width) }}
            filter={look.filter}
            setFilter={(filter) => change({ filter })}
            open={look.open}
            setOpen={(open) => change({ open })}
          />
        )}
        {beside === "holds" && <Holds kit={kit} />}
        {beside === "faults" && <Faults kit={kit} />}
        {beside === "details" && <Details selection={look.selection!} kit={kit} />}
        {beside === "code" && (
          <Coding wish={look.code!} kit={kit} close={() => change({ code: null })} />
        )}
      </div>
      <CaptionLine kit={kit} spoken={spoken} />
      <Ledger
        totals={session.state.totals}
        kit={kit}
        compact={frame.compact || frame.width < TELEPHONE}
      />
      <Controls kit={kit} frame={frame} />
      {frame.place === "pin" && !frame.whole && <Resizer places={places} say={kit.say} />}
      {look.help && <Help say={kit.say} close={() => change({ help: false })} />}
    </>
  );
}

/** What stands beside the view, or below it. */
export function besideOf({ view, selection, side, code }: Look): keyof typeof PANELS {
  if (side !== null) return side;
  if (view === "flow" && selection !== null) return "details";
  return code === null ? "nothing" : "code";
}

/** Units that it takes with its margins, where it stands beside. */
const PANELS = { holds: 336, faults: 336, details: 336, code: 456, nothing: 0 };
/** Units that the view needs beside it; with less room one is below the other. */
const LEAST = 600;

const WIDE = 960;

/** Opens the editor for a consumer, or for what was edited last. */
const editing =
  ({ change }: ShellProps) =>
  (consumer: string | null, seq: number | null = null) =>
    change({ code: wishFor(consumer, seq), selection: null, side: null });

interface FlowViewProps extends ShellProps {
  kit: Kit;
  width: number;
}

function FlowView({ session, look, frame, kit, width }: FlowViewProps): JSX.Element {
  return (
    <div class="view picture" role="tabpanel" id="panel" aria-label={kit.say("view.flow")}>
      <Flow
        state={session.state}
        version={session.version}
        air={session.air}
        time={session.time}
        onFrame={frame.onFrame}
        now={session.now}
        width={width}
        room={frame.room}
        scale={frame.scale}
        mode={frame.mode === "wide" && width < WIDE ? "medium" : frame.mode}
        theme={look.theme}
        calm={frame.calm}
        live={session.live}
        say={kit.say}
        numbers={kit.numbers}
        selection={look.selection}
        select={kit.select}
        showInTable={kit.showInTable}
        edit={kit.edit}
        deeds={session.deeds}
      />
    </div>
  );
}

function kitOf(props: ShellProps): Kit {
  const { session, look, change, frame } = props;
  return {
    session,
    say: wordsOf(look.language),
    numbers: numbersOf(look.language),
    language: look.language,
    theme: look.theme,
    mode: frame.mode,
    width: frame.width,
    scale: frame.scale,
    calm: frame.calm,
    selection: look.selection,
    select: (selection) => change({ selection, side: null }),
    showSide: (side) => change({ side }),
    edit: editing(props),
    showInTable: (filter) => change({ view: "table", filter, open: null }),
  };
}

type Action = NonNullable<ReturnType<typeof keyAction>>;

const ACTIONS: Record<Action, (props: ShellProps, root: HTMLElement) => void> = {
  toggle: ({ session }) => session.toggle(),
  back: ({ session }) => session.step(-1),
  step: ({ session }) => session.step(1),
  fullscreen: ({ places }) => places.toggleFullscreen(),
  pin: ({ places }) => places.toggle("pin"),
  theme: ({ look, change }) => change({ theme: nextTheme(look.theme) }),
  flow: ({ change }) => change({ view: "flow" }),
  table: ({ change }) => change({ view: "table" }),
  help: ({ look, change }) => change({ help: !look.help }),
  hold: (props) => holdOrLook(kitOf(props)),
  through: (props) => stepHeld(kitOf(props)),
  faults: ({ look, change }) => change({ side: look.side === "faults" ? null : "faults" }),
  filter: ({ session, change }, root) => {
    change({ view: "table" });
    session.afterRender(() => root.querySelector<HTMLInputElement>("#filter")?.focus());
  },
  escape: ({ look, change }) => {
    if (look.help) change({ help: false });
    else if (look.open !== null && look.view === "table") change({ open: null });
    else if (look.side !== null) change({ side: null });
    else if (look.view === "flow" && look.selection !== null) change({ selection: null });
    else change({ code: null });
  },
};

const ONE_SECOND = 1000;

/** The sentence for a screen reader: at most one a second, the last one always. */
function useSpoken(kit: Kit): string {
  const now = captionOf(kit);
  const [spoken, setSpoken] = useState(now);
  const last = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, last.current + ONE_SECOND - performance.now());
    const timer = setTimeout(() => {
      last.current = performance.now();
      setSpoken(now);
    }, wait);
    return () => clearTimeout(timer);
  }, [now]);
  return spoken;
}
