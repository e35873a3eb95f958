/**
 * Lines that can be drawn and walked along: SVG path data, and points by arc length.
 *
 * Pure: lengths are measured here, because a browser's own measuring needs an element. Knows
 * nothing of actors.
 */

export type Point = readonly [x: number, y: number];

export interface Curve {
  /** The same line as SVG path data. */
  d: string;
  /** x and y of its samples, by turns. */
  points: readonly number[];
  /** Length from the start to each sample. */
  reach: readonly number[];
  length: number;
  /** The part of it, in shares of its length, that lies between actors and not over them. */
  bare: readonly [from: number, to: number];
  /** That part as SVG path data. */
  bareD: string;
}

/** Samples for each bend: at 2.5 units of line width the chords are not seen. */
const SAMPLES = 16;

const tidy = (n: number) => String(Math.round(n * 100) / 100);

/** A place on a trail: how far it is, and how much of the path data leads to it. */
interface Mark {
  reach: number;
  d: number;
  x: number;
  y: number;
}

/** Builds a curve piece by piece. */
export class Trail {
  private d = "";
  private readonly points: number[] = [];
  private readonly reach: number[] = [];
  private readonly marks: Mark[] = [];
  private x = 0;
  private y = 0;

  constructor(x: number, y: number) {
    this.d = `M${tidy(x)} ${tidy(y)}`;
    this.add(x, y);
  }

  private add(x: number, y: number): void {
    const before = this.reach.at(-1) ?? 0;
    const step = this.reach.length ? Math.hypot(x - this.x, y - this.y) : 0;
    this.points.push(x, y);
    this.reach.push(before + step);
    this.x = x;
    this.y = y;
  }

  /** Straight on. */
  line(x: number, y: number): this {
    if (x === this.x && y === this.y) return this;
    this.d += `L${tidy(x)} ${tidy(y)}`;
    this.add(x, y);
    return this;
  }

  /** A cubic bend over two control points. */
  bend(ax: number, ay: number, bx: number, by: number, x: number, y: number): this {
    this.d += `C${tidy(ax)} ${tidy(ay)} ${tidy(bx)} ${tidy(by)} ${tidy(x)} ${tidy(y)}`;
    const { x: sx, y: sy } = this;
    for (let i = 1; i <= SAMPLES; i++) {
      const t = i / SAMPLES;
      const u = 1 - t;
      const [p, q, r, s] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
      this.add(p * sx + q * ax + r * bx + s * x, p * sy + q * ay + r * by + s * y);
    }
    return this;
  }

  /** A bend that leaves and arrives level; a straight line where there is nothing to bend. */
  level(x: number, y: number, pull = 0.5): this {
    if (Math.abs(y - this.y) < 0.5) return this.line(x, y);
    const reach = (x - this.x) * pull;
    return this.bend(this.x + reach, this.y, x - reach, y, x, y);
  }

  /** A bend that leaves and arrives upright. */
  upright(x: number, y: number, pull = 0.5): this {
    if (Math.abs(x - this.x) < 0.5) return this.line(x, y);
    const reach = (y - this.y) * pull;
    return this.bend(this.x, this.y + reach, x, y - reach, x, y);
  }

  /** A quadratic bend over one corner. */
  corner(cx: number, cy: number, x: number, y: number): this {
    const { x: sx, y: sy } = this;
    this.d += `Q${tidy(cx)} ${tidy(cy)} ${tidy(x)} ${tidy(y)}`;
    for (let i = 1; i <= SAMPLES / 2; i++) {
      const t = (i * 2) / SAMPLES;
      const u = 1 - t;
      this.add(u * u * sx + 2 * u * t * cx + t * t * x, u * u * sy + 2 * u * t * cy + t * t * y);
    }
    return this;
  }

  /** Through these points with straight lines, their corners rounded as far as there is room. */
  through(stops: readonly Point[], radius: number): this {
    for (const [i, [cx, cy]] of stops.entries()) {
      // Between two corners each has half the way, at the ends a corner may have all of it.
      const [into, out] = [i === 0 ? 1 : 0.5, i + 2 === stops.length ? 1 : 0.5];
      this.round(cx, cy, stops[i + 1], radius, into, out);
    }
    return this;
  }

  private round(
    cx: number,
    cy: number,
    next: Point | undefined,
    radius: number,
    before: number,
    after: number,
  ): this {
    if (!next) return this.line(cx, cy);
    const [nx, ny] = next;
    const into = Math.hypot(cx - this.x, cy - this.y);
    const out = Math.hypot(nx - cx, ny - cy);
    const r = Math.min(radius, into * before, out * after);
    if (r < 0.5) return this.line(cx, cy);
    this.line(cx - ((cx - this.x) / into) * r, cy - ((cy - this.y) / into) * r);
    return this.corner(cx, cy, cx + ((nx - cx) / out) * r, cy + ((ny - cy) / out) * r);
  }

  /** From here on it lies between actors; called again, it does so up to here. */
  mark(): this {
    this.marks.push({ reach: this.reach.at(-1) ?? 0, d: this.d.length, x: this.x, y: this.y });
    return this;
  }

  end(): Curve {
    const { d, points, reach } = this;
    const length = reach.at(-1) ?? 0;
    const [from, to] = this.marks;
    const share = (mark: Mark | undefined, none: number) =>
      mark && length ? mark.reach / length : none;
    const bareD = from ? `M${tidy(from.x)} ${tidy(from.y)}${d.slice(from.d, to?.d)}` : d;
    return { d, points, reach, length, bare: [share(from, 0), share(to, 1)], bareD };
  }
}

/** Index of the last sample that is not beyond *distance*. */
function before(curve: Curve, distance: number): number {
  let low = 0;
  let high = curve.reach.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (curve.reach[middle]! <= distance) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The point at *share* (0 the start, 1 the end) of the curve's length. */
export function along(curve: Curve, share: number): Point {
  const distance = Math.max(0, Math.min(1, share)) * curve.length;
  const i = before(curve, distance);
  const [x, y] = [curve.points[2 * i]!, curve.points[2 * i + 1]!];
  if (i === curve.reach.length - 1) return [x, y];
  const span = curve.reach[i + 1]! - curve.reach[i]!;
  const rest = span ? (distance - curve.reach[i]!) / span : 0;
  return [x + (curve.points[2 * i + 2]! - x) * rest, y + (curve.points[2 * i + 3]! - y) * rest];
}

/** Puts the part of the curve between two shares of its length into a canvas path. */
export function tracePart(
  pen: Pick<CanvasRenderingContext2D, "moveTo" | "lineTo">,
  curve: Curve,
  from: number,
  to: number,
): void {
  const [fx, fy] = along(curve, from);
  pen.moveTo(fx, fy);
  const [first, last] = [from * curve.length, to * curve.length];
  for (let i = before(curve, first) + 1; i < curve.reach.length; i++) {
    if (curve.reach[i]! >= last) break;
    pen.lineTo(curve.points[2 * i]!, curve.points[2 * i + 1]!);
  }
  const [x, y] = along(curve, to);
  pen.lineTo(x, y);
}
