/**
 * The flow alone on a page, for looking and measuring: `?scene=…&theme=…&lang=…&air=…&t=…`.
 *
 * Built and driven by `look.py` beside it. The stage around it is the stage's own.
 */

import { render } from "preact";
import flowCss from "../../../../../sandbox/views/frontend/flow/flow.css";
import { Flow } from "../../../../../sandbox/views/frontend/flow/flow.tsx";
import type {
  Selection,
  Theme,
  ViewProps,
} from "../../../../../sandbox/views/frontend/flow/props.ts";
import type { Air, Flight, Stream } from "../../../../../sandbox/views/frontend/model/flights.ts";
import type { State } from "../../../../../sandbox/views/frontend/model/state.ts";
import { modeFor, scaleFor } from "../../../../../sandbox/views/frontend/stage/scale.ts";
import stageCss from "../../../../../sandbox/views/frontend/stage/stage.css";
import tokensCss from "../../../../../sandbox/views/frontend/stage/tokens.css";
import {
  languageFor,
  numbersOf,
  wordsOf,
} from "../../../../../sandbox/views/frontend/stage/words.ts";
import { anyState, fresh, randomFrom, scene } from "../states.ts";
import { directed, measureFlood } from "./flood.ts";
import { replay } from "./replay.ts";
import { busy, crowded, gone, several } from "./scenes.ts";

const query = new URLSearchParams(location.search);
const theme = (query.get("theme") ?? "light") as Theme;
const language = languageFor(query.get("lang"));
const say = wordsOf(language);
const numbers = numbersOf(language);
const frozen = query.get("t");

const SCENES: Record<string, () => State> = {
  chat: scene,
  empty: () => fresh(),
  bare: () => fresh(false),
  crowd: crowded,
  several,
  gone,
  busy,
  any: () => anyState(randomFrom(Number(query.get("seed") ?? 1))),
};

const flight = (road: Flight["road"], kind: Flight["kind"], count = 1): Flight => ({
  id: 1,
  kind,
  road,
  count,
  begins: 0,
  ends: 1000,
});

const AIRS: Record<string, { flights?: Flight[]; streams?: Stream[]; roads?: Flight["road"][] }> = {
  fan: {
    flights: [
      flight(
        { hop: "fan", group: "chat", connections: ["c1", "c2", "c3", "c4"], channels: [] },
        "reply",
        4,
      ),
    ],
  },
  many: {
    flights: [
      flight({ hop: "frame", connection: "c1" }, "receive"),
      flight({ hop: "accept", connection: "c2", channel: "websocket.receive" }, "receive", 14),
      flight({ hop: "take", channel: "websocket.receive", worker: "worker:1" }, "receive"),
      flight({ hop: "run", worker: "worker:1", consumer: "ws_message" }, "receive"),
      flight({ hop: "toGroup", consumer: "ws_message", group: "chat" }, "reply"),
      flight({ hop: "reply", consumer: "ws_add", connection: "c2" }, "reply"),
      flight({ hop: "send", consumer: "ws_message", channel: "chat.receive" }, "custom"),
      flight({ hop: "fall", channel: "chat.receive", connection: null, reason: "full" }, "custom"),
      flight(
        { hop: "fall", channel: "chat.receive", connection: "c4", reason: "no_connection" },
        "reply",
      ),
      flight({ hop: "out", connection: "c3" }, "reply"),
    ],
  },
  calm: {
    roads: [
      { hop: "accept", connection: "c1", channel: "websocket.receive" },
      { hop: "fan", group: "chat", connections: ["c1", "c2", "c3", "c4"], channels: [] },
    ],
  },
  streams: {
    streams: [
      {
        kind: "receive",
        road: { hop: "accept", connection: "c1", channel: "websocket.receive" },
        perSecond: 1204,
      },
      {
        kind: "reply",
        road: { hop: "fan", group: "chat", connections: ["c1", "c2", "c3"], channels: [] },
        perSecond: 3612,
      },
    ],
  },
};

declare const LOGS: Record<string, string>;

const { director, history } = directed();
const floods = query.has("flood");
const log = query.get("log");
const shown = log === null ? null : replay(LOGS[log] ?? "", Number(query.get("at") ?? 1e6));
const state = floods
  ? director.state
  : (shown?.state ?? (SCENES[query.get("scene") ?? "chat"] ?? scene)());
const chosen = AIRS[query.get("air") ?? ""] ?? {};
const air: Air = shown?.air ?? {
  flights: chosen.flights ?? [],
  streams: chosen.streams ?? [],
  roads: chosen.roads ?? [],
};

const style = document.createElement("style");
style.textContent = `${tokensCss}\n${stageCss}\n${flowCss}`;
document.head.append(style);
const root = document.createElement("div");
root.className = "stage";
root.dataset.theme = theme;
document.body.style.margin = "0";
document.body.append(root);

/** The display's clock; flights that are made up here last a second. */
const clock = () =>
  floods
    ? director.time
    : (shown?.time ?? (frozen === null ? performance.now() % 1000 : Number(frozen)));

let version = 0;
let selection: Selection | null = null;
const deeds: string[] = [];

const nothing = Promise.resolve();
const note = (...words: string[]) => {
  deeds.push(words.join(" "));
  document.title = deeds.join("; ");
};

function propsNow(): ViewProps {
  const scale = scaleFor(theme, innerWidth, innerHeight, false);
  const width = innerWidth / scale - 32;
  root.style.setProperty("--u", `${scale}px`);
  return {
    state,
    version,
    air: floods ? (time) => director.air(time) : () => air,
    time: clock,
    onFrame: (draw) => {
      let on = true;
      const step = () => {
        if (!on) return;
        draw(clock());
        requestAnimationFrame(step);
      };
      step();
      return () => {
        on = false;
      };
    },
    now: state.at,
    width,
    room: null,
    scale,
    mode: modeFor(width),
    theme,
    calm: query.has("calm"),
    live: !query.has("dead"),
    say,
    numbers,
    selection,
    select: (next) => {
      selection = next;
      note("select", JSON.stringify(next));
      show();
    },
    showInTable: (filter) => note("table", filter),
    edit: () => {},
    deeds: {
      openTab: async (path, name) => {
        note("open", path, name ?? "");
        return "tab 9";
      },
      send: (tab, text) => {
        note("send", tab, text);
        return query.has("refuse") ? Promise.reject(new Error("The tab is closed.")) : nothing;
      },
      closeTab: async (tab) => note("close", tab),
      reopenTab: async (tab) => note("reopen", tab),
      replaceWorker: async (name) => note("replace", name),
    },
  };
}

function show(): void {
  version++;
  render(<Flow {...propsNow()} />, root);
}

addEventListener("resize", show);
show();

const flood = (seconds: number, rate: number, connections: number) =>
  measureFlood(director, history, show, { seconds, rate, connections });

Object.assign(globalThis, { flood });
