/**
 * The table of events: filter, virtual rows, and one row opened. A real table: only the rows in
 * sight are in the page, the others are two rows of padding.
 */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { hasSelected } from "../flow/clipboard.ts";
import type { Mode } from "../flow/props.ts";
import type { Fact } from "../model/state.ts";
import { gist, isByHand, line } from "./gist.ts";
import type { Kit } from "./kit.ts";
import { reasonWord } from "./reason.ts";
import { FactIcon, isBad, RowDetail } from "./row.tsx";
import { type Gap, isGap, type Row, Rows } from "./rows.ts";
import { offsetOf, type Slice, sliceOf } from "./virtual.ts";

const HEIGHT = 28;

interface TableProps {
  kit: Kit;
  filter: string;
  setFilter: (filter: string) => void;
  /** The row that is open, by its seq; null: none. */
  open: number | null;
  setOpen: (seq: number | null) => void;
}

export function Table({ kit, filter, setFilter, open, setOpen }: TableProps): JSX.Element {
  const { session, say } = kit;
  const rows = useMemo(() => new Rows(session, filter), [session, filter]);
  const removed = rows.update();
  const latest = useRef(rows);
  latest.current = rows;
  const scroller = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  const [detail, setDetail] = useState(0);
  const view = useView(scroller, kit);
  const height = HEIGHT * kit.scale;
  const openAt = open === null ? -1 : rows.indexOf(open);
  const slice = sliceOf(view, {
    rows: rows.length,
    height,
    openAt,
    detail: open === null ? 0 : detail,
  });
  const go = (seq: number) => {
    if (rows.indexOf(seq) < 0) setFilter("");
    setFollowing(false);
    setOpen(seq);
    const show = (tries: number) => {
      const found = reveal(scroller.current, latest.current.indexOf(seq), height);
      // What scrolls into sight is drawn with the next frame.
      if (!found && tries > 0) session.afterRender(() => show(tries - 1));
    };
    session.afterRender(() => show(3));
  };
  useFollowing(scroller, following && open === null, rows.length, removed * height);
  const scrolled = (event: Event) => {
    const box = event.currentTarget as HTMLElement;
    view.moved();
    setFollowing(box.scrollHeight - box.scrollTop - box.clientHeight < height);
  };
  return (
    <div class="view table" role="tabpanel" id="panel" aria-label={say("view.table")}>
      <Filter
        kit={kit}
        filter={filter}
        setFilter={setFilter}
        rows={rows}
        enter={() => enterRows(scroller.current)}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the rows inside */}
      <div class="rows" ref={scroller} onScroll={scrolled} onKeyDown={(e) => moveFocus(e, go)}>
        {rows.length === 0 ? (
          <p class="none">{say(session.history.size ? "table.none" : "table.empty")}</p>
        ) : (
          <Grid
            kit={kit}
            rows={rows}
            slice={slice}
            open={open}
            setOpen={(seq) => (seq === null ? setOpen(null) : go(seq))}
            go={go}
            setDetail={setDetail}
          />
        )}
      </div>
      {!(following && open === null) && rows.length > 0 && (
        <button
          type="button"
          class="btn newest"
          onClick={() => {
            setOpen(null);
            setFollowing(true);
          }}
        >
          ↓ {say("table.newest")}
        </button>
      )}
    </div>
  );
}

