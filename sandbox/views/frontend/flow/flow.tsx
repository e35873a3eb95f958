/**
 * The flow: clients, protocol server, channels, workers, consumers and groups, and what moves.
 *
 * Puts the figure, the canvas over it and the controls over both together, and decides when each is
 * drawn: the figure when the state is another one and at most fifteen times a second, the canvas
 * while something flies.
 */

import { Component, createRef, type JSX } from "preact";
import type { Air, Road } from "../model/flights.ts";
import { type Inks, inksOf, Sky } from "./air.ts";
import { heapsOf } from "./bin.tsx";
import type { Fold } from "./choose.ts";
import { type ClientLook, clientLook } from "./clients.tsx";
import { ClientControls, Controls, type ControlsProps } from "./controls.tsx";
import { type Drawing, Picture } from "./draw.tsx";
import { hasConsumers, Invite, isEmpty } from "./empty.tsx";
import type { Where } from "./ends.ts";
import { type Place, place } from "./place.ts";
import type { ViewProps } from "./props.ts";
import { Tabs } from "./tabs.tsx";

/** Milliseconds between two figures while the state changes all the time. */
const PAUSE = 1000 / 15;

interface FlowState {
  unfolded: ReadonlySet<Fold>;
  /** Whether a cell was seen to send something by itself. */
  cellActs: boolean;
}

/** Whether something in the air comes from a cell, not from a consumer. */
function cellActs({ flights, roads }: Air): boolean {
  const fromCell = (road: Road) => "consumer" in road && road.consumer === null;
  return flights.some(({ road }) => fromCell(road)) || roads.some(fromCell);
}

/** Properties whose change can wait for the next figure. */
const PATIENT: readonly (keyof ViewProps)[] = ["version", "now"];

/** The flow view. */
export class Flow extends Component<ViewProps, FlowState> {
  override state: FlowState = { unfolded: new Set(), cellActs: false };
  private readonly canvas = createRef<HTMLCanvasElement>();
  private sky: Sky | null = null;
  private at: Place | null = null;
  private inks: { look: string; inks: Inks } | null = null;
  private drawnAt = Number.NEGATIVE_INFINITY;
  private waiting: ReturnType<typeof setTimeout> | null = null;
  private stopFrames: (() => void) | null = null;
  /** Which worker ran a consumer last. */
  private readonly runners = new Map<string, string>();

  override shouldComponentUpdate(next: ViewProps, state: FlowState): boolean {
    const { props } = this;
    const keys = Object.keys(next) as (keyof ViewProps)[];
    const changed = keys.filter((key) => next[key] !== props[key]);
    if (state !== this.state || changed.some((key) => !PATIENT.includes(key))) return true;
    if (!changed.length) return false;
    const rest = this.drawnAt + PAUSE - performance.now();
    if (rest <= 0) return true;
    this.waiting ??= setTimeout(() => {
      this.waiting = null;
      this.forceUpdate();
    }, rest);
    return false;
  }

  override componentDidMount(): void {
    const where: Where = {
      workerOf: (consumer) => this.runners.get(consumer) ?? null,
      nextSlot: (channel) => this.nextSlot(channel),
    };
    this.sky = new Sky(this.canvas.current!, where, (n) => this.props.numbers.count(n));
    this.fit();
    this.stopFrames = this.props.onFrame((time) => this.frame(time));
  }

  override componentDidUpdate(before: ViewProps): void {
    this.fit();
    if (before.onFrame !== this.props.onFrame) {
      this.stopFrames?.();
      this.stopFrames = this.props.onFrame((time) => this.frame(time));
    }
    this.frame(this.props.time());
  }

  override componentWillUnmount(): void {
    this.stopFrames?.();
    if (this.waiting !== null) clearTimeout(this.waiting);
  }

  private frame(time: number): void {
    const air = this.props.air(time);
    this.sky?.draw(air, time, this.props.calm);
    if (!this.state.cellActs && cellActs(air)) this.setState({ cellActs: true });
  }

  private fit(): void {
    const { theme, scale } = this.props;
    const canvas = this.canvas.current;
    if (!this.at || !canvas) return;
    const dots = canvas.ownerDocument.defaultView?.devicePixelRatio ?? 1;
    // Asking for styles makes the browser work them out: only when they may be others.
    const look = `${theme} ${scale}`;
    if (this.inks?.look !== look) this.inks = { look, inks: inksOf(canvas, theme) };
    this.sky?.fit(this.at, scale, dots, this.inks.inks);
  }

  /** The slot, from the head, that the next message of a channel will take. */
  private nextSlot(name: string): number {
    const box = this.at?.channels.find((channel) => channel.name === name);
    if (!box) return 0;
    const channel = this.props.state.channels.get(name);
    if (!channel) return 0;
    const { capacity, queue } = channel;
    const each = capacity === null || capacity <= 16 ? 1 : capacity / box.count;
    return Math.min(Math.floor(queue.length / each), box.count - 1);
  }

  private readonly toggle = (fold: Fold): void => {
    const unfolded = new Set(this.state.unfolded);
    if (!unfolded.delete(fold)) unfolded.add(fold);
    this.setState({ unfolded });
  };

  private readonly open = (): void => {
    // Its outcome shows as the tab that opens; a refusal is the stage's to tell.
    void this.props.deeds.openTab("/", null).catch(() => undefined);
  };

  private remember(): void {
    const { workers, consumers } = this.props.state;
    for (const { name, consumer } of workers.values())
      if (consumer !== null) this.runners.set(consumer, name);
    for (const consumer of this.runners.keys())
      if (!consumers.has(consumer)) this.runners.delete(consumer);
  }

  private drawing(at: Place): Drawing {
    const { state, now, mode, theme, say, numbers, live, selection } = this.props;
    const looks = at.clients.map((box) => clientLook(state, box, now, say, numbers));
    const clients = looks.filter((look): look is ClientLook => look !== null);
    const bin = heapsOf(state, at.bin, mode === "narrow", mode === "wide", say, numbers);
    return { at, state, now, theme, say, numbers, live, selection, clients, bin };
  }

  override render(): JSX.Element {
    const { state, width, room, mode, theme, say, live, deeds, selection } = this.props;
    const { select, showInTable, edit } = this.props;
    this.drawnAt = performance.now();
    const { unfolded } = this.state;
    const cell = this.state.cellActs;
    const at = place(state, { width, room, mode, theme, unfolded, cell }, this.at);
    this.at = at;
    this.remember();
    const drawing = this.drawing(at);
    const controls: ControlsProps = { ...drawing, select, showInTable, edit, toggle: this.toggle };
    const empty = isEmpty(state);
    const size = {
      width: `calc(${at.width} * var(--u))`,
      height: `calc(${at.height} * var(--u))`,
    };
    return (
      <div class="flow" data-mode={mode}>
        <section class="plane" style={size} aria-label={say("view.flow")}>
          <Picture {...drawing} />
          <canvas ref={this.canvas} />
          <div class="controls">
            <ClientControls {...controls} />
            <Tabs
              at={at}
              clients={drawing.clients}
              deeds={deeds}
              live={live}
              say={say}
              selection={selection}
              empty={empty}
            />
            <Controls {...controls} />
          </div>
        </section>
        {empty && <Invite consumers={hasConsumers(state)} live={live} open={this.open} say={say} />}
      </div>
    );
  }
}
