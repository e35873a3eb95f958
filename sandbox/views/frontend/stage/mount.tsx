/**
 * One view: its shadow root, what it measures, and the loop that draws it while it can be seen.
 *
 * The only module that listens to the page. `unmount` undoes everything.
 */

import { render } from "preact";
import flowCss from "../flow/flow.css";
import handsCss from "./hands.css";
import { keepFromPage } from "./keys.ts";
import { Places } from "./places.ts";
import {
  MARGIN,
  modeFor,
  pinnedScale,
  roomFor,
  roomyFrom,
  SPEEDY,
  scaleFor,
  TELEPHONE,
} from "./scale.ts";
import type { Session } from "./session.ts";
import { type Frame, type Look, Shell, VIEWS } from "./shell.tsx";
import { Slip } from "./slip.tsx";
import stageCss from "./stage.css";
import tableCss from "./table.css";
import { onPageTheme, pageTheme, themeNamed } from "./themes.ts";
import tokensCss from "./tokens.css";
import { languageFor } from "./words.ts";

/** What Python asks for: `box.show("table", pin=True, theme="projector")`. */
export interface Options {
  view?: unknown;
  pin?: unknown;
  window?: unknown;
  theme?: unknown;
  language?: unknown;
}

const CSS = [tokensCss, stageCss, tableCss, handsCss, flowCss].join("\n");
/** Milliseconds between two drawings of actors and text while facts come all the time. */
const PAUSE = 1000 / 15;
/** Of the time that passes, at most one part in this many is spent on drawing them. */
const SHARE = 4;
/** Ages and "12 s ago" are brought up to date this often while nothing else moves. */
const CLOCK = 500;
const KEYS = ["keydown", "keypress", "keyup"] as const;

export class Mount {
  private shown = shadow(document);
  private readonly slip = shadow(document);
  private readonly places: Places;
  private look: Look;
  /** Whether the theme follows the page; a choice by hand ends that. */
  private following: boolean;
  private readonly system = matchMedia("(prefers-color-scheme: dark)");
  private readonly reduced = matchMedia("(prefers-reduced-motion: reduce)");
  private readonly coarse = matchMedia("(pointer: coarse)");
  private readonly draws = new Set<(time: number) => void>();
  private readonly undo: (() => void)[] = [];
  private unwatch: () => void = () => {};
  private inSight = false;
  private size = { width: 0, height: 0 };
  private frame: { view: Window; id: number } | null = null;
  private clock: ReturnType<typeof setTimeout> | undefined;
  private dirty = true;
  private drawn = -1;
  private mayRender = 0;

  constructor(
    private readonly session: Session,
    el: HTMLElement,
    options: Options,
  ) {
    const theme = themeNamed(options.theme);
    this.following = theme === null;
    this.look = {
      view: VIEWS.find((view) => view === options.view) ?? "flow",
      theme: theme ?? pageTheme(document, this.system),
      language: languageFor(options.language ?? document.documentElement.lang),
      selection: null,
      side: null,
      filter: "",
      open: null,
      code: null,
      help: false,
    };
    el.append(this.shown.host, this.slip.host);
    this.places = new Places(
      el,
      this.shown.host,
      (page) => this.another(page),
      session.box,
      () => this.moved(),
    );
    this.listen();
    this.moved();
    if (options.pin) this.places.go("pin");
    if (options.window) this.places.go("window");
  }

  unmount(): void {
    this.stop();
    clearTimeout(this.clock);
    this.unwatch();
    for (const one of this.undo) one();
    render(null, this.shown.into);
    render(null, this.slip.into);
    this.places.dispose();
    this.shown.host.remove();
    this.slip.host.remove();
    this.session.seen(this, false);
  }

  /** Goes on in another document, with all that `look` remembers. */
  private another(page: Document): HTMLElement {
    this.unwatch();
    this.stop();
    render(null, this.shown.into);
    this.shown.host.remove();
    this.shown = shadow(page);
    return this.shown.host;
  }

  private listen(): void {
    const on = (target: EventTarget, name: string, call: () => void) => {
      target.addEventListener(name, call);
      this.undo.push(() => target.removeEventListener(name, call));
    };
    on(this.reduced, "change", () => this.update());
    on(this.coarse, "change", () => this.update());
    this.undo.push(onPageTheme(document, this.system, () => this.pageThemeChanged()));
    this.undo.push(this.session.subscribe(() => this.wake()));
  }

  /** The view is in another place now: what is measured there is measured anew. */
  private moved(): void {
    this.unwatch();
    this.stop();
    this.unwatch = this.watch(this.places.view);
    this.update();
  }

