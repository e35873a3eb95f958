/**
 * What flies: tokens on a canvas over the figure.
 *
 * It draws one moment of the display's clock and keeps nothing but the canvas and the curves of the
 * place that it was given. While nothing is in the air, it draws nothing.
 */

import type { Air, Flight, Road, Stream } from "../model/flights.ts";
import { along, type Curve, type Point, tracePart } from "./curve.ts";
import { groupAt, type Where } from "./ends.ts";
import { trace } from "./glyphs.tsx";
import { type Fan, fan as fanOf, NO_FAN } from "./homeward.ts";
import { curvesOf, roadKey } from "./paths.ts";
import type { Place } from "./place.ts";
import type { Theme } from "./props.ts";

/** The part of a fan's time in which its trunk travels; then it splits. */
const SPLIT = 0.75;
/** Roads that are heavy while something is on them; the others are its way home, or out. */
const HEAVY: ReadonlySet<Road["hop"]> = new Set([
  "frame",
  "accept",
  "take",
  "run",
  "toGroup",
  "out",
]);
/** Curves that are kept; roads of connections that are gone must not pile up. */
const MOST_CURVES = 500;

/** What is drawn with: the theme's colours and widths, read from CSS. */
export interface Inks {
  bg: string;
  ink: string;
  tokline: string;
  mono: string;
  live: number;
  fan: number;
  kinds: Record<Flight["kind"], string>;
}

/** Reads the theme from an element's CSS variables. */
export function inksOf(element: Element, theme: Theme): Inks {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const kind = (name: Flight["kind"]) => read(name);
  return {
    bg: read("bg"),
    ink: read("ink"),
    tokline: read("tokline"),
    mono: read("mono"),
    live: Number(read("live")) || 2.5,
    fan: theme === "projector" ? 1.3 : 1,
    kinds: {
      connect: kind("connect"),
      receive: kind("receive"),
      disconnect: kind("disconnect"),
      request: kind("request"),
      reply: kind("reply"),
      custom: kind("custom"),
    },
  };
}

/** In and out slowly, nothing bounces. */
export function ease(t: number): number {
  const k = Math.max(0, Math.min(1, t));
  return k < 0.5 ? 4 * k * k * k : 1 - (-2 * k + 2) ** 3 / 2;
}

/** How wide the trunk of so many messages is: two units for each, then by the logarithm. */
export function fanWidth(count: number, factor = 1): number {
  const width = count <= 4 ? 2 * Math.max(1, count) : 8 + 2 * Math.log2(count / 4);
  return Math.min(14, width) * factor;
}

/** How far a flight has come: below 0 before it, above 1 after. */
export function progress(flight: Flight, time: number): number {
  const span = flight.ends - flight.begins;
  return span > 0 ? (time - flight.begins) / span : time < flight.begins ? -1 : 2;
}

/** Messages for which a trunk of a stream is as wide. */
const FULL = 6;
/** Frames in and out share a wire: as streams they lie beside each other. */
const ASIDE: Partial<Record<Road["hop"], number>> = { frame: -3, out: 3 };

/** A stream as it is drawn. */
interface Flow {
  curve: Curve;
  kind: Flight["kind"];
  fan: Fan;
  aside: number;
  rate: number;
}

/** Units by which the canvas is larger than the figure: what flies along its edges is not cut. */
export const MARGIN = 8;

