/** More scenes to look at: crowds, several servers, closed tabs, everything at once. */

import type { State } from "../../../../../sandbox/views/frontend/model/state.ts";
import { Maker, scene } from "../states.ts";

const got = (text: string) => [{ incoming: false, text, at: 1, message: null }];

/** Many tabs, a crowd of two hundred, a group of five hundred, twenty channels. */
export function crowded(): State {
  const make = new Maker().chat();
  make.state.layers.get("default")!.capacity = 100;
  const tabs = ["alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi"].map((name) =>
    make.tab(name, { frames: got(`[user] hello from ${name}`), path: "/" }),
  );
  const fans = Array.from({ length: 200 }, (_, i) =>
    make.tab(`fans ${i + 1}/200`, { frames: got("hi") }),
  );
  for (let i = 0; i < 12; i++) make.channel(`room.${i}`, "custom", i === 3 ? 37 : 0);
  make.rule("room.3", "chat.consumers.archive").consumer("chat.consumers.archive", { runs: 1204 });
  make.group("chat", [...tabs, ...fans]);
  make.group(
    "everybody",
    [],
    Array.from({ length: 500 }, (_, i) => `chat.member.${i}`),
  );
  make.edge("ws_message", "send", "chat").edge("ws_add", "add", "chat");
  make.edge("ws_message", "channel", "room.3");
  for (let i = 1; i <= 8; i++) make.worker(i);
  make
    .lost("full", "reply", 1204)
    .lost("no_connection", "reply", 3)
    .lost("nobody_listens", "disconnect", 2);
  return make.state;
}

/** Two servers with tabs on both. */
export function several(): State {
  const make = new Maker().chat().server(2);
  const who = ["alice", "bob"].map((name) => make.tab(name, { frames: got("[user] hi") }));
  who.push(make.tab("carol", { server: "server:2", frames: got("[user] hi") }));
  make.group("chat", who);
  make.edge("ws_message", "send", "chat");
  make.worker(1).worker(2);
  return make.state;
}

/** Tabs that are closed, refused or opening, a stopped worker, filters on one channel. */
export function gone(): State {
  const make = new Maker().chat();
  const { state } = make;
  make.tab("alice", { frames: got("[user] hi") });
  make.tab("bob", { state: "closed", code: 1000, closedBy: "client", closedAt: 1 });
  make.tab("carol", { state: "rejected", status: 403 });
  make.tab("dave", { state: "opening" });
  make.tab("c5", { ours: false, frames: got("[user] from a real page") });
  for (const path of ["^/chat", "^/news"])
    state.rules.unshift({
      ...state.rules[1]!,
      consumer: path === "^/chat" ? "chat_message" : "news_message",
      filters: { path },
    });
  make.consumer("chat_message", { runs: 3 }).consumer("news_message");
  make.worker(1).worker(2, { state: "stopped", reason: "killed" }).worker(3);
  make.lost("nobody_listens", "disconnect", 2);
  return state;
}

/** The design's scene with rows for every channel, for measuring. */
export function busy(): State {
  const state = scene();
  for (const name of state.channels.keys())
    state.ledger.set(`default ${name}`, {
      layer: "default",
      key: name,
      accepted: 1,
      queued: 0,
      held: 0,
      inHand: 0,
      delivered: 1,
      lost: new Map(),
      refused: new Map(),
    });
  return state;
}