/** Scroll position and height of the box, told again when either changes. */
function useView(box: { current: HTMLDivElement | null }, { scale, session }: Kit) {
  const [view, setView] = useState({ top: 0, height: 400 * scale });
  const moved = () => {
    const { scrollTop: top, clientHeight: height } = box.current!;
    setView((was) => (was.top === top && was.height === height ? was : { top, height }));
  };
  useLayoutEffect(() => {
    const observer = new ResizeObserver(moved);
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, [session]);
  return { ...view, moved };
}

/** Keeps the newest row in sight, or what one reads in place while old rows go. */
function useFollowing(
  box: { current: HTMLDivElement | null },
  following: boolean,
  rows: number,
  gone: number,
): void {
  useLayoutEffect(() => {
    if (following && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [following, rows]);
  useLayoutEffect(() => {
    if (!following && gone > 0 && box.current) box.current.scrollTop -= gone;
  });
}

/** Scrolls an opened row into sight and gives it the focus; false: it is not drawn yet. */
function reveal(box: HTMLElement | null, index: number, height: number): boolean {
  if (!box || index < 0) return true;
  const top = offsetOf(index, { rows: 0, height, openAt: -1, detail: 0 });
  if (top < box.scrollTop || top > box.scrollTop + box.clientHeight - 6 * height)
    box.scrollTop = Math.max(0, top - 2 * height);
  const row = box.querySelector<HTMLElement>("tr.sel");
  row?.focus({ preventScroll: true });
  return row !== null;
}

/** Gives the focus to the first row in sight. */
function enterRows(box: HTMLElement | null): void {
  const top = box?.getBoundingClientRect().top ?? 0;
  const rows = [...(box?.querySelectorAll<HTMLElement>("tr.fact") ?? [])];
  const head = box?.querySelector("thead")?.getBoundingClientRect().height ?? 0;
  rows.find((row) => row.getBoundingClientRect().top >= top + head - 1)?.focus();
}

/** Up and down move between rows; Enter and Escape are the row's own. */
function moveFocus(event: KeyboardEvent, go: (seq: number) => void): void {
  const row = (event.target as Element).closest?.("tr.fact");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!row || !step || event.target !== row) return;
  event.preventDefault();
  let next = step > 0 ? row.nextElementSibling : row.previousElementSibling;
  while (next && !next.matches("tr.fact"))
    next = step > 0 ? next.nextElementSibling : next.previousElementSibling;
  if (!(next instanceof HTMLElement)) return;
  next.focus();
  if (row.matches(".sel")) go(Number(next.dataset.seq));
}

interface GridProps {
  kit: Kit;
  rows: Rows;
  slice: Slice;
  open: number | null;
  setOpen: (seq: number | null) => void;
  go: (seq: number) => void;
  setDetail: (height: number) => void;
}

interface Column {
  name: string;
  /** In units, wide or not; null takes what is left. */
  wide: number | null;
  least: number | null;
  /** The narrowest mode that shows it: what was said comes before who said it. */
  from: Mode;
  number?: boolean;
}

const COLUMNS: readonly Column[] = [
  { name: "seq", wide: 66, least: 66, from: "narrow", number: true },
  { name: "at", wide: 84, least: 72, from: "medium", number: true },
  { name: "where", wide: 92, least: 92, from: "wide" },
  { name: "kind", wide: 190, least: 150, from: "narrow" },
  { name: "what", wide: null, least: null, from: "narrow" },
  { name: "reason", wide: 120, least: 96, from: "medium" },
  { name: "cause", wide: 64, least: 64, from: "wide" },
];

const MODES: readonly Mode[] = ["narrow", "medium", "wide"];
const shows = (mode: Mode, from: Mode) => MODES.indexOf(mode) >= MODES.indexOf(from);

function Grid({ kit, rows, slice, open, setOpen, go, setDetail }: GridProps): JSX.Element {
  const columns = COLUMNS.filter(({ from }) => shows(kit.mode, from));
  const shown: JSX.Element[] = [];
  for (let i = slice.from; i < slice.to; i++) {
    const row = rows.get(i);
    if (!row) continue;
    shown.push(
      <RowLine key={keyOf(row)} index={i} row={row} kit={kit} open={open} setOpen={setOpen} />,
    );
    if (!isGap(row) && row.seq === open)
      shown.push(
        <Opened key="open" span={columns.length} setDetail={setDetail}>
          <RowDetail key={row.seq} fact={row} kit={kit} go={go} />
        </Opened>,
      );
  }
  return (
    <table aria-rowcount={rows.length}>
      <colgroup>
        {columns.map(({ name, wide, least }) => {
          const width = kit.mode === "wide" ? wide : least;
          const style = width === null ? undefined : { width: `calc(${width} * var(--u))` };
          return <col key={name} style={style} />;
        })}
      </colgroup>
      <thead>
        <tr>
          {columns.map(({ name, number }) => (
            <th key={name} scope="col" class={number ? "num" : ""}>
              {kit.say(`column.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <Pad height={slice.above} span={columns.length} />
        {shown}
        <Pad height={slice.below} span={columns.length} />
      </tbody>
    </table>
  );
}

const keyOf = (row: Row) => (isGap(row) ? `gap ${row.after}` : row.seq);

function Pad({ height, span }: { height: number; span: number }): JSX.Element | null {
  if (height <= 0) return null;
  return (
    <tr class="pad">
      <td colSpan={span} style={{ height: `${height}px` }} />
    </tr>
  );
}

interface RowLineProps {
  index: number;
  row: Row;
  kit: Kit;
  open: number | null;
  setOpen: (seq: number | null) => void;
}

function RowLine({ index, row, kit, open, setOpen }: RowLineProps): JSX.Element {
  if (isGap(row)) return <GapLine gap={row} kit={kit} />;
  const seq = row.seq ?? 0;
  const isOpen = seq === open;
  const shown = kit.session.state.seq;
  const look = [
    "fact",
    isBad(row) ? "lost" : "",
    isByHand(row, kit.session.who) ? "hand" : "",
    isOpen ? "sel" : "",
    kit.session.paused && seq === shown ? "now" : "",
    kit.session.paused && seq > shown ? "later" : "",
  ];
  const toggle = () => setOpen(isOpen ? null : seq);
  return (
    <tr
      class={look.filter(Boolean).join(" ")}
      aria-rowindex={index + 1}
      aria-expanded={isOpen}
      data-seq={seq}
      tabIndex={0}
      onClick={(event) => hasSelected(event) || toggle()}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return;
        if (event.key === "Enter") toggle();
        else if (event.key === "Escape" && isOpen) setOpen(null);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <Cells fact={row} kit={kit} />
    </tr>
  );
}

function Cells({ fact, kit }: { fact: Fact; kit: Kit }): JSX.Element {
  const { numbers, session, mode, say } = kit;
  const kind = (
    <td>
      <span class="kind m">
        <FactIcon fact={fact} />
        {fact.kind}
      </span>
    </td>
  );
  return (
    <>
      <td class="m num">{numbers.count(fact.seq ?? 0)}</td>
      {shows(mode, "medium") && <td class="m num">{fact.at.toFixed(3)}</td>}
      {shows(mode, "wide") && <td class="m">{line(fact.where)}</td>}
      {kind}
      <td class="m">{gist(fact, session.who, say, numbers)}</td>
      {shows(mode, "medium") && (
        <td>{typeof fact.reason === "string" ? reasonWord(fact.reason, say) : ""}</td>
      )}
      {shows(mode, "wide") && <td class="m">{fact.cause ?? ""}</td>}
    </>
  );
}

function GapLine({ gap, kit }: { gap: Gap; kit: Kit }): JSX.Element {
  return (
    <tr class="gap">
      <td colSpan={COLUMNS.length}>
        {kit.say(gap.trimmed ? "gap.trimmed" : "gap.skipped", { n: gap.n })}
      </td>
    </tr>
  );
}

interface OpenedProps {
  span: number;
  setDetail: (height: number) => void;
  children: JSX.Element;
}

/** The opened row; tells its height, which its content decides. */
function Opened({ span, setDetail, children }: OpenedProps): JSX.Element {
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    const tell = () => setDetail(row.current?.offsetHeight ?? 0);
    const observer = new ResizeObserver(tell);
    observer.observe(row.current!);
    return () => observer.disconnect();
  }, []);
  return (
    <tr class="ex" ref={row}>
      <td colSpan={span}>{children}</td>
    </tr>
  );
}

/** Words of the filter's language, each a button. */
const WORDS = [
  "lost",
  "raised",
  "refused",
  "channel:",
  "group:",
  "tab:",
  "consumer:",
  "text:",
  "-reason:",
  "since:-5",
];

interface FilterProps {
  /** Goes on into the rows. */
  enter: () => void;
  kit: Kit;
  filter: string;
  setFilter: (filter: string) => void;
  rows: Rows;
}

function Filter({ kit, filter, setFilter, rows, enter }: FilterProps): JSX.Element {
  const { say, session, mode } = kit;
  const input = useRef<HTMLInputElement>(null);
  const add = (word: string) => {
    const words = filter.split(/\s+/).filter(Boolean);
    const rest = words.filter((one) => one !== word);
    const text = rest.length < words.length ? rest.join(" ") : [...words, word].join(" ");
    setFilter(text);
    input.current?.focus();
  };
  return (
    <>
      <div class="filt">
        <label for="filter">{say("table.filter")}</label>
        <input
          id="filter"
          ref={input}
          value={filter}
          placeholder={say("table.hint")}
          spellcheck={false}
          autocomplete="off"
          aria-invalid={rows.problem !== null}
          onInput={(event) => setFilter(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") enter();
            else if (event.key === "Escape" && filter) setFilter("");
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
        {filter && (
          <button type="button" class="btn" onClick={() => setFilter("")}>
            {say("table.clear")}
          </button>
        )}
        <span class="n">
          {say("table.found", {
            found: kit.numbers.count(rows.found),
            n: session.history.size,
          })}
        </span>
      </div>
      <div class="words">
        {mode !== "narrow" &&
          WORDS.map((word) => (
            <button
              type="button"
              key={word}
              aria-pressed={filter.split(/\s+/).includes(word)}
              onClick={() => add(word)}
            >
              {word}
            </button>
          ))}
        {rows.problem !== null && <span class="bad">{rows.problem}</span>}
      </div>
    </>
  );
}