/** Draws what is in the air. */
export class Sky {
  private readonly pen: CanvasRenderingContext2D;
  private curves = new Map<string, Curve[]>();
  private fans = new Map<string, Fan>();
  private at: Place | null = null;
  private scale = 1;
  private inks: Inks | null = null;
  private clean = true;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly where: Where,
    private readonly count: (n: number) => string,
  ) {
    this.pen = canvas.getContext("2d")!;
  }

  /** Fits the canvas to a place: *scale* is CSS pixels for a unit, *dots* device pixels for one. */
  fit(at: Place, scale: number, dots: number, inks: Inks): void {
    const width = Math.round((at.width + 2 * MARGIN) * scale * dots);
    const height = Math.round((at.height + 2 * MARGIN) * scale * dots);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.clean = true;
    }
    if (this.at !== at) {
      this.curves.clear();
      this.fans.clear();
    }
    this.at = at;
    this.scale = scale * dots;
    this.inks = inks;
  }

  /** Draws the air of one moment; returns whether anything is in it. */
  draw(air: Air, time: number, calm: boolean): boolean {
    const { at, inks, pen } = this;
    if (!at || !inks) return false;
    const flights = air.flights.filter((flight) => isUp(flight, time));
    if (!this.clean) {
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
      this.clean = true;
    }
    if (!flights.length && !air.streams.length && !air.roads.length) return false;
    this.clean = false;
    const { scale } = this;
    pen.setTransform(scale, 0, 0, scale, MARGIN * scale, MARGIN * scale);
    pen.lineJoin = "round";
    pen.lineCap = "round";
    this.streams(air.streams, inks);
    for (const road of air.roads) this.whole(road, inks);
    if (calm) for (const flight of flights) this.still(flight, inks);
    if (calm) return true;
    for (const { road } of flights) if (HEAVY.has(road.hop)) this.active(road, inks);
    // Fans lie under all tokens: their trunk is broad.
    for (const flight of flights) if (flight.road.hop === "fan") this.fan(flight, time, at, inks);
    for (const flight of flights) if (flight.road.hop !== "fan") this.token(flight, time, at, inks);
    return true;
  }

  /** The curves of a road; those that depend on how much waits are asked for anew. */
  private road(road: Road): Curve[] {
    const depends =
      road.hop === "accept" || road.hop === "send"
        ? this.where.nextSlot(road.channel)
        : "consumer" in road && road.consumer
          ? this.where.workerOf(road.consumer)
          : "";
    const key = `${roadKey(road)}|${depends}`;
    let curves = this.curves.get(key);
    if (!curves) {
      if (this.curves.size > MOST_CURVES) this.curves.clear();
      curves = curvesOf(this.at!, road, this.where);
      // An end that is missing may come with the next figure.
      if (curves.length) this.curves.set(key, curves);
    }
    return curves;
  }

  private fanOf(road: Road): Fan {
    if (road.hop !== "fan") return NO_FAN;
    const key = roadKey(road);
    let fan = this.fans.get(key);
    if (!fan) {
      if (this.fans.size > MOST_CURVES) this.fans.clear();
      fan = fanOf(this.at!, road.group, road.connections, road.channels);
      if (fan.trunks.length) this.fans.set(key, fan);
    }
    return fan;
  }

  private line(curve: Curve, width: number, colour: string, from = 0, to = 1): void {
    const { pen } = this;
    pen.beginPath();
    tracePart(pen, curve, from, to);
    pen.lineWidth = width;
    pen.strokeStyle = colour;
    pen.stroke();
  }

  /** Steady lines with their rates, where single tokens would blur. */
  private streams(streams: readonly Stream[], inks: Inks): void {
    const flows = this.flows(streams);
    for (const { fan, ...flow } of flows)
      if (fan.trunks.length) this.trunks(fan, FULL, 1, 1, inks);
      else this.current(flow, inks);
    for (const { curve, aside, rate } of flows) {
      const [x, y] = along(curve, (curve.bare[0] + curve.bare[1]) / 2);
      this.badge([x, y + aside * 3.5], `${this.count(Math.round(rate))}/s`, inks);
    }
  }

  /** What streams between two actors is one line, whoever it is from. */
  private flows(streams: readonly Stream[]): Flow[] {
    const flows = new Map<string, Flow>();
    for (const { kind, road, perSecond } of streams) {
      const fan = this.fanOf(road);
      const curve = fan.trunks[0] ?? this.road(road)[0];
      if (!curve) continue;
      const known = flows.get(curve.bareD);
      if (known) known.rate += perSecond;
      else
        flows.set(curve.bareD, { curve, kind, fan, aside: ASIDE[road.hop] ?? 0, rate: perSecond });
    }
    return [...flows.values()];
  }

  private current({ curve, kind, aside }: Omit<Flow, "fan">, inks: Inks): void {
    const { pen } = this;
    pen.save();
    pen.translate(0, aside);
    this.line(curve, 6, inks.tokline, ...curve.bare);
    this.line(curve, 4, inks.kinds[kind], ...curve.bare);
    pen.restore();
  }

  /** Reduced motion: a road in use, drawn whole. */
  private whole(road: Road, inks: Inks): void {
    const fan = this.fanOf(road);
    const count = road.hop === "fan" ? road.connections.length + road.channels.length : 1;
    if (fan.trunks.length) this.trunks(fan, count, 1, 1, inks);
    else this.active(road, inks);
    const [first] = fan.trunks;
    if (first && count > 1) this.badge(along(first, 0.5), `×${this.count(count)}`, inks);
  }

  /** The same of a flight that was under way when motion was reduced. */
  private still({ kind, road, count }: Flight, inks: Inks): void {
    const fan = this.fanOf(road);
    const [first] = fan.trunks.length ? fan.trunks : this.road(road);
    if (!first) return;
    const times = count > 1 ? `×${this.count(count)}` : "";
    if (fan.trunks.length) {
      this.trunks(fan, count, 1, 1, inks);
      if (times) this.badge(along(first, 0.5), times, inks);
      return;
    }
    const end = along(first, 1);
    this.active(road, inks);
    this.shape(kind, end, 5, inks);
    if (times) this.badge(beside(end), times, inks);
  }

  /** A road in use: heavy where it lies between actors. */
  private active(road: Road, inks: Inks): void {
    const [curve] = this.road(road);
    if (curve && curve.bare[1] > curve.bare[0])
      this.line(curve, inks.live, inks.ink, ...curve.bare);
  }

  private token(flight: Flight, time: number, at: Place, inks: Inks): void {
    const [curve] = this.road(flight.road);
    if (!curve) return;
    const point = along(curve, ease(progress(flight, time)));
    const r = at.mode === "narrow" ? 5 : flight.road.hop === "member" ? 5 : 6.5;
    this.halo(point, r + 3.5, inks);
    this.shape(flight.kind, point, r, inks);
    if (flight.count > 1) this.badge(beside(point), `×${this.count(flight.count)}`, inks);
  }

  private halo([x, y]: Point, r: number, inks: Inks): void {
    this.pen.beginPath();
    this.pen.arc(x, y, r, 0, 2 * Math.PI);
    this.pen.fillStyle = inks.bg;
    this.pen.fill();
  }

  private shape(kind: Flight["kind"], [x, y]: Point, r: number, inks: Inks): void {
    const { pen } = this;
    trace(pen, kind, x, y, r);
    pen.fillStyle = inks.kinds[kind];
    pen.fill();
    pen.lineWidth = 1.25;
    pen.strokeStyle = inks.tokline;
    pen.stroke();
  }

  /** One trunk, as wide as its count, which splits into a strand for each reply channel. */
  private fan(flight: Flight, time: number, at: Place, inks: Inks): void {
    const fan = this.fanOf(flight.road);
    const t = progress(flight, time);
    const gone = ease(t / SPLIT);
    const split = ease((t - SPLIT) / (1 - SPLIT));
    this.trunks(fan, flight.count, gone, split, inks);
    if (t < SPLIT) this.outline(flight.road, at, inks);
    const heads = fan.trunks.map((trunk) => along(trunk, gone));
    if (t < SPLIT) for (const head of heads) this.stack(flight, head, at, inks);
    else
      for (const strand of fan.strands) {
        const point = along(strand, split);
        this.halo(point, 8, inks);
        this.shape(flight.kind, point, 5, inks);
      }
    const [head] = heads;
    if (flight.count < 2 || !head) return;
    const [dx, dy] = at.mode === "narrow" ? [-22, 18] : [20, -12];
    this.badge([head[0] + dx, head[1] + dy], `×${this.count(flight.count)}`, inks);
  }

  /** The group that sends. */
  private outline(road: Road, at: Place, inks: Inks): void {
    const box = road.hop === "fan" ? groupAt(at, road.group) : undefined;
    if (!box) return;
    this.pen.beginPath();
    this.pen.roundRect(box.x, box.y, box.w, box.h, 16);
    this.pen.lineWidth = 2;
    this.pen.strokeStyle = inks.ink;
    this.pen.stroke();
  }

  /** Several messages as one token. */
  private stack({ kind, count }: Flight, [x, y]: Point, at: Place, inks: Inks): void {
    const r = at.mode === "narrow" ? 6 : 7.5;
    this.halo([x, y], 2 * r, inks);
    for (let i = Math.min(3, count) - 1; i >= 0; i--) this.shape(kind, [x - i * 3, y], r, inks);
  }

  /** Casings first, so that strands lie in one outline with their trunk. */
  private trunks({ trunks, strands }: Fan, count: number, gone: number, split: number, inks: Inks) {
    const width = fanWidth(count, inks.fan);
    const thin = Math.min(width, 1.8 * inks.fan);
    const both = (curves: readonly Curve[], wide: number, colour: string, to: number) => {
      if (to > 0) for (const curve of curves) this.line(curve, wide, colour, 0, to);
    };
    this.pen.lineCap = "butt";
    both(trunks, width + 2, inks.tokline, gone);
    both(strands, thin + 2, inks.tokline, split);
    both(trunks, width, inks.kinds.reply, gone);
    both(strands, thin, inks.kinds.reply, split);
    this.pen.lineCap = "round";
  }

  private badge([x, y]: Point, text: string, inks: Inks): void {
    const { pen, at } = this;
    const width = Math.max(24, text.length * 6.6 + 10);
    // A badge at the very edge would be cut off.
    const cx = Math.max(width / 2, Math.min((at?.width ?? x) - width / 2, x));
    const cy = Math.max(8, y);
    pen.beginPath();
    pen.roundRect(cx - width / 2, cy - 8, width, 16, 8);
    pen.fillStyle = inks.ink;
    pen.fill();
    pen.fillStyle = inks.bg;
    pen.font = `600 11px ${inks.mono}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(text, cx, cy + 0.5);
  }
}

const beside = ([x, y]: Point): Point => [x + 16, y - 14];

function isUp(flight: Flight, time: number): boolean {
  const t = progress(flight, time);
  return t >= 0 && t < 1;
}
