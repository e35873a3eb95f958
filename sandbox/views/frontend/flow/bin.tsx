/** The bin, open at the top: what was lost lies in it with its reason. And the legend beside it. */

import type { JSX } from "preact";
import type { Kind, State } from "../model/state.ts";
import { KINDS, ReasonMark, Shape } from "./glyphs.tsx";
import { memo } from "./memo.ts";
import type { Box } from "./place.ts";
import type { Numbers, Say } from "./props.ts";
import { SMALL, widthOf } from "./text.ts";

/** Losses of one reason: how many, and the kinds of the newest. */
export interface Heap {
  reason: string;
  count: number;
  kinds: Kind[];
  word: string;
  /** There is room for its mark and count only. */
  bare: boolean;
  /** Where it lies in the bin. */
  x: number;
  w: number;
}

/** Reasons that a beginner need not worry about. */
const HARMLESS = new Set(["nobody_listens"]);
const TOKENS = 4;
const TOKEN = 14;

/** How far the bin's own word and number reach. */
function wordsOf(state: Pick<State, "totals">, say: Say, numbers: Numbers): number {
  const word = widthOf(say("bin"), 12, "bold");
  return 20 + Math.max(word, widthOf(numbers.count(state.totals.lost), 12));
}

export interface Heaps {
  heaps: Heap[];
  rest: number;
  /** Where the first one lies. */
  start: number;
}

/** The heaps that fit, and how many losses lie in those that do not. */
export function heapsOf(
  state: State,
  box: Box,
  narrow: boolean,
  linked: boolean,
  say: Say,
  numbers: Numbers,
): Heaps {
  const words = wordsOf(state, say, numbers);
  const roomy = { start: Math.max(narrow ? 78 : 88, words + 18), gap: narrow ? 12 : 20, edge: 24 };
  const found = heapsIn(state, box, roomy, linked, say, numbers);
  if (!found.rest && !found.heaps.some(({ bare }) => bare)) return found;
  // Before a reason loses its word they move together.
  const tight = { start: words + 12, gap: 12, edge: 14 };
  const closer = heapsIn(state, box, tight, linked, say, numbers);
  // The last one leaves room for the sum of those that do not fit.
  return closer.rest ? heapsIn(state, box, { ...tight, edge: 36 }, linked, say, numbers) : closer;
}

/** Where the first heap begins, what lies between two, and between the last and the bin's edge. */
interface Spaces {
  start: number;
  gap: number;
  edge: number;
}

function heapsIn(
  state: State,
  box: Box,
  spaces: Spaces,
  linked: boolean,
  say: Say,
  numbers: Numbers,
): Heaps {
  const { gap, edge } = spaces;
  const heaps: Heap[] = [];
  const reasons = [...state.totals.lostBy].filter(([, count]) => count > 0);
  reasons.sort(([a], [b]) => Number(HARMLESS.has(a)) - Number(HARMLESS.has(b)));
  const start = box.x + spaces.start;
  let x = start;
  let rest = 0;
  const link = linked ? widthOf(say("bin.show"), SMALL, "sans") + 24 : 0;
  const end = box.x + box.w - edge - link;
  for (const [reason, count] of reasons) {
    const kinds = state.bin.filter((loss) => loss.reason === reason).slice(0, TOKENS);
    const key = `reason.${reason}`;
    const word = say(key) === key ? reason.replaceAll("_", " ") : say(key);
    const tokens = kinds.length * TOKEN + 4 + widthOf(numbers.count(count), 12);
    const whole = Math.max(tokens, 15 + widthOf(word, SMALL, "sans"));
    // Where there is no room for its word, its mark still says why.
    const bare = x + whole > end;
    const w = bare ? Math.max(10, 4 + widthOf(numbers.count(count), 12)) : whole;
    if (x + w > end) {
      rest += count;
      continue;
    }
    heaps.push({
      reason,
      count,
      kinds: bare ? [] : kinds.map(({ kind }) => kind),
      word,
      bare,
      x,
      w,
    });
    x += w + gap;
  }
  return { heaps, rest, start };
}

interface Props {
  box: Box;
  heaps: readonly Heap[];
  rest: number;
  start: number;
  lost: number;
  picked: string | null;
  say: Say;
  numbers: Numbers;
}

/** The bin. */
export function Bin({ box, heaps, rest, start, lost, picked, say, numbers }: Props): JSX.Element {
  const bad = heaps.some(({ reason }) => !HARMLESS.has(reason)) || rest > 0;
  const end = (heaps.at(-1)?.x ?? 0) + (heaps.at(-1)?.w ?? 0);
  const { x, y, w, h } = box;
  return (
    <g data-actor="bin" data-lost={lost} class={picked === "" ? "picked" : ""}>
      <path
        class={bad ? "vessel bad" : "vessel"}
        d={`M${x} ${y}L${x + 8} ${y + h}H${x + w - 8}L${x + w} ${y}`}
      />
      <text x={x + 20} y={y + 21} class={bad ? "tb tlost" : "tb"}>
        {say("bin")}
      </text>
      <text x={x + 20} y={y + 38} class={bad ? "tm tb tlost" : "tm tb"}>
        {numbers.count(lost)}
      </text>
      {lost === 0 && (
        <text x={start} y={y + 30} class="t1">
          {say("bin.empty")}
        </text>
      )}
      {heaps.map((heap) => (
        <HeapOf
          key={heap.reason}
          {...heap}
          word={heap.bare ? "" : heap.word}
          kinds={heap.kinds.join()}
          y={y}
          text={numbers.count(heap.count)}
          picked={picked === heap.reason}
        />
      ))}
      {rest > 0 && (
        <text x={end + 8} y={y + 30} class="tm t1i tb">
          +{numbers.count(rest)}
        </text>
      )}
    </g>
  );
}

interface HeapProps {
  reason: string;
  kinds: string;
  word: string;
  x: number;
  y: number;
  text: string;
  picked: boolean;
}

const HeapOf = memo(function HeapOf({ reason, kinds, word, x, y, text, picked }: HeapProps) {
  const tokens = kinds ? (kinds.split(",") as Kind[]) : [];
  const look = reason === "expired" ? "near" : "dim";
  return (
    <g data-heap={reason} data-count={text} class={picked ? "picked" : ""}>
      {tokens.map((kind, i) => (
        <Shape key={i} kind={kind} x={x + 5 + i * TOKEN} y={y + 16} r={4.5} look={look} />
      ))}
      <text x={x + tokens.length * TOKEN + 4} y={y + 20} class="tm tb">
        {text}
      </text>
      <g transform={`translate(${x} ${y + 29.5})`}>
        <ReasonMark reason={reason} />
      </g>
      <text x={x + 15} y={y + 38} class={`t1i${picked ? " tb" : ""}`}>
        {word}
      </text>
    </g>
  );
});

/** What the shapes mean. */
export const Legend = memo(function Legend({ box, say }: { box: Box; say: Say }): JSX.Element {
  const step = Math.min(100, box.w / 3);
  return (
    <g data-actor="legend">
      {KINDS.map((kind, i) => {
        const x = box.x + 6 + (i % 3) * step;
        const y = box.y + 11 + Math.floor(i / 3) * 19;
        return (
          <g key={kind}>
            <Shape kind={kind} x={x} y={y} r={5} />
            <text x={x + 11} y={y + 4} class="t1i">
              {say(`kind.${kind}`)}
            </text>
          </g>
        );
      })}
    </g>
  );
});
