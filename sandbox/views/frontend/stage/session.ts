/**
 * One sandbox as this page knows it: what came, what is shown of it, and the way back to the kernel.
 *
 * There is one for each model; its views share it, so that they show the same moment. It asks for
 * batches only while some view can be seen. Knows no DOM.
 */

import type { Editor, Kernel, MakeEditor, Version } from "../editor/contract.ts";
import type { Deeds } from "../flow/props.ts";
import { Director, type Timing } from "../model/director.ts";
import { Feed } from "../model/feed.ts";
import type { Air } from "../model/flights.ts";
import { History } from "../model/history.ts";
import type { Prologue } from "../model/reduce.ts";
import type { Fact, State } from "../model/state.ts";
import type { Model } from "./anywidget.ts";
import { type Bars, Density } from "./density.ts";
import { moduleFrom } from "./loading.ts";
import { type Control, type Page, Transports } from "./transports.ts";
import { Versions } from "./versions.ts";
import { Who } from "./who.ts";

/** Milliseconds that a stage may be out of sight before it is left without batches. */
const GRACE = 1_500;
/** Seconds of being behind that are worth a word. */
const WORTH_TELLING = 2;

/** A line of a cell, and the number in its prompt. */
export interface Cell {
  text: string;
  execution: number;
}

/** Cells as Python tells them; none where it does not. */
function cellsOf(told: unknown): Cell[] {
  if (!Array.isArray(told)) return [];
  return told.filter(
    (one): one is Cell => typeof one?.text === "string" && typeof one.execution === "number",
  );
}

export class Session implements Kernel {
  readonly box: string;
  /** The cells to run again where the kernel has forgotten everything. */
  readonly cells: readonly Cell[];
  readonly who = new Who();
  readonly history = new History();
  /** Grows whenever everything kept before was forgotten. */
  epoch = 0;
  /** The kernel's one sentence about a command that failed; "" where there is none. */
  problem = "";
  /** Grows whenever code or routing may have changed. */
  codeEdition = 0;
  /** Texts in the editor that are not saved. */
  unsaved = 0;
  private code: Promise<Editor> | null = null;
  private readonly versions = new Versions();
  private readonly director = new Director(this.history);
  private readonly feed: Feed;
  private readonly transports: Transports;
  private readonly densities = new Density();
  private readonly listeners = new Set<() => void>();
  private readonly watchers = new Set<object>();
  private after: (() => void)[] = [];
  private stopping: ReturnType<typeof setTimeout> | undefined;
  private fed = false;
  private answered = false;
  private heardAt = performance.now();
  private readonly heard = (message: unknown, buffers: unknown) => this.hears(message, buffers);

  constructor(
    private readonly model: Model,
    page: Page,
  ) {
    this.box = String(model.get("box") ?? "default");
    this.cells = cellsOf(model.get("cells"));
    this.transports = new Transports(
      String(model.get("stage") ?? ""),
      (text) => model.send({ type: "command", text }),
      page,
      () => this.changed(),
    );
    this.feed = new Feed({
      prologue: (head, facts) => this.prologue(head, facts),
      facts: (facts) => this.facts(facts),
      resend: (after) => this.resend(after),
    });
    model.on("msg:custom", this.heard);
  }

  /** Ends all; nothing may be asked any more. */
  close(): void {
    clearTimeout(this.stopping);
    this.model.off("msg:custom", this.heard);
    this.stop();
    this.code?.then((editor) => editor.close()).catch(() => {});
    this.transports.close();
    this.listeners.clear();
  }

  // -- what comes in ------------------------------------------------------------------------------

  private hears(message: unknown, buffers: unknown): void {
    const { type, text } = (message ?? {}) as { type?: unknown; text?: unknown };
    if (type === "answer" && typeof text === "string") this.transports.heard(text);
    const buffer = Array.isArray(buffers) ? buffers[0] : undefined;
    if (type === "batch" && buffer instanceof DataView && this.fed) {
      this.heardAt = performance.now();
      this.feed.take(buffer);
      this.changed();
    }
  }

  private prologue(head: Prologue, facts: readonly Fact[]): void {
    if (head.prologue === "fresh") {
      this.epoch += 1;
      this.densities.clear();
    }
    for (const fact of facts) this.learn(fact);
    this.codeEdition += 1;
    if (head.skipped) this.densities.addMany(this.history.live.at, head.skipped);
    this.director.prologue(head, facts);
  }

