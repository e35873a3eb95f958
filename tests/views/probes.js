/** What tests measure on the page; part of the page itself, beside its shim. */

const PARTS = ".head > *, .tools > *, .ledger > *, .ledger .end > *, .time > *, .ctl > *";

/** Parts of the bars that stick out of the stage, and by how much the page scrolls sideways. */
export function overflow(root) {
  const stage = root.querySelector(".stage").getBoundingClientRect();
  const out = [...root.querySelectorAll(PARTS)].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width && (box.right > stage.right + 0.5 || box.left < stage.left - 0.5);
  });
  return [out.map((one) => one.outerHTML.slice(0, 80)), document.body.scrollWidth - innerWidth];
}

const PAPERS = {
  bg: ["ink", "ink2", "ink3", "sel", "losttext", "heldtext", "oktext"],
  sunk: ["ink", "ink2", "losttext", "oktext"],
  selbg: ["ink", "ink2"],
  lostbg: ["losttext", "ink2"],
};

function luminance(hex) {
  const [r, g, b] = [1, 3, 5]
    .map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of each colour of text with each paper that it stands on. */
export function contrast(root) {
  const style = getComputedStyle(root.querySelector(".stage"));
  const light = (name) => luminance(style.getPropertyValue(`--${name}`).trim());
  const found = {};
  for (const [paper, inks] of Object.entries(PAPERS))
    for (const ink of inks) {
      const [low, high] = [light(paper), light(ink)].sort((a, b) => a - b);
      found[`${ink} on ${paper}`] = (high + 0.05) / (low + 0.05);
    }
  return found;
}

/** What was begun and has not ended: listeners on what outlives a stage, frames, timers, observers. */
export const watched = { listeners: 0, frames: 0, timers: 0, observers: 0 };

/** Begins to count; before any stage is shown. */
export function watch() {
  for (const target of [window, document]) watchListeners(target);
  watchCalls("requestAnimationFrame", "cancelAnimationFrame", "frames");
  watchCalls("setTimeout", "clearTimeout", "timers");
  for (const name of ["ResizeObserver", "IntersectionObserver", "MutationObserver"])
    watchObserver(name);
}

function watchListeners(target) {
  const { addEventListener, removeEventListener } = target;
  const kept = new Map();
  const of = (name) => kept.get(name) ?? kept.set(name, new Set()).get(name);
  target.addEventListener = function (name, call, ...more) {
    if (!of(name).has(call)) watched.listeners += 1;
    of(name).add(call);
    return addEventListener.call(this, name, call, ...more);
  };
  target.removeEventListener = function (name, call, ...more) {
    if (of(name).delete(call)) watched.listeners -= 1;
    return removeEventListener.call(this, name, call, ...more);
  };
}

function watchCalls(begin, end, what) {
  const [start, stop] = [window[begin], window[end]];
  const open = new Set();
  window[begin] = (call, ...more) => {
    const done = (...values) => {
      if (open.delete(id)) watched[what] -= 1;
      return call(...values);
    };
    const id = start.call(window, done, ...more);
    open.add(id);
    watched[what] += 1;
    return id;
  };
  window[end] = (id) => {
    if (open.delete(id)) watched[what] -= 1;
    return stop.call(window, id);
  };
}

function watchObserver(name) {
  const Real = window[name];
  window[name] = class extends Real {
    observe(...more) {
      if (!this.on) watched.observers += 1;
      this.on = true;
      super.observe(...more);
    }
    disconnect() {
      if (this.on) watched.observers -= 1;
      this.on = false;
      super.disconnect();
    }
  };
}

const frames = (n) =>
  new Promise((done) => {
    const step = () => (n-- > 0 ? requestAnimationFrame(step) : done());
    step();
  });
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Shows a stage with a history, lets it draw, and takes it away again. */
export async function cycle(lines) {
  const told = { facts: 0, seq: 0, sums: [] };
  const n = await harness.show({}, { lines, told });
  await frames(2);
  await pause(5);
  if (harness.stage(n).model.count !== 1) throw new Error("nobody listens to the model");
  await harness.hide(n);
  if (harness.stage(n).model.count !== 0) throw new Error("a listener is left at the model");
  harness.forget(n);
  await pause(5);
}

/** Heap in bytes after collecting garbage, and nodes of the page. */
export async function memory() {
  for (let i = 0; i < 3; i++) {
    gc();
    await pause(20);
  }
  return {
    heap: performance.memory.usedJSHeapSize,
    nodes: document.querySelectorAll("*").length,
  };
}

/** Frames a second over some seconds. */
export async function rate(seconds) {
  const began = performance.now();
  let n = 0;
  while (performance.now() - began < seconds * 1000) {
    await frames(1);
    n += 1;
  }
  return n / ((performance.now() - began) / 1000);
}

let loaded = [];

/** Fetches batches, so that only reading them costs time when they come. */
export async function load(name) {
  const buffer = await (await fetch(name)).arrayBuffer();
  const sizes = new DataView(buffer);
  loaded = [];
  for (let at = 0; at < buffer.byteLength; ) {
    const size = sizes.getUint32(at, true);
    // Room for the batch's number, which is known when it is sent.
    const bytes = new Uint8Array(4 + size);
    bytes.set(new Uint8Array(buffer, at + 4, size), 4);
    loaded.push(bytes);
    at += 4 + size;
  }
}

/** Sends what was made ready, evenly over some seconds; returns the frames a second meanwhile. */
export async function pour(seconds) {
  const { kernel, model } = harness.stage();
  const measured = rate(seconds);
  const began = performance.now();
  const every = (seconds * 1000) / loaded.length;
  for (let i = 0; i < loaded.length; i++) {
    await pause(Math.max(0, began + i * every - performance.now()));
    kernel.deliver(model, loaded[i]);
  }
  loaded = [];
  return await measured;
}
