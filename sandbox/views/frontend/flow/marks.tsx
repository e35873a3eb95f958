/**
 * What a person has put in the way: a barrier where messages are held, with how many wait there,
 * and a tag on what was broken on purpose.
 *
 * `marksOf` is pure geometry, from the state and what stands where; what is folded away has its mark
 * on its "+n".
 */

import type { JSX } from "preact";
import type { Fault, State } from "../model/state.ts";
import { brokenIn, meant } from "../model/targets.ts";
import type { Fold } from "./choose.ts";
import type { Drawing } from "./draw.tsx";
import { channelAt, groupAt, moreAt, serverOf } from "./ends.ts";
import { Bars } from "./glyphs.tsx";
import type { Box, Place } from "./place.ts";
import type { Numbers, Say } from "./props.ts";
import { cut, widthOf } from "./text.ts";

/** A hold: the bar across the way, and the box with two bars and the count. */
export interface Barrier {
  key: string;
  target: string;
  n: number;
  bar: Box | null;
  label: Box;
}

/** A fault's words on a thing. */
export interface Tag {
  key: string;
  words: string;
  box: Box;
}

/** Thickness of a barrier, and how far it reaches beyond what it bars. */
const [THICK, BEYOND] = [6, 4];
const LABEL = { h: 14, pad: 15 };

/** What a fault does to a thing, in a word or two. */
export function faultWord({ fault, options }: Fault, say: Say, numbers: Numbers): string {
  const { seconds } = options;
  const isWhole = Number.isInteger(seconds);
  const time = typeof seconds === "number" ? numbers[isWhole ? "whole" : "seconds"](seconds) : "";
  const key = `fault.mark.${fault}`;
  const words = say(key, { time });
  return words === key ? fault : words;
}

/** Everything a person has put in the way, by where it stands. */
export function marksOf(
  state: State,
  at: Place,
  say: Say,
  numbers: Numbers,
): { barriers: Barrier[]; tags: Tag[] } {
  const barriers = [...state.holds.values()].flatMap((hold) => {
    const thing = meant(state, hold.target);
    const box = thing && boxOf(at, thing.what, thing.name);
    if (!thing || !box) return [];
    const n = hold.held.length;
    const bar = box.folded ? null : barOf(at, thing.what, box);
    return [{ key: hold.id, target: hold.target, n, bar, label: labelOf(at, bar ?? box, n) }];
  });
  return { barriers, tags: tagsOf(state, at, say, numbers) };
}

const FOLDS: Partial<Record<string, Fold>> = {
  channel: "channels",
  worker: "workers",
  consumer: "consumers",
  group: "groups",
  connection: "tabs",
};

type Found = Box & { folded: boolean };

/** Where a thing stands, or the chip under which it is folded away; null: nowhere. */
function boxOf(at: Place, what: string, name: string): Found | null {
  const box = standing(at, what, name);
  if (box) return { ...box, folded: false };
  const fold = FOLDS[what];
  const more = fold && moreAt(at, fold);
  return more ? { ...more, folded: true } : null;
}

function standing(at: Place, what: string, name: string): Box | undefined {
  if (what === "channel") return channelAt(at, name)?.slots;
  if (what === "group") return groupAt(at, name);
  if (what === "consumer") return at.consumers.find((box) => box.name === name);
  if (what === "worker") return at.workers.find((box) => box.name === name);
  if (what === "server") return serverOf(at, name);
  return at.clients.find((box) => box.connections.includes(name));
}

/** Across the way out of a channel or a client, and the way in of what messages go into. */
function barOf(at: Place, what: string, box: Box): Box {
  const { x, y, w, h } = box;
  const [top, tall] = [y - BEYOND, h + 2 * BEYOND];
  if (at.mode === "narrow" && what === "connection")
    return { x: x + 6, y: y + h - THICK / 2, w: w - 12, h: THICK };
  const out = what === "channel" || what === "connection";
  return { x: out ? x + w - THICK / 2 : x - THICK / 2, y: top, w: THICK, h: tall };
}

/** Above the barrier, within the figure. */
function labelOf(at: Place, bar: Box, n: number): Box {
  const w = LABEL.pad + (n > 0 ? widthOf(String(n), 11, "bold") + 6 : 0);
  const x = Math.min(Math.max(bar.x + bar.w / 2 - w / 2, 0), at.width - w);
  return { x, y: Math.max(bar.y - LABEL.h + 2, 0), w, h: LABEL.h };
}

function tagsOf(state: State, at: Place, say: Say, numbers: Numbers): Tag[] {
  const words = new Map<string, { what: string; box: Box; words: string[] }>();
  for (const fault of brokenIn(state)) {
    const places = placesOf(state, at, fault.target);
    for (const [what, name, box] of places) {
      const key = `${what} ${name}`;
      const there = words.get(key) ?? { what, box, words: [] };
      there.words.push(faultWord(fault, say, numbers));
      words.set(key, there);
    }
  }
  return [...words].map(([key, { what, box, words: found }]) => {
    const text = found.join(" · ");
    return { key, words: text, box: tagOn(at, what, box, text) };
  });
}

/** What a fault's target is on the picture: null is every server, a layer the heading of channels. */
function placesOf(
  state: State,
  at: Place,
  target: string | null,
): [what: string, name: string, box: Box][] {
  if (target === null) return at.servers.map((box) => ["server", box.name, box]);
  if (target.startsWith("layer:")) {
    const heading = at.headings.find(({ key }) => key === "channels");
    return heading
      ? [["layer", target, { x: heading.x + 70, y: heading.y - 5, w: 110, h: 0 }]]
      : [];
  }
  const thing = meant(state, target);
  const box = thing && boxOf(at, thing.what, thing.name);
  return thing && box ? [[thing.what, thing.name, box]] : [];
}

/** On the edge of a box where no words of its own stand, and never wider than there is room. */
function tagOn(at: Place, what: string, box: Box, words: string): Box {
  const w = Math.min(widthOf(words, 11, "bold") + 10, at.width);
  const right = Math.max(box.x + box.w - 4, w);
  // A channel's slots fill from the right.
  const x = what === "channel" ? box.x + 2 : right - w;
  return { x: Math.min(x, at.width - w), y: topOf(at, what, box), w, h: TAG };
}

const TAG = 15;

function topOf({ mode }: Place, what: string, { y, h }: Box): number {
  if (what === "channel" || (what === "consumer" && mode === "narrow")) return y + (h - TAG) / 2;
  return what === "worker" || what === "consumer" ? y - TAG + 4 : y + h - TAG / 2;
}

export function Marks({ state, at, say, numbers }: Drawing): JSX.Element {
  const { barriers, tags } = marksOf(state, at, say, numbers);
  return (
    <>
      {barriers.map(({ key, target, n, bar, label }) => (
        <g key={key} data-hold={target} data-held={n}>
          {bar && <rect {...sized(bar)} class="barrier" />}
          <rect {...sized(label)} class="barrier" />
          <Bars x={label.x + 7.5} y={label.y + LABEL.h / 2} h={8} />
          {n > 0 && (
            <text x={label.x + LABEL.pad} y={label.y + 11} class="t1i tb onheld">
              {numbers.count(n)}
            </text>
          )}
        </g>
      ))}
      {tags.map(({ key, words, box }) => (
        <g key={key} data-fault={key}>
          <rect {...sized(box)} class="tag" />
          <text x={box.x + 5} y={box.y + 11} class="t1 tb tlost">
            {cut(words, box.w - 6, 11, "bold")}
          </text>
        </g>
      ))}
    </>
  );
}

const sized = ({ x, y, w, h }: Box) => ({ x, y, width: w, height: h });