  private facts(facts: readonly Fact[]): void {
    for (const fact of facts) this.learn(fact);
    this.director.push(facts);
  }

  private learn(fact: Fact): void {
    this.who.learn(fact);
    if (fact.kind === "code.changed" || fact.kind === "routing.changed") this.codeEdition += 1;
    if (fact.kind === "code.changed") this.versions.learn(fact);
    if (fact.seq !== undefined) this.densities.add(fact);
  }

  private resend(after: number): void {
    this.quietly(this.ask("feed.resend", { after }));
  }

  // -- who looks ----------------------------------------------------------------------------------

  /** A view can be seen, or cannot any more. */
  seen(watcher: object, visible: boolean): void {
    if (visible) this.watchers.add(watcher);
    else this.watchers.delete(watcher);
    clearTimeout(this.stopping);
    if (this.watchers.size > 0) {
      this.director.setHidden(false);
      this.start();
    } else if (this.fed) this.stopping = setTimeout(() => this.rest(), GRACE);
  }

  /** A paused moment is kept: to begin anew would lose it. */
  private rest(): void {
    this.director.setHidden(true);
    if (!this.paused) this.stop();
  }

  private start(): void {
    if (this.fed) return;
    this.fed = true;
    const started = this.ask("feed.start").then((value) => {
      this.answered = true;
      const { control } = (value ?? {}) as { control?: Control | null };
      this.transports.use(control ?? null);
      this.changed();
    });
    this.quietly(started);
  }

  private stop(): void {
    if (!this.fed) return;
    this.fed = false;
    this.feed.reset();
    this.quietly(this.ask("feed.stop"));
  }

  /** The stage's own questions: that they failed is told by what `lost` and `waiting` say. */
  private quietly(answer: Promise<unknown>): void {
    answer.catch((problem: Error) => {
      if (this.watchers.size > 0) this.complain(problem);
    });
  }

  // -- questions and deeds ------------------------------------------------------------------------

  /** Asks the kernel; see README, "Commands". */
  ask(what: string, values: Record<string, unknown> = {}): Promise<unknown> {
    return this.transports.ask(what, values);
  }

  /** Does something in the kernel; what went wrong is told over the picture, and raised. */
  readonly act = async (what: string, values: Record<string, unknown>) => {
    try {
      return await this.ask(what, values);
    } catch (problem) {
      this.complain(problem as Error);
      throw problem;
    }
  };

  readonly deeds: Deeds = {
    openTab: async (path, name) => String(await this.act("tab.open", { path, name })),
    send: async (tab, text) => void (await this.act("tab.send", { tab, text })),
    closeTab: async (tab) => void (await this.act("tab.close", { tab })),
    reopenTab: async (tab) => void (await this.act("tab.reopen", { tab })),
    replaceWorker: async (name) =>
      void (await this.act("worker.kill", { worker: Number(name.slice(name.indexOf(":") + 1)) })),
  };

  // -- the editor ---------------------------------------------------------------------------------

  /** The editor, with the texts of all views of this sandbox; its module comes at the first call. */
  editor(): Promise<Editor> {
    this.code ??= this.ask("code.editor")
      .then((text) => moduleFrom(String(text)))
      .then((make) => (make as MakeEditor)(this))
      .catch((problem: Error) => {
        this.code = null;
        throw problem;
      });
    return this.code;
  }

  setUnsaved(texts: number): void {
    if (texts === this.unsaved) return;
    this.unsaved = texts;
    this.changed();
  }

  versionsOf(consumer: string): Version[] {
    return this.versions.of(consumer, this.liveNow);
  }

  private complain(problem: Error): void {
    this.problem = problem.message;
    this.changed();
  }

  dismiss(): void {
    this.problem = "";
    this.changed();
  }

  /** Whether tabs can be typed into: a kernel has answered and is not lost. */
  get live(): boolean {
    return this.answered && !this.lost;
  }

  get lost(): boolean {
    return this.transports.lost;
  }

  /** Commands that wait for the running cell. */
  get waiting(): number {
    return this.transports.waiting;
  }

  // -- time ---------------------------------------------------------------------------------------

  get state(): State {
    return this.director.state;
  }

  get version(): number {
    return this.director.version;
  }

