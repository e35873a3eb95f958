/**
 * Where a view is: in its output cell, pinned over the notebook, or in a window of its own.
 *
 * It moves one element (the host of the view's shadow root) between places and undoes all it did
 * to the page. A shadow root cannot draw in another document than its own, so that a window needs
 * another host. Knows nothing of what the element shows.
 */

export type Place = "cell" | "pin" | "window";
export type Side = "right" | "bottom";

const STORE = "channel-sandbox.pin";
const TAKEN = "channel-sandbox:taken";
const SMALLEST = { right: 360, bottom: 240 };
/** Narrower pages have no room for a stage beside the notebook. */
const BESIDE = 720;
/** From this width on the flow is side by side, which takes half the height. */
const MEDIUM = 712;
/** What a stage at the bottom takes of the height, and of a telephone's. */
const SHARE = { page: 0.5, telephone: 0.6 };
/** Pixels of a stage that is folded away: what a finger needs, and a rule. */
const FOLDED = 46;
/** Above the page, below its menus and dialogs (JupyterLab's begin at 10,000). */
const LAYER = 900;

interface Remembered {
  side: Side;
  right: number | null;
  bottom: number | null;
}

/** One stage of a box takes the pin or the window from another. */
interface Taking {
  box: string;
  by: HTMLElement;
  /** Set by the one that yields. */
  from: "pin" | null;
}

/** What got room, and by which rules. */
interface Padded {
  element: HTMLElement;
  style: HTMLStyleElement;
}

let marks = 0;

export class Places {
  place: Place = "cell";
  /** The browser has refused to open a window without a click. */
  blocked = false;
  /** The pinned stage is a bar at the bottom. */
  folded = false;
  private popup: Window | null = null;
  /** Where the stage goes when its window closes. */
  private before: "cell" | "pin" = "cell";
  private remembered: Remembered;
  private readonly undo: (() => void)[] = [];
  private padded: Padded | null = null;
  private readonly mark = `data-channel-sandbox-${++marks}`;
  /** The output may come into the page after us, and the notebook's own panels come and go. */
  private readonly room = new ResizeObserver(() => this.place === "pin" && this.pad());

  /**
   * @param home    the output's element; the host goes back into it
   * @param host    what is moved
   * @param another makes a host for another document, in the place of the present one
   * @param box     one pinned stage for each name: a new one replaces it
   * @param changed is called after each move and each change of size
   */
  constructor(
    private readonly home: HTMLElement,
    private host: HTMLElement,
    private readonly another: (document: Document) => HTMLElement,
    private readonly box: string,
    private readonly changed: () => void,
  ) {
    this.remembered = recall();
    this.listen(document, TAKEN, (event) => this.yieldTo(event as CustomEvent));
    this.listen(window, "resize", () => this.place === "pin" && this.layOut());
    this.listen(window, "pagehide", () => this.popup?.close());
    this.room.observe(home);
  }

  get side(): Side {
    return this.canFlip ? this.remembered.side : "bottom";
  }

  /** Whether there is room beside the notebook, so that the side can be chosen. */
  get canFlip(): boolean {
    return innerWidth >= BESIDE;
  }

  /** Pixels across: the width of a stage at the right, the height of one at the bottom. */
  get size(): number {
    const room = this.side === "right" ? innerWidth : innerHeight;
    const share = this.canFlip ? SHARE.page : SHARE.telephone;
    const usual =
      this.side === "right" ? Math.max(room * 0.52, Math.min(MEDIUM, room * 0.56)) : room * share;
    const wanted = this.remembered[this.side] ?? usual;
    return Math.min(room * 0.9, Math.max(SMALLEST[this.side], wanted));
  }

  /** The window that the host is in. */
  get view(): Window & typeof globalThis {
    return (this.host.ownerDocument.defaultView ?? window) as Window & typeof globalThis;
  }

  /** Goes to *place*, or back from there: out of a window to where the stage was before. */
  toggle(place: "pin" | "window"): void {
    if (this.place !== place) this.go(place);
    else this.go(place === "window" ? this.before : "cell");
  }

  go(place: Place): void {
    if (place === this.place && !this.blocked) return;
    const popup = place === "window" ? this.open() : null;
    this.blocked = place === "window" && popup === null;
    if (!this.blocked) this.move(place, popup);
    this.changed();
  }

  /** Folds the pinned stage into a bar, or opens it again. */
  fold(folded: boolean): void {
    this.folded = folded;
    this.layOut();
  }

  private move(place: Place, popup: Window | null): void {
    const from = this.place;
    const taken = place === "cell" ? null : this.take();
    this.leave();
    if (place === "pin") this.enterPin();
    if (popup) {
      this.before = from === "pin" || taken === "pin" ? "pin" : "cell";
      this.enterWindow(popup);
    }
  }

  /** Docks the pinned stage at the other edge. */
  flip(): void {
    this.remembered.side = this.side === "right" ? "bottom" : "right";
    this.layOut();
  }

  resize(size: number): void {
    this.remembered[this.side] = size;
    this.layOut();
  }

  toggleFullscreen(): void {
    const { ownerDocument } = this.host;
    const done = ownerDocument.fullscreenElement
      ? ownerDocument.exitFullscreen()
      : this.host.requestFullscreen();
    // A page may forbid it; the stage then stays as large as it is.
    done.catch(() => this.changed());
  }

  /** Leaves the page as it was found. */
  dispose(): void {
    this.leave();
    this.room.disconnect();
    for (const one of this.undo) one();
  }

