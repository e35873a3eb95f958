/** The header: title, the choice of views, and the tools of this view. */

import type { JSX } from "preact";
import type { Kit } from "./kit.ts";
import type { Places } from "./places.ts";
import { type Frame, type Look, VIEWS, type ViewName } from "./shell.tsx";
import { nextTheme } from "./themes.ts";

interface HeaderProps {
  look: Look;
  change: (look: Partial<Look>) => void;
  frame: Frame;
  places: Places;
  kit: Kit;
}

export function Header({ look, change, frame, places, kit }: HeaderProps): JSX.Element {
  const { say, session } = kit;
  return (
    <header class="head">
      {frame.width >= 640 && (
        <h1>
          {say("title")}
          {session.box !== "default" && <span class="m">{session.box}</span>}
        </h1>
      )}
      <Tabs view={look.view} change={change} kit={kit} />
      <div class="tools">
        <ThemeButton look={look} change={change} short={frame.width < 860} kit={kit} />
        {frame.width >= 420 && (
          <button
            type="button"
            class="btn bare"
            lang={look.language === "ru" ? "en" : "ru"}
            onClick={() => change({ language: look.language === "ru" ? "en" : "ru" })}
          >
            {say("language.other")}
          </button>
        )}
        {frame.width >= 520 && <PlaceButtons frame={frame} places={places} kit={kit} />}
        <button
          type="button"
          class="btn bare"
          aria-label={say("help")}
          title={say("help")}
          onClick={() => change({ help: true })}
        >
          ?
        </button>
      </div>
    </header>
  );
}

interface TabsProps {
  view: ViewName;
  change: HeaderProps["change"];
  kit: Kit;
}

function Tabs({ view, change, kit }: TabsProps): JSX.Element {
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = VIEWS[(VIEWS.indexOf(view) + step + VIEWS.length) % VIEWS.length]!;
    const list = event.currentTarget as HTMLElement;
    change({ view: next });
    kit.session.afterRender(() => list.querySelector<HTMLElement>("[aria-selected=true]")?.focus());
  };
  return (
    <div class="tabs" role="tablist" aria-label={kit.say("views")} onKeyDown={move}>
      {VIEWS.map((name) => (
        <button
          type="button"
          role="tab"
          key={name}
          aria-selected={name === view}
          tabIndex={name === view ? 0 : -1}
          onClick={() => change({ view: name })}
        >
          {kit.say(`view.${name}`)}
        </button>
      ))}
    </div>
  );
}

interface ThemeButtonProps {
  look: Look;
  change: HeaderProps["change"];
  short: boolean;
  kit: Kit;
}

function ThemeButton({ look, change, short, kit }: ThemeButtonProps): JSX.Element {
  const theme = kit.say(`theme.${look.theme}`);
  const whole = kit.say("theme", { theme });
  return (
    <button
      type="button"
      class="btn bare"
      aria-label={whole}
      title={whole}
      onClick={() => change({ theme: nextTheme(look.theme) })}
    >
      {short ? theme : whole}
    </button>
  );
}

function PlaceButtons({ frame, places, kit }: Omit<HeaderProps, "look" | "change">): JSX.Element {
  const { say } = kit;
  const { place, whole } = frame;
  return (
    <>
      {place !== "window" && !whole && (
        <button
          type="button"
          class="btn bare"
          aria-pressed={place === "pin"}
          onClick={() => places.toggle("pin")}
        >
          {say(place === "pin" ? "unpin" : "pin")}
        </button>
      )}
      {place === "pin" && (
        <button
          type="button"
          class="btn bare"
          title={say(places.side === "right" ? "pin.side" : "pin.bottom")}
          aria-label={say(places.side === "right" ? "pin.side" : "pin.bottom")}
          onClick={() => places.flip()}
        >
          {places.side === "right" ? "▂" : "▐"}
        </button>
      )}
      {!whole && (
        <button type="button" class="btn bare" onClick={() => places.toggle("window")}>
          {say(place === "window" ? "window.back" : "window")}
        </button>
      )}
      {frame.width >= 700 && (
        <button type="button" class="btn bare" onClick={() => places.toggleFullscreen()}>
          {say(whole ? "fullscreen.leave" : "fullscreen")}
        </button>
      )}
    </>
  );
}