  /** Lets the picture be what it is at *now*, in milliseconds of the page's clock. */
  advance(now: number): void {
    this.feed.tick(now);
    this.director.frame(now);
  }

  get moving(): boolean {
    return this.director.moving;
  }

  readonly air = (time: number): Air => this.director.air(time);
  readonly time = (): number => this.director.time;

  setCalm(calm: boolean): void {
    this.director.setCalm(calm);
  }

  get timing(): Timing {
    return this.director.timing;
  }

  get paused(): boolean {
    return this.timing.paused;
  }

  get speed(): number {
    return this.timing.speed;
  }

  toggle(): void {
    if (this.paused) this.director.resume();
    else this.director.pause();
    this.changed();
  }

  step(by: 1 | -1): void {
    if (by > 0) this.director.stepForward();
    else this.director.stepBack();
    this.changed();
  }

  canStep(by: 1 | -1): boolean {
    if (by > 0) return this.timing.behind > 0;
    const first = this.history.first?.seq;
    return first !== undefined && this.state.seq >= first;
  }

  setSpeed(speed: number): void {
    this.director.setSpeed(speed);
    this.changed();
  }

  toLive(): void {
    this.director.jumpToLive();
    this.changed();
  }

  /** Shows the moment *at*, in seconds of the log, as near as facts are kept. */
  seek(at: number): void {
    const seq = this.seqAt(at);
    if (seq !== null) this.director.seek(seq);
    this.changed();
  }

  /** The last kept fact that was no later than *at*. */
  private seqAt(at: number): number | null {
    const { first, last } = this.history;
    if (!first || !last) return null;
    let low = first.seq! - 1;
    let high = last.seq!;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const fact = this.history.next(middle - 1);
      if (fact && fact.at <= at) low = Math.max(middle, fact.seq!);
      else high = middle - 1;
    }
    return low;
  }

  /** The log's present, in seconds: it goes on while nothing happens. */
  get liveNow(): number {
    const since = this.live ? (performance.now() - this.heardAt) / 1000 : 0;
    return this.history.live.at + since;
  }

  /** The log's time that is shown, in seconds. */
  get now(): number {
    const { live, behind } = this.timing;
    return live && behind === 0 ? this.liveNow : this.state.at;
  }

  /** How long ago it was what is shown, in seconds; 0 where that is not worth telling. */
  get ago(): number {
    const { live, behind } = this.timing;
    const ago = this.liveNow - this.state.at;
    return live || behind === 0 || ago < WORTH_TELLING ? 0 : ago;
  }

  /** The stretch of time that the strip shows: the last *seconds*, or back to what is shown. */
  span(seconds: number): [from: number, to: number] {
    const to = Math.max(this.liveNow, 1);
    const back = Math.max(seconds, (to - this.now) * 1.1);
    return [Math.max(0, to - back), to];
  }

  density(from: number, to: number, bars: number): Bars {
    return this.densities.bars(from, to, bars);
  }

  // -- facts --------------------------------------------------------------------------------------

  /** The newest fact that is shown; null before the first, or where it is not kept. */
  get current(): Fact | null {
    return this.history.fact(this.state.seq) ?? null;
  }

  fact(seq: number): Fact | undefined {
    return this.history.fact(seq);
  }

  /** All kept facts, oldest first: a new list. */
  allFacts(): Fact[] {
    return [...this.history];
  }

  /** Facts around the one that is shown: up to *n* before it and itself, up to *n* after it. */
  around(n: number): { before: Fact[]; after: Fact[] } {
    const { seq } = this.state;
    const before: Fact[] = [];
    let fact = this.history.fact(seq) ?? this.history.previous(seq);
    for (; fact && before.length < n; fact = this.history.previous(fact.seq!)) before.push(fact);
    const after: Fact[] = [];
    fact = this.history.next(seq);
    for (; fact && after.length < n; fact = this.history.next(fact.seq!)) after.push(fact);
    return { before: before.reverse(), after };
  }

  // -- views --------------------------------------------------------------------------------------

  /** Calls *listener* whenever something may look different; returns what ends that. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }

  /** Calls once after the next drawing. */
  afterRender(call: () => void): void {
    this.after.push(call);
    this.changed();
  }

  /** A view has been drawn. */
  rendered(): void {
    for (const call of this.after.splice(0)) call();
  }
}
