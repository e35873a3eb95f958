/**
 * The way back to the kernel: commands go out, one answer comes for each.
 *
 * A message over the comm waits for the running cell. So commands go over the sandbox's control
 * socket wherever the browser reaches it, and over the comm where it does not; what waits there is
 * counted, for the stage to say so. Knows nothing of what the commands mean.
 */

export interface Control {
  port: number;
  token: string;
}

/** What of the browser is used here; tests give their own. */
export interface Browser {
  open(url: string, token: string): WebSocket;
  /** Calls once after some milliseconds; returns what prevents it. */
  later(milliseconds: number, call: () => void): () => void;
  random(): number;
}

/** Where the page is: decides how the control port can be reached. */
export interface Page {
  /** `location.href`. */
  href: string;
  /** Jupyter's base URL, such as "/user/ann/"; null where the page does not tell. */
  baseUrl: string | null;
}

interface Pending {
  text: string;
  /** Asking twice does no harm, so it may go again by another way. */
  again: boolean;
  way: "socket" | "comm";
  done(value: unknown): void;
  failed(problem: Error): void;
  /** Ends the count-down after which it counts as waiting. */
  patience: () => void;
  waits: boolean;
}

const PATIENCE = 600;
const SHORTEST = 500;
const LONGEST = 30_000;
/** A refused or dropped handshake may take a proxy this long to tell. */
const HANDSHAKE = 8_000;
/** What is asked first over a new socket; its answer has the number of no command. */
const HELLO = { id: 0, do: "hello" };
const REPEATABLE = new Set([
  "feed.start",
  "feed.stop",
  "feed.resend",
  "content",
  "source",
  "story",
  "code.list",
  "code.complete",
  "code.editor",
]);

export const theBrowser: Browser = {
  open: (url, token) => new WebSocket(url, [token]),
  later: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};

/** Reads where the page is; Jupyter's pages carry their base URL in a script element. */
export function thePage(document: Document): Page {
  const text = document.getElementById("jupyter-config-data")?.textContent;
  return { href: document.location.href, baseUrl: baseUrlOf(text ?? null) };
}