  private watch(view: Window & typeof globalThis): () => void {
    const page = view.document;
    const sized = new view.ResizeObserver(() => this.measure());
    sized.observe(this.shown.host);
    const crossing = new view.IntersectionObserver((entries) => {
      this.inSight = entries.at(-1)!.isIntersecting;
      this.sightChanged();
    });
    crossing.observe(this.shown.host);
    const seen = () => this.sightChanged();
    const whole = () => this.measure();
    page.addEventListener("visibilitychange", seen);
    page.addEventListener("fullscreenchange", whole);
    this.measure();
    return () => {
      sized.disconnect();
      crossing.disconnect();
      page.removeEventListener("visibilitychange", seen);
      page.removeEventListener("fullscreenchange", whole);
    };
  }

  private measure(): void {
    const { width, height } = this.shown.host.getBoundingClientRect();
    if (width !== this.size.width || height !== this.size.height) this.size = { width, height };
    this.sightChanged();
    this.update();
  }

  private get visible(): boolean {
    const page = this.places.view.document;
    return this.inSight && this.size.width > 0 && page.visibilityState !== "hidden";
  }

  private sightChanged(): void {
    this.session.seen(this, this.visible);
    if (this.visible) this.wake();
    else this.stop();
  }

  private pageThemeChanged(): void {
    if (this.following) this.change({ theme: pageTheme(document, this.system) }, true);
  }

  private readonly change = (look: Partial<Look>, byPage = false): void => {
    if (look.theme && !byPage) this.following = false;
    this.look = { ...this.look, ...look };
    this.update();
  };

  /** Draws all anew in the next frame. */
  private update(): void {
    this.dirty = true;
    this.wake();
  }

  private wake(): void {
    if (this.frame || !this.visible) return;
    clearTimeout(this.clock);
    const { view } = this.places;
    this.frame = { view, id: view.requestAnimationFrame(this.step) };
  }

  private stop(): void {
    if (this.frame) this.frame.view.cancelAnimationFrame(this.frame.id);
    this.frame = null;
    clearTimeout(this.clock);
  }

  private readonly step = (time: number): void => {
    this.frame = null;
    this.session.advance(time);
    const stale = this.dirty || this.session.version !== this.drawn;
    if (stale && (this.dirty || time >= this.mayRender)) this.paint();
    const shown = this.session.time();
    for (const draw of this.draws) draw(shown);
    if (this.session.moving || this.session.version !== this.drawn) this.wake();
    else this.clock = setTimeout(() => this.update(), CLOCK);
  };

  private paint(): void {
    const began = performance.now();
    this.dirty = false;
    this.drawn = this.session.version;
    const frame = this.measured();
    render(
      <Shell
        session={this.session}
        look={this.look}
        change={this.change}
        frame={frame}
        places={this.places}
      />,
      this.shown.into,
    );
    render(<Slip places={this.places} look={this.look} scale={frame.scale} />, this.slip.into);
    this.session.rendered();
    const now = performance.now();
    this.mayRender = Math.max(began + PAUSE, now + (now - began) * (SHARE - 1));
  }

  private measured(): Frame {
    const { width, height } = this.size;
    const { host } = this.shown;
    const whole = host.ownerDocument.fullscreenElement === host;
    const large = whole || this.places.place === "window";
    const { place, folded } = this.places;
    const pinned = place === "pin" && !whole;
    const scale = pinned
      ? pinnedScale(this.look.theme, width, height)
      : scaleFor(this.look.theme, width, height, large);
    const units = Math.floor(width / scale) - 2 * MARGIN;
    const touch = this.coarse.matches || units < TELEPHONE;
    const filled = pinned || large;
    const compact = filled && height / scale < roomyFrom(modeFor(units), pinned);
    return {
      width: units,
      room: filled ? roomFor(height / scale, compact) : null,
      scale,
      mode: modeFor(units),
      calm: this.reduced.matches,
      place,
      whole,
      folded: pinned && folded,
      compact,
      speeds: units >= SPEEDY || !(compact || touch),
      touch,
      onFrame: this.onFrame,
    };
  }

  private readonly onFrame = (draw: (time: number) => void): (() => void) => {
    this.draws.add(draw);
    this.wake();
    return () => this.draws.delete(draw);
  };
}

/** A shadow root in a document of its own, and what is drawn into. It goes with its listeners. */
function shadow(page: Document): { host: HTMLElement; into: HTMLElement } {
  const host = page.createElement("div");
  const style = page.createElement("style");
  const into = page.createElement("div");
  style.textContent = CSS;
  into.className = "root";
  host.attachShadow({ mode: "open" }).append(style, into);
  for (const name of KEYS) host.addEventListener(name, keepFromPage);
  return { host, into };
}