  private leave(): void {
    const { popup } = this;
    this.popup = null;
    this.unpad();
    this.place = "cell";
    this.folded = false;
    if (this.host.ownerDocument !== document) this.host = this.another(document);
    this.host.dataset.place = "cell";
    this.host.removeAttribute("style");
    if (this.host.parentNode !== this.home) this.home.prepend(this.host);
    popup?.close();
  }

  private enterPin(): void {
    this.place = "pin";
    this.host.dataset.place = "pin";
    document.body.append(this.host);
    this.layOut();
  }

  /** Asks for the place that another stage of this box has; returns which pin or cell that leaves. */
  private take(): "pin" | null {
    const detail: Taking = { box: this.box, by: this.host, from: null };
    document.dispatchEvent(new CustomEvent(TAKEN, { detail }));
    return detail.from;
  }

  private yieldTo({ detail }: CustomEvent<Taking>): void {
    if (detail.box !== this.box || detail.by === this.host || this.place === "cell") return;
    if (this.place === "pin" || this.before === "pin") detail.from = "pin";
    // A window of this name is the other's now.
    this.popup = null;
    this.go("cell");
  }

  private layOut(): void {
    const { side, size, folded } = this;
    const across = side === "right" ? `right:0;width:${size}px` : "left:0;right:0";
    const along = side === "right" ? "top:0" : `height:${size}px`;
    const edge = `${across};${folded ? `height:${FOLDED}px` : along}`;
    this.host.style.cssText = `position:fixed;bottom:0;z-index:${LAYER};${edge}`;
    this.pad();
    remember(this.remembered);
    this.changed();
  }

  /** Keeps the notebook's own content clear of the stage: what scrolls gets room at that edge. */
  private pad(): void {
    const element = this.place === "pin" ? scrollerOf(this.home) : null;
    const covered = element ? this.covered(boundsOf(element)) : 0;
    if (this.padded?.element !== element || covered <= 0) this.unpad();
    if (!element || covered <= 0) return;
    if (!this.padded) {
      this.padded = { element, style: document.head.appendChild(document.createElement("style")) };
      element.setAttribute(this.mark, "");
      this.room.observe(element, { box: "border-box" });
    }
    const text = roomFor(this.mark, this.beside, covered, this.beside || !this.canFlip);
    // What is the same must not be laid out again: that would be told as another size.
    if (this.padded.style.textContent !== text) this.padded.style.textContent = text;
  }

  private covered({ right, bottom }: { right: number; bottom: number }): number {
    if (this.beside) return right - (innerWidth - this.size);
    return bottom - (innerHeight - (this.folded ? FOLDED : this.size));
  }

  private get beside(): boolean {
    return this.side === "right" && !this.folded;
  }

  private unpad(): void {
    if (!this.padded) return;
    const { element, style } = this.padded;
    this.padded = null;
    style.remove();
    element.removeAttribute(this.mark);
    this.room.unobserve(element);
  }

  private open(): Window | null {
    return window.open("", `channel-sandbox-${this.box}`, "popup,width=1280,height=840");
  }

  private enterWindow(popup: Window): void {
    this.popup = popup;
    this.place = "window";
    const { document: page } = popup;
    this.host.remove();
    this.host = this.another(page);
    this.host.dataset.place = "window";
    page.title = document.title;
    page.documentElement.style.height = "100%";
    page.body.style.cssText = "margin:0;height:100%";
    page.body.replaceChildren(this.host);
    popup.addEventListener("pagehide", () => this.popup === popup && this.go(this.before));
    popup.focus();
  }

  private listen(target: EventTarget, name: string, call: (event: Event) => void): void {
    target.addEventListener(name, call);
    this.undo.push(() => target.removeEventListener(name, call));
  }
}

/**
 * Rules that give room to what is marked. Not by its own style: JupyterLab writes that anew at every
 * change of size. *wrap*: lines of code wrap, as in an editor that is told to, and are not cut.
 */
function roomFor(mark: string, beside: boolean, covered: number, wrap: boolean): string {
  const side = beside ? "padding-right" : "padding-bottom";
  const lines = `[${mark}] .cm-editor .cm-content {
    white-space: break-spaces; overflow-wrap: anywhere; flex-shrink: 1; min-width: 0; }`;
  return `[${mark}] { box-sizing: border-box !important; ${side}: ${covered}px !important; }
    ${wrap ? lines : ""}`;
}

/** Where an element can be seen: what is around it may be smaller. */
function boundsOf(element: HTMLElement): { right: number; bottom: number } {
  const own = element.getBoundingClientRect();
  return { right: Math.min(own.right, innerWidth), bottom: Math.min(own.bottom, innerHeight) };
}

/** What scrolls around the output: the notebook. */
function scrollerOf(element: HTMLElement): HTMLElement | null {
  for (let one = element.parentElement; one; one = one.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(one).overflowY) && one.clientHeight > 300) return one;
  }
  return null;
}

function recall(): Remembered {
  const fresh: Remembered = {
    side: innerWidth >= 1000 ? "right" : "bottom",
    right: null,
    bottom: null,
  };
  try {
    const found = JSON.parse(localStorage.getItem(STORE) ?? "{}") as Partial<Remembered>;
    return {
      side: found.side === "right" || found.side === "bottom" ? found.side : fresh.side,
      right: typeof found.right === "number" ? found.right : null,
      bottom: typeof found.bottom === "number" ? found.bottom : null,
    };
  } catch {
    return fresh;
  }
}

function remember(what: Remembered): void {
  try {
    localStorage.setItem(STORE, JSON.stringify(what));
  } catch {
    // A page may forbid storage: the size then lasts as long as the page.
  }
}