/** The base URL in Jupyter's page configuration; null where there is none. */
export function baseUrlOf(config: string | null): string | null {
  if (!config) return null;
  try {
    const found: unknown = (JSON.parse(config) as { baseUrl?: unknown }).baseUrl;
    return typeof found === "string" ? found : null;
  } catch {
    return null;
  }
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Addresses of the control port as this page may reach it, the best first. */
export function addresses(page: Page, port: number): string[] {
  const here = new URL(page.href);
  const found: string[] = [];
  if (page.baseUrl !== null && /^https?:$/.test(here.protocol)) {
    const proxied = new URL(`${page.baseUrl.replace(/\/*$/, "/")}proxy/${port}/`, here);
    proxied.protocol = here.protocol === "https:" ? "wss:" : "ws:";
    found.push(proxied.href);
  }
  // Elsewhere 127.0.0.1 is the visitor's own machine, not the kernel's.
  if (here.protocol === "http:" && LOOPBACK.test(here.hostname))
    found.push(`ws://${here.hostname}:${port}/`);
  return found;
}

export class Transports {
  private readonly pending = new Map<number, Pending>();
  private next = 1;
  private control: Control | null = null;
  private socket: WebSocket | null = null;
  private ready = false;
  private retries = 0;
  private stopRetry: () => void = () => {};
  private closed = false;

  /**
   * @param stage   names the stage in every command
   * @param post    sends a text over the comm; may throw where the kernel is gone
   * @param page    where the control port may be reached
   * @param changed is called when `waiting`, `connected` or `lost` may have changed
   */
  constructor(
    private readonly stage: string,
    private readonly post: (text: string) => void,
    private readonly page: Page,
    private readonly changed: () => void,
    private readonly browser: Browser = theBrowser,
  ) {}

  /** How many commands have waited over the comm for longer than a moment. */
  get waiting(): number {
    let n = 0;
    for (const one of this.pending.values()) if (one.waits) n += 1;
    return n;
  }

  /** Whether the control socket is open, with the kernel at its other end. */
  get connected(): boolean {
    return this.ready;
  }

  /** Whether a control socket that once worked cannot be had again. */
  get lost(): boolean {
    return this.wasReady && !this.ready && this.retries >= 3;
  }
  private wasReady = false;

  /** Asks the kernel for something; rejects with the kernel's one sentence. */
  ask(what: string, values: Record<string, unknown> = {}): Promise<unknown> {
    if (this.closed) return Promise.reject(new Error("This stage has been closed."));
    const id = this.next++;
    const text = JSON.stringify({ id, stage: this.stage, do: what, ...values });
    return new Promise((done, failed) => {
      const one: Pending = {
        text,
        again: REPEATABLE.has(what),
        way: "comm",
        done,
        failed,
        patience: () => {},
        waits: false,
      };
      this.pending.set(id, one);
      // The kernel tells the control port to whom it knows already: over the comm.
      this.go(id, one, this.ready && what !== "feed.start");
    });
  }

  /** Takes an answer, by whichever way it came. */
  heard(text: string): void {
    const answer = parse(text);
    const one = answer && this.pending.get(answer.id);
    if (!answer || !one) return;
    this.settle(answer.id, one);
    if (answer.ok) one.done(answer.value ?? null);
    else one.failed(new Error(answer.error ?? "The kernel gave no reason."));
  }

  /** Uses this control port from now on; null: there is none. */
  use(control: Control | null): void {
    if (control?.port === this.control?.port && control?.token === this.control?.token) return;
    this.hangUp();
    this.control = control;
    this.retries = 0;
    if (control) this.connect(0);
  }

  /** Ends all: open questions are answered with an error. */
  close(): void {
    this.closed = true;
    this.hangUp();
    for (const [id, one] of this.pending) {
      this.settle(id, one);
      one.failed(new Error("The stage was closed before the kernel answered."));
    }
  }

  private go(id: number, one: Pending, bySocket: boolean): void {
    one.way = bySocket ? "socket" : "comm";
    try {
      if (bySocket) this.socket!.send(one.text);
      else this.post(one.text);
    } catch (problem) {
      this.settle(id, one);
      one.failed(problem instanceof Error ? problem : new Error(String(problem)));
      return;
    }
    if (!bySocket) {
      one.patience = this.browser.later(PATIENCE, () => {
        one.waits = true;
        this.changed();
      });
    }
  }

  private settle(id: number, one: Pending): void {
    one.patience();
    this.pending.delete(id);
    if (one.waits) this.changed();
  }

  private connect(candidate: number): void {
    const { control } = this;
    if (!control || this.closed) return;
    const url = addresses(this.page, control.port)[candidate];
    if (url === undefined) {
      if (candidate > 0) this.retry();
      return;
    }
    let socket: WebSocket;
    try {
      socket = this.browser.open(url, control.token);
    } catch {
      // A page may forbid the address (a plain socket from a page over TLS): try the next.
      this.connect(candidate + 1);
      return;
    }
    this.socket = socket;
    this.listen(socket, candidate);
  }

  private listen(socket: WebSocket, candidate: number): void {
    const giveUp = this.browser.later(HANDSHAKE, () => socket.close());
    let met = false;
    // A proxy opens the socket before it knows that nobody is behind it any more: only an answer
    // is the kernel's.
    socket.onopen = () => socket.send(JSON.stringify({ ...HELLO, stage: this.stage }));
    socket.onmessage = (message) => {
      if (!met) {
        giveUp();
        met = true;
        this.ready = this.wasReady = true;
        this.retries = 0;
        this.changed();
      }
      if (typeof message.data === "string") this.heard(message.data);
    };
    socket.onclose = () => {
      giveUp();
      if (this.socket !== socket) return;
      this.socket = null;
      if (met) this.broke();
      else this.connect(candidate + 1);
    };
  }

  /** What was asked over the socket that broke: ask again over the comm, if that does no harm. */
  private broke(): void {
    this.ready = false;
    for (const [id, one] of this.pending) {
      if (one.way !== "socket") continue;
      if (one.again) this.go(id, one, false);
      else {
        this.settle(id, one);
        one.failed(
          new Error(
            "The line to the kernel broke: look at the picture to see whether it was done.",
          ),
        );
      }
    }
    this.changed();
    this.retry();
  }

  private retry(): void {
    const wait =
      Math.min(LONGEST, SHORTEST * 2 ** this.retries) * (0.75 + this.browser.random() / 2);
    this.retries += 1;
    this.stopRetry = this.browser.later(wait, () => this.connect(0));
    this.changed();
  }

  private hangUp(): void {
    this.stopRetry();
    const { socket } = this;
    this.socket = null;
    this.ready = this.wasReady = false;
    socket?.close();
  }
}

interface Answer {
  id: number;
  ok: boolean;
  value?: unknown;
  error?: string;
}

function parse(text: string): Answer | null {
  try {
    const found = JSON.parse(text) as Partial<Answer> | null;
    return typeof found?.id === "number" ? { ...found, id: found.id, ok: found.ok === true } : null;
  } catch {
    return null;
  }
}
