/** The tools of one view: what each is called, what it does, and its choices in the menu. */

import type { JSX } from "preact";
import { SPEEDS, speedText } from "./controls.tsx";
import type { Kit } from "./kit.ts";
import type { Places } from "./places.ts";
import { besideOf, type Frame, type Look } from "./shell.tsx";
import { nextTheme, THEMES } from "./themes.ts";
import { LANGUAGES } from "./words.ts";

export interface ToolsProps {
  look: Look;
  change: (look: Partial<Look>) => void;
  /** Opens the editor; null: with what was edited last. */
  edit: (consumer: string | null) => void;
  frame: Frame;
  places: Places;
  kit: Kit;
}

/** One of several values, of which one holds. */
export interface Choice {
  key: string;
  name: string;
  chosen: boolean;
  lang?: string;
  act: () => void;
}

export interface Tool {
  key: string;
  /** What it is called in the menu, and by a screen reader. */
  name: string;
  /** What stands on it in the header; null: it has no room there at this width. */
  face: string | null;
  /** A picture that stands for the name in the header. */
  icon?: keyof typeof ICONS;
  lang?: string;
  pressed?: boolean;
  /** In the menu, what there is to choose from; else it is one entry. */
  choices?: Choice[];
  act: () => void;
}

/** Units from which on the theme's button says what it is for. */
const WORDY = 860;

/** All tools that make sense where the view is, in the order of the header. */
export function toolsOf(props: ToolsProps): Tool[] {
  return [
    ...code(props),
    theme(props),
    language(props),
    ...placing(props),
    ...speed(props),
    ...hands(props),
    help(props),
  ];
}

/** Opens and closes the editor; there is none without a kernel, but what is open stays. */
function code({ look, change, edit, kit: { session, say } }: ToolsProps): Tool[] {
  if (!session.live && look.code === null) return [];
  // Details and the like stand before it.
  const shown = besideOf(look) === "code";
  const unsaved = session.unsaved > 0 ? ` (${say("code.state.unsaved")})` : "";
  return [
    {
      key: "code",
      name: say("code") + unsaved,
      face: say("code") + (unsaved && " ●"),
      pressed: shown,
      act: () => (shown ? change({ code: null }) : edit(null)),
    },
  ];
}

/** What is done by hand: holds and faults. */
function hands({ look, kit }: ToolsProps): Tool[] {
  const side = (key: "holds" | "faults"): Tool => ({
    key,
    name: kit.say(key),
    face: kit.say(`side.${key}`),
    pressed: look.side === key,
    act: () => kit.showSide(look.side === key ? null : key),
  });
  return [side("holds"), side("faults")];
}

function theme({ look, change, frame, kit: { say } }: ToolsProps): Tool {
  const short = say(`theme.${look.theme}`);
  const name = say("theme", { theme: short });
  return {
    key: "theme",
    name,
    face: frame.width < WORDY ? short : name,
    act: () => change({ theme: nextTheme(look.theme) }),
    choices: THEMES.map((one) => ({
      key: one,
      name: say(`theme.${one}`),
      chosen: one === look.theme,
      act: () => change({ theme: one }),
    })),
  };
}

function language({ look, change, kit: { say } }: ToolsProps): Tool {
  const other = LANGUAGES.find((one) => one !== look.language)!;
  return {
    key: "language",
    name: say("language.other"),
    face: say("language.other"),
    lang: other,
    act: () => change({ language: other }),
    choices: LANGUAGES.map((one) => ({
      key: one,
      name: say(one === look.language ? "language.this" : "language.other"),
      chosen: one === look.language,
      lang: one,
      act: () => change({ language: one }),
    })),
  };
}

function placing({ frame, places, kit: { say } }: ToolsProps): Tool[] {
  const { place, whole } = frame;
  const pinned = place === "pin" && !whole;
  const tools: Tool[] = [];
  const add = (key: string, name: string, act: () => void, more: Partial<Tool> = {}) =>
    tools.push({ key, name, face: more.icon ? "▂" : name, act, ...more });
  if (place !== "window" && !whole)
    add("pin", say(pinned ? "unpin" : "pin"), () => places.toggle("pin"), { pressed: pinned });
  if (pinned && places.canFlip) {
    const right = places.side === "right";
    add("side", say(right ? "pin.side" : "pin.bottom"), () => places.flip(), {
      icon: right ? "bottom" : "right",
    });
  }
  if (pinned) add("fold", say("pin.fold"), () => places.fold(true), { icon: "fold" });
  if (!whole)
    add("window", say(place === "window" ? "window.back" : "window"), () =>
      places.toggle("window"),
    );
  add("fullscreen", say(whole ? "fullscreen.leave" : "fullscreen"), () =>
    places.toggleFullscreen(),
  );
  return tools;
}

/** Where the row of time has no room for it. */
function speed({ frame, kit }: ToolsProps): Tool[] {
  const { session, say } = kit;
  if (frame.speeds) return [];
  const choices = SPEEDS.map((one) => ({
    key: String(one),
    name: speedText(one, kit),
    chosen: session.speed === one,
    act: () => session.setSpeed(one),
  }));
  return [{ key: "speed", name: say("time.speed"), face: null, act: () => {}, choices }];
}

function help({ change, kit: { say } }: ToolsProps): Tool {
  return { key: "help", name: say("help"), face: "?", act: () => change({ help: true }) };
}

/** Outlines, and what is filled in them. */
const ICONS = {
  bottom: ["M1 1.5H11V10.5H1Z", "M1 7H11V10.5H1Z"],
  right: ["M1 1.5H11V10.5H1Z", "M7 1.5H11V10.5H7Z"],
  fold: ["M2 4L6 8L10 4", ""],
} as const;

function Icon({ name }: { name: keyof typeof ICONS }): JSX.Element {
  const [outline, full] = ICONS[name];
  return (
    <svg class="icon" viewBox="0 0 12 12" aria-hidden="true">
      <path d={outline} />
      <path d={full} class="full" />
    </svg>
  );
}

/** A tool in the header. */
export function ToolButton({ tool }: { tool: Tool }): JSX.Element {
  const named = tool.face === tool.name ? undefined : tool.name;
  return (
    <button
      type="button"
      class="btn bare"
      data-tool={tool.key}
      lang={tool.lang}
      aria-label={named}
      aria-pressed={tool.pressed}
      title={named}
      onClick={tool.act}
    >
      {tool.icon ? <Icon name={tool.icon} /> : tool.face}
    </button>
  );
}
