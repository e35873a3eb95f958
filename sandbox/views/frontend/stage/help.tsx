/** The keys and the filter's language, over the stage. */

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Say } from "../flow/props.ts";
import { KEYS as FIELDS } from "../model/filter.ts";

const KEYS: readonly [keys: readonly string[], word: string][] = [
  [["Space"], "help.space"],
  [[",", "."], "help.step"],
  [["1", "2"], "help.views"],
  [["/"], "help.filter"],
  [["h", "n"], "help.hold"],
  [["b"], "help.faults"],
  [["f"], "help.fullscreen"],
  [["p"], "help.pin"],
  [["t"], "help.theme"],
  [["Esc"], "help.escape"],
  [["?"], "help.help"],
];

export function Help({ say, close }: { say: Say; close: () => void }): JSX.Element {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <div class="help">
      <div role="dialog" aria-modal="true" aria-label={say("help")}>
        <h2>
          {say("help")}
          <button type="button" class="btn" ref={button} onClick={close}>
            {say("close")}
          </button>
        </h2>
        <dl>
          {KEYS.map(([keys, word]) => [
            <dt key={word}>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>,
            <dd key={`${word}.`}>{say(word)}</dd>,
          ])}
        </dl>
        <h3>{say("help.filter.title")}</h3>
        <p>{say("help.filter.forms")}</p>
        <p>
          {say("help.filter.fields")}: <code>{FIELDS.join(", ")}</code>
        </p>
      </div>
    </div>
  );
}
