/**
 * All texts of one sandbox that are being edited, and what is asked of the kernel for them.
 *
 * It outlives the places that show it, so that closing or moving the editor loses nothing. Knows no
 * DOM; what becomes of a text is decided in `sheets.ts`.
 */

import type { Known } from "./completing.ts";
import type { Kernel, Version } from "./contract.ts";
import type { Problem, Served, Sheet } from "./sheets.ts";
import * as sheets from "./sheets.ts";

/** What a text that brings a new consumer is kept under; no consumer has this name. */
export const NEW = "";
/** Milliseconds for which what may be completed is not asked for again. */
const FRESH = 2_000;

interface Listed {
  consumers: Served[];
  routes: string[];
}

type Outcome =
  | { saved: true; changed: { name: string; version: string }[] }
  | { saved: false; conflict: Served }
  | ({ saved: false; conflict?: undefined } & Problem);

/** What the last `undo` did: the names of what serves otherwise now; or why it was not done. */
export type Undone = { names: string[] } | { problem: string };

export class Desk {
  /** What serves, in the ladder's order; empty before the first answer. */
  served: readonly Served[] = [];
  routes: readonly string[] = [];
  /** The kernel has told what there is. */
  ready = false;
  /** Why it could not be told; "" where it was. */
  problem = "";
  undone: Undone | null = null;
  /** The name of the text that was shown last; null before the first. */
  last: string | null = null;
  /** The wish that was followed last. */
  wish = 0;
  private readonly texts = new Map<string, Sheet>();
  private readonly listeners = new Set<() => void>();
  private readonly known = new Map<string, { at: number; what: Promise<Known> }>();
  private readonly unsubscribe: () => void;
  private edition = -1;
  private asking = false;

  constructor(private readonly kernel: Kernel) {
    this.unsubscribe = kernel.subscribe(() => this.look());
    this.look();
  }

  close(): void {
    this.unsubscribe();
    this.listeners.clear();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  get live(): boolean {
    return this.kernel.live;
  }

  versionsOf(name: string): Version[] {
    return this.kernel.versionsOf(name);
  }

  // -- what there is ------------------------------------------------------------------------------

  /** The names of all texts: what serves, then what serves no longer and is not saved. */
  get names(): string[] {
    const served = this.served.map(({ name }) => name);
    const kept = [...this.texts.keys()].filter((name) => name !== NEW && !served.includes(name));
    return [...served, ...kept];
  }

  /** The text of a consumer, or of a new one; null where nothing has that name. */
  sheet(name: string): Sheet | null {
    const there = this.texts.get(name);
    if (there) return there;
    const served = this.served.find((one) => one.name === name);
    if (!served && name !== NEW) return null;
    const sheet = served ? sheets.sheetOf(served) : sheets.newSheet();
    this.texts.set(name, sheet);
    return sheet;
  }

  /** The name by which a consumer is listed: a class's method leads to its class. */
  nameOf(consumer: string): string | null {
    const names = this.names;
    if (names.includes(consumer)) return consumer;
    const short = consumer.slice(consumer.lastIndexOf(".") + 1);
    return names.find((name) => name.split(" ")[0] === short) ?? null;
  }

  isUnsaved(name: string): boolean {
    const sheet = this.texts.get(name);
    return sheet !== undefined && sheets.isUnsaved(sheet);
  }

  /** Asks what there is, if it may have changed since it was asked last. */
  private look(): void {
    const { codeEdition, live } = this.kernel;
    if (!live || this.asking || this.edition === codeEdition) return;
    this.edition = codeEdition;
    this.asking = true;
    this.kernel
      .ask("code.list")
      .then(
        (listed) => this.listed(listed as Listed),
        (error: Error) => this.set(() => (this.problem = error.message)),
      )
      .finally(() => {
        this.asking = false;
        this.look();
      });
  }

  private listed({ consumers, routes }: Listed): void {
    this.set(() => {
      this.ready = true;
      this.problem = "";
      this.served = consumers;
      this.routes = routes;
      for (const [name, sheet] of this.texts) {
        if (name === NEW) continue;
        const served = consumers.find((one) => one.name === name) ?? null;
        const worthless = !sheets.isUnsaved(sheet) && sheet.shelved.length === 0;
        if (served === null && worthless) this.texts.delete(name);
        else this.texts.set(name, sheets.follow(sheet, served));
      }
    });
  }

  private set(change: () => void): void {
    change();
    this.kernel.setUnsaved([...this.texts.values()].filter(sheets.isUnsaved).length);
    for (const listener of this.listeners) listener();
  }

  // -- what is done -------------------------------------------------------------------------------

  /** Lets a text become what *change* makes of it. */
  change(name: string, change: (sheet: Sheet) => Sheet): void {
    const sheet = this.sheet(name);
    if (sheet === null) return;
    const changed = change(sheet);
    if (changed === sheet) return;
    this.set(() => {
      this.undone = null;
      this.texts.set(name, changed);
    });
  }

  /**
   * Lets the text serve. Gives the name of what it has brought, which a new text's is not before.
   * Does nothing while it is on its way, and while a person has to choose between two texts.
   */
  async save(name: string): Promise<string> {
    const sheet = this.sheet(name);
    if (sheet === null || sheet.saving || sheet.theirs !== null) return name;
    const { text } = sheet;
    const consumer = sheet.served === null ? null : sheet.name;
    this.change(name, sheets.saving);
    try {
      const asked = { consumer, source: text, base: consumer === null ? null : sheet.base };
      return this.told(name, text, (await this.kernel.ask("code.save", asked)) as Outcome);
    } catch (error) {
      this.change(name, (now) => sheets.failed(now, (error as Error).message));
      return name;
    }
  }

  private told(name: string, text: string, outcome: Outcome): string {
    if (!outcome.saved) {
      this.change(name, (now) =>
        outcome.conflict ? sheets.conflict(now, outcome.conflict) : sheets.refused(now, outcome),
      );
      return name;
    }
    // One that stands in two rules is listed as "name (channels)".
    const isMine = (one: string) => one === name || name.startsWith(`${one} (`);
    const mine = outcome.changed.find((one) => isMine(one.name)) ?? outcome.changed[0];
    if (mine === undefined || isMine(mine.name)) {
      this.change(name, (now) => sheets.saved(now, text, mine?.version ?? now.base ?? ""));
      return name;
    }
    return this.moved(name, text, mine);
  }

  /** The text has brought a consumer of another name: it is that one's from now on. */
  private moved(from: string, text: string, to: { name: string; version: string }): string {
    this.set(() => {
      const sheet = { ...this.texts.get(from)!, name: to.name, base: null };
      this.texts.delete(from);
      this.texts.set(to.name, sheets.saved(sheet, text, to.version));
    });
    return to.name;
  }

  /** Takes the last change of code back, whoever made it. */
  async undo(): Promise<void> {
    try {
      const names = (await this.kernel.ask("code.undo")) as string[];
      this.set(() => (this.undone = { names }));
    } catch (error) {
      this.set(() => (this.undone = { problem: (error as Error).message }));
    }
  }

  /** What may be written in a text; asked for again when it is no longer fresh. */
  completions(name: string): Promise<Known> {
    const now = performance.now();
    const known = this.known.get(name);
    if (known && now - known.at < FRESH) return known.what;
    const consumer = this.served.some((one) => one.name === name) ? name : null;
    const what = this.kernel.ask("code.complete", { consumer }) as Promise<Known>;
    this.known.set(name, { at: now, what });
    return what;
  }
}
