/**
 * The strip of time: the last minute above (density, losses, markers), and below it, one tick for
 * each fact around the one that is shown.
 */

import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Fact, Marker } from "../model/state.ts";
import { isLoss } from "../model/traffic.ts";
import { consumerOf, line } from "./gist.ts";
import type { Kit } from "./kit.ts";
import { isWord } from "./words.ts";

const PITCH = 5;
const FLOOR = 27;
const TALLEST = 17;
const LENS = { top: 34, height: 14 };
/** Facts on each side of the shown one in the lens. */
const AROUND = 32;
const SPAN = 60;

/** *lens*: with the ticks of single facts below. */
export function Strip({ kit, lens }: { kit: Kit; lens: boolean }): JSX.Element {
  const { session, say, numbers, scale } = kit;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box, scale);
  const [from, to] = session.span(SPAN);
  const x = (at: number) => ((at - from) / (to - from)) * width;
  const head = Math.max(0, Math.min(width, x(session.now)));
  const seek = (event: PointerEvent) => {
    const { left, width: pixels } = box.current!.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (event.clientX - left) / pixels));
    session.seek(from + share * (to - from));
  };
  return (
    <div
      class="strip"
      ref={box}
      role="slider"
      tabIndex={0}
      aria-label={say("time")}
      aria-valuemin={Math.round(from)}
      aria-valuemax={Math.round(to)}
      aria-valuenow={Math.round(session.now)}
      aria-valuetext={numbers.seconds(session.now)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        seek(event);
      }}
      onPointerMove={(event) => event.buttons === 1 && seek(event)}
    >
      <svg
        viewBox={`0 0 ${width} ${lens ? 48 : FLOOR + 1}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <Density kit={kit} width={width} from={from} to={to} />
        <path d={`M0 ${FLOOR + 0.5}H${width}`} stroke="var(--edge)" opacity=".55" />
        {session.state.seq > 0 && <Playhead x={head} />}
        <Markers markers={session.state.markers} x={x} from={from} kit={kit} width={width} />
        <Slowness kit={kit} width={width} />
        {lens && <Lens kit={kit} width={width} head={head} />}
      </svg>
    </div>
  );
}

/** Units across: what stands beside the strip has another width in each language and state. */
function useWidth(box: { current: HTMLElement | null }, scale: number): number {
  const [pixels, setPixels] = useState(600);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setPixels(entry!.contentRect.width));
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  return Math.max(120, Math.floor(pixels / scale));
}

/** How much slower than it happened the picture shows it, in words. */
function Slowness({ kit, width }: { kit: Kit; width: number }): JSX.Element | null {
  const { slowdown } = kit.session.timing;
  if (slowdown === null || width < 420) return null;
  return (
    <text x={width} y="10" text-anchor="end" class="dim">
      {kit.say("time.slow", { time: kit.numbers.seconds(slowdown / 1000) })}
    </text>
  );
}

/** Behind the markers' words, which stay legible. */
function Playhead({ x }: { x: number }): JSX.Element {
  return <path d={`M${x} 2V${FLOOR + 1}`} stroke="var(--sel)" stroke-width="2" />;
}

interface DensityProps {
  kit: Kit;
  width: number;
  from: number;
  to: number;
}

function Density({ kit, width, from, to }: DensityProps): JSX.Element {
  const { session } = kit;
  const bars = Math.floor(width / PITCH);
  const { facts, lost } = session.density(from, to, bars);
  const most = Math.max(8, ...facts);
  const shown = ((session.now - from) / (to - from)) * bars;
  const height = (n: number) =>
    n === 0 ? 1 : 2 + ((TALLEST - 2) * Math.log1p(n)) / Math.log1p(most);
  const bar = (i: number, h: number) =>
    `M${i * PITCH} ${FLOOR}v${-h.toFixed(1)}h3.5v${h.toFixed(1)}z`;
  let before = "";
  let after = "";
  let losses = "";
  for (let i = 0; i < bars; i++) {
    if (i <= shown) before += bar(i, height(facts[i]!));
    else after += bar(i, height(facts[i]!));
    if (lost[i]) losses += `M${i * PITCH + 1.75} ${FLOOR}v${-TALLEST - 4}`;
  }
  return (
    <g>
      <path d={before} fill="var(--edge)" />
      <path d={after} fill="var(--line)" />
      <path d={losses} stroke="var(--lost)" stroke-width="1.5" stroke-dasharray="2 2" />
    </g>
  );
}

interface MarkersProps {
  markers: readonly Marker[];
  x: (at: number) => number;
  from: number;
  width: number;
  kit: Kit;
}

/** Room that a label needs before the next one may be written. */
const ROOM = 6.2;

function Markers({ markers, x, from, width, kit }: MarkersProps): JSX.Element {
  const shown = markers.filter((marker) => marker.at >= from && marker.kind !== "lost");
  let taken = Number.POSITIVE_INFINITY;
  const drawn: JSX.Element[] = [];
  for (const marker of shown.slice(-40).reverse()) {
    const at = x(marker.at);
    const label = labelOf(marker, kit);
    const end = at + 8 + label.length * ROOM;
    const fits = end < taken && end < width + 4;
    if (fits) taken = at - 4;
    const hue = marker.kind === "raised" || marker.kind === "fault" ? "lost" : "ink";
    drawn.push(
      <g key={marker.seq}>
        <title>{label}</title>
        <path
          d={`M${at} ${FLOOR}V6`}
          stroke={`var(--${hue})`}
          stroke-width="1.25"
          stroke-dasharray={hue === "lost" ? "2 2" : undefined}
        />
        <path d={`M${at - 3.5} 2h7l-3.5 5z`} fill={`var(--${hue})`} />
        {fits && (
          <text x={at + 6} y="10" class={hue === "lost" ? "bad" : ""}>
            {label}
          </text>
        )}
      </g>,
    );
  }
  return <g>{drawn}</g>;
}

function labelOf(marker: Marker, { say }: Kit): string {
  const what = line(marker.label, 28);
  if (marker.kind === "raised") return say("mark.raised", { what: consumerOf(what) });
  if (marker.kind === "fault" && isWord(`fault.${what}`)) return say(`fault.${what}`);
  if (marker.kind === "hand") return handLabel(what, say);
  if (marker.kind === "code") return say("mark.code", { what: consumerOf(what) });
  return what;
}

/** "edited m3": what a person did, and to what. */
function handLabel(label: string, say: Kit["say"]): string {
  const at = label.indexOf(" ");
  return say(`mark.hand.${label.slice(0, at)}`, {
    what: label.slice(at + 1).replace(/^[a-z]+:/, ""),
  });
}

function Lens({ kit, width, head }: { kit: Kit; width: number; head: number }): JSX.Element {
  const { before, after } = kit.session.around(AROUND);
  const { top, height } = LENS;
  const pitch = width / (2 * AROUND + 1);
  const middle = width / 2;
  const tick = (fact: Fact, x: number) => {
    const lost = isLoss(fact) || fact.kind === "consumer.raised";
    return (
      <path
        key={fact.seq}
        d={`M${x.toFixed(1)} ${top + 2}v${height - 4}`}
        stroke={`var(--${lost ? "lost" : "ink2"})`}
        stroke-width={lost ? 2 : 1.25}
      />
    );
  };
  const on = before.length > 0;
  return (
    <g>
      {on && <path d={`M${head} ${FLOOR + 1}L0 ${top}H${width}Z`} fill="var(--selbg)" />}
      <rect
        x="0"
        y={top}
        width={width}
        height={height}
        fill={on ? "var(--selbg)" : "var(--sunk)"}
      />
      {before.map((fact, i) => tick(fact, middle - (before.length - 1 - i) * pitch))}
      {after.map((fact, i) => tick(fact, middle + (i + 1) * pitch))}
      {on && (
        <g>
          <path d={`M${middle} ${top - 1}v${height + 2}`} stroke="var(--ink)" stroke-width="2" />
          <circle cx={middle} cy={top + height / 2} r="5" fill="var(--ink)" />
        </g>
      )}
    </g>
  );
}
