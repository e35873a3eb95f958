/** The controls of time: pause, step, speed, and the way back to the present. */

import type { JSX } from "preact";
import type { Kit } from "./kit.ts";
import type { Frame } from "./shell.tsx";
import { Strip } from "./strip.tsx";

const ICONS = {
  play: "M2 1L11 6L2 11Z",
  pause: "M2 1h3v10H2zM7 1h3v10H7z",
  step: "M1 1L8 6L1 11ZM9 1h2v10H9z",
  back: "M11 1L4 6L11 11ZM1 1h2v10H1z",
};

export const SPEEDS = [0.25, 1, 4];

interface IconButtonProps {
  icon: keyof typeof ICONS;
  name: string;
  act: () => void;
  off?: boolean;
}

function IconButton({ icon, name, act, off = false }: IconButtonProps): JSX.Element {
  return (
    <button type="button" aria-label={name} title={name} onClick={act} disabled={off}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d={ICONS[icon]} />
      </svg>
    </button>
  );
}

/** *frame* tells how much room there is. */
export function Controls({ kit, frame }: { kit: Kit; frame: Frame }): JSX.Element {
  const { session, say } = kit;
  return (
    <div class="bar time">
      <div class="ctl">
        <IconButton
          icon="back"
          name={say("time.back")}
          act={() => session.step(-1)}
          off={!session.canStep(-1)}
        />
        <IconButton
          icon={session.paused ? "play" : "pause"}
          name={say(session.paused ? "time.play" : "time.pause")}
          act={() => session.toggle()}
        />
        <IconButton
          icon="step"
          name={say("time.step")}
          act={() => session.step(1)}
          off={!session.canStep(1)}
        />
        {frame.speeds && <Speeds kit={kit} />}
      </div>
      <Strip kit={kit} lens={!frame.compact} />
      <When kit={kit} />
    </div>
  );
}

function Speeds({ kit }: { kit: Kit }): JSX.Element {
  const { session, say } = kit;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset draws a frame of its own
    <span class="seg" role="group" aria-label={say("time.speed")}>
      {SPEEDS.map((speed) => (
        <button
          type="button"
          key={speed}
          aria-pressed={session.speed === speed}
          onClick={() => session.setSpeed(speed)}
        >
          {speedText(speed, kit)}
        </button>
      ))}
    </span>
  );
}

export const speedText = (speed: number, kit: Kit) =>
  `${kit.language === "ru" ? String(speed).replace(".", ",") : speed}×`;

function When({ kit }: { kit: Kit }): JSX.Element {
  const { session, say, numbers } = kit;
  const { live, paused } = session.timing;
  const { ago } = session;
  return (
    <div class="when">
      <span class="m">
        {ago > 0
          ? say("time.ago", { time: numbers.seconds(ago) })
          : say(paused ? "time.paused" : session.lost ? "time.lost" : "time.live")}
      </span>
      {!live && (
        <button type="button" class="btn" onClick={() => session.toLive()}>
          {say("time.tolive")}
        </button>
      )}
    </div>
  );
}
