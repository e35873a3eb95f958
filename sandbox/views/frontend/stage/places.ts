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
const PINNED = "channel-sandbox:pinned";
const SMALLEST = { right: 360, bottom: 240 };
/** Above the page, below its menus and dialogs (JupyterLab's begin at 10,000). */
const LAYER = 900;

interface Remembered {
  side: Side;
  right: number | null;
  bottom: number | null;
}

/** What got room, at which side, and its style before. */
interface Padded {
  element: HTMLElement;
  side: "paddingRight" | "paddingBottom";
  before: string;
}

export class Places {
  place: Place = "cell";
  /** The browser has refused to open a window without a click. */
  blocked = false;
  private popup: Window | null = null;
  private remembered: Remembered;
  private readonly undo: (() => void)[] = [];
  private padded: Padded | null = null;
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
    this.listen(document, PINNED, (event) => this.yieldTo(event as CustomEvent));
    this.listen(window, "resize", () => this.place === "pin" && this.layOut());
    this.listen(window, "pagehide", () => this.popup?.close());
    this.room.observe(home);
  }

  get side(): Side {
    return this.remembered.side;
  }

  /** Pixels across: the width of a stage at the right, the height of one at the bottom. */
  get size(): number {
    const room = this.side === "right" ? innerWidth : innerHeight;
    const wanted = this.remembered[this.side] ?? (this.side === "right" ? room * 0.52 : room * 0.5);
    return Math.max(SMALLEST[this.side], Math.min(wanted, room * 0.9));
  }

  /** The window that the host is in. */
  get view(): Window & typeof globalThis {
    return (this.host.ownerDocument.defaultView ?? window) as Window & typeof globalThis;
  }

  /** Goes to *place*, or back into the cell from there. */
  toggle(place: "pin" | "window"): void {
    this.go(this.place === place ? "cell" : place);
  }

  go(place: Place): void {
    if (place === this.place && !this.blocked) return;
    this.blocked = false;
    this.leave();
    if (place === "pin") this.enterPin();
    if (place === "window") this.enterWindow();
    this.changed();
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
    if (this.host.ownerDocument !== document) this.host = this.another(document);
    this.host.dataset.place = "cell";
    this.host.removeAttribute("style");
    if (this.host.parentNode !== this.home) this.home.prepend(this.host);
    popup?.close();
  }

  private enterPin(): void {
    this.place = "pin";
    this.host.dataset.place = "pin";
    document.dispatchEvent(new CustomEvent(PINNED, { detail: { box: this.box, by: this.host } }));
    document.body.append(this.host);
    this.layOut();
  }

  private yieldTo({ detail }: CustomEvent<{ box: string; by: HTMLElement }>): void {
    if (detail.box === this.box && detail.by !== this.host && this.place === "pin") this.go("cell");
  }

  private layOut(): void {
    const { side, size } = this;
    const edge =
      side === "right" ? `top:0;right:0;width:${size}px` : `left:0;right:0;height:${size}px`;
    this.host.style.cssText = `position:fixed;bottom:0;z-index:${LAYER};${edge}`;
    this.pad();
    remember(this.remembered);
    this.changed();
  }

  /** Keeps the notebook's own content clear of the stage: what scrolls gets room at that edge. */
  private pad(): void {
    const element = this.place === "pin" ? scrollerOf(this.home) : null;
    const side = this.side === "right" ? "paddingRight" : "paddingBottom";
    const covered = element ? this.covered(element.getBoundingClientRect()) : 0;
    const same = this.padded?.element === element && this.padded.side === side;
    if (!same) this.unpad();
    if (!element || covered <= 0) {
      this.unpad();
      return;
    }
    if (!this.padded) {
      this.padded = { element, side, before: element.style.cssText };
      this.room.observe(element, { box: "border-box" });
    }
    element.style.boxSizing = "border-box";
    element.style[side] = `${covered}px`;
  }

  private covered({ right, bottom }: DOMRect): number {
    return this.side === "right"
      ? right - (innerWidth - this.size)
      : bottom - (innerHeight - this.size);
  }

  private unpad(): void {
    if (!this.padded) return;
    const { element, before } = this.padded;
    this.padded = null;
    element.style.cssText = before;
    this.room.unobserve(element);
  }

  private enterWindow(): void {
    const popup = window.open("", `channel-sandbox-${this.box}`, "popup,width=1280,height=840");
    if (!popup) {
      this.blocked = true;
      return;
    }
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
    popup.addEventListener("pagehide", () => this.popup === popup && this.go("cell"));
    popup.focus();
  }

  private listen(target: EventTarget, name: string, call: (event: Event) => void): void {
    target.addEventListener(name, call);
    this.undo.push(() => target.removeEventListener(name, call));
  }
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
