/**
 * The marks: one shape for each kind of message, one mark for each fate and each reason of a loss.
 *
 * The flow, the ledger, the table and the bin share them. Hues are CSS variables of the theme.
 * Knows nothing of the state.
 */

import type { ComponentChildren, JSX } from "preact";
import type { Kind } from "../model/state.ts";

export const KINDS: readonly Kind[] = [
  "connect",
  "receive",
  "disconnect",
  "request",
  "reply",
  "custom",
];

export type Fate = "queued" | "held" | "in_hand" | "delivered" | "lost";

type Point = readonly [x: number, y: number];

/** Ink on the yellow of held things: the same in every theme, because the yellow is. */
const ON_HELD = "#16191D";

/** Corners of a kind's shape around (0, 0) at radius 1; null is a circle. */
const CORNERS: Record<Kind, readonly Point[] | null> = {
  receive: null,
  request: [
    [-0.88, -0.88],
    [0.88, -0.88],
    [0.88, 0.88],
    [-0.88, 0.88],
  ],
  connect: [
    [0, -1.05],
    [1.1, 0.85],
    [-1.1, 0.85],
  ],
  disconnect: [
    [0, 1.05],
    [1.1, -0.85],
    [-1.1, -0.85],
  ],
  reply: [
    [0, -1.2],
    [1.2, 0],
    [0, 1.2],
    [-1.2, 0],
  ],
  custom: [0, 1, 2, 3, 4, 5].map((i) => [
    1.1 * Math.sin((i * Math.PI) / 3),
    -1.1 * Math.cos((i * Math.PI) / 3),
  ]),
};

const rounded = (n: number) => Math.round(n * 100) / 100;

/** The outline of a kind's shape as SVG path data. */
export function outline(kind: Kind, x: number, y: number, r: number): string {
  const corners = CORNERS[kind];
  if (!corners) return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
  return `M${corners.map(([a, b]) => `${rounded(x + a * r)} ${rounded(y + b * r)}`).join("L")}Z`;
}

/** Puts the outline of a kind's shape into a canvas path. */
export function trace(
  pen: CanvasRenderingContext2D,
  kind: Kind,
  x: number,
  y: number,
  r: number,
): void {
  const corners = CORNERS[kind];
  pen.beginPath();
  if (!corners) pen.arc(x, y, r, 0, 2 * Math.PI);
  else for (const [a, b] of corners) pen.lineTo(x + a * r, y + b * r);
  pen.closePath();
}

interface ShapeProps {
  kind: Kind;
  x: number;
  y: number;
  r: number;
  /** "near" is at the last tenth of its life, "dim" has left or is lost. */
  look?: "near" | "dim" | undefined;
}

/** A message as a token. */
export function Shape({ kind, x, y, r, look }: ShapeProps): JSX.Element {
  const more = look ? ` ${look}` : "";
  return <path class={`tok${more}`} fill={`var(--${kind})`} d={outline(kind, x, y, r)} />;
}

/** Two bars: held at a breakpoint. */
export function Bars({ x, y, h }: { x: number; y: number; h: number }): JSX.Element {
  return (
    <path
      fill={ON_HELD}
      d={`M${x - h * 0.4} ${y - h / 2}h${h * 0.28}v${h}h${-h * 0.28}ZM${x + h * 0.12} ${y - h / 2}h${h * 0.28}v${h}h${-h * 0.28}Z`}
    />
  );
}

interface CrossProps {
  x: number;
  y: number;
  r: number;
  colour?: string;
  width?: number;
}

/** A cross: lost, cut, failed. */
export function Cross({ x, y, r, colour = "var(--lost)", width = 1.75 }: CrossProps): JSX.Element {
  const d = `M${x - r} ${y - r}l${2 * r} ${2 * r}M${x + r} ${y - r}l${-2 * r} ${2 * r}`;
  return <path d={d} stroke={colour} stroke-width={width} fill="none" />;
}

const FATES: Record<Fate, () => JSX.Element> = {
  queued: () => (
    <rect x="1" y="1" width="8" height="8" fill="none" stroke="var(--ink)" stroke-width="1.5" />
  ),
  held: () => (
    <g>
      <rect width="10" height="10" fill="var(--held)" />
      <Bars x={5} y={5} h={6} />
    </g>
  ),
  in_hand: () => (
    <g>
      <circle cx="5" cy="5" r="4" fill="none" stroke="var(--ink)" stroke-width="1.5" />
      <circle cx="5" cy="5" r="1.75" fill="var(--ink)" />
    </g>
  ),
  delivered: () => (
    <path d="M1 5.5L4 8.5L9 1.5" fill="none" stroke="var(--ink)" stroke-width="1.75" />
  ),
  lost: () => <Cross x={5} y={5} r={3.5} width={2} />,
};

/** Reasons that have a mark of their own; the others are a cross and their word. */
const REASONS: Record<string, () => JSX.Element> = {
  full: () => <rect x="0" y="2" width="10" height="6" fill="var(--lost)" />,
  expired: () => (
    <g fill="none" stroke="var(--lost)">
      <circle cx="5" cy="5" r="4.25" stroke-width="1.5" />
      <path d="M5 2.5V5.2L7 6.4" stroke-width="1.25" />
    </g>
  ),
  no_connection: () => (
    <path d="M0 5H3M7 5H10M6.5 1.5L3.5 8.5" stroke="var(--lost)" stroke-width="1.75" />
  ),
  nobody_listens: () => (
    <path d="M1 5h3M6 5h3" stroke="var(--edge)" stroke-width="1.5" fill="none" />
  ),
};

/** What happened to a message, within the current figure: 10 units square at (x, y). */
export function FateMark({ fate }: { fate: Fate }): JSX.Element {
  return FATES[fate]();
}

/** Why a message was lost, within the current figure: 10 units square at (x, y). */
export function ReasonMark({ reason }: { reason: string }): JSX.Element {
  return (REASONS[reason] ?? FATES.lost)();
}

function Mark({ children, box }: { children: ComponentChildren; box: string }): JSX.Element {
  return (
    <svg class="mark" viewBox={box} aria-hidden="true">
      {children}
    </svg>
  );
}

/** A fate's mark in text, as large as the rule `.mark` makes it. */
export function FateIcon({ fate }: { fate: Fate }): JSX.Element {
  return (
    <Mark box="0 0 10 10">
      <FateMark fate={fate} />
    </Mark>
  );
}

/** A reason's mark in text. */
export function ReasonIcon({ reason }: { reason: string }): JSX.Element {
  return (
    <Mark box="0 0 10 10">
      <ReasonMark reason={reason} />
    </Mark>
  );
}

/** A kind's shape in text. */
export function KindIcon({ kind }: { kind: Kind }): JSX.Element {
  return (
    <Mark box="-7 -7 14 14">
      <Shape kind={kind} x={0} y={0} r={5} />
    </Mark>
  );
}
