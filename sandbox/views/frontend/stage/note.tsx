/**
 * What the stage has to say aloud: it waits for a cell, the kernel is gone, a command failed; and
 * that a worker does not come back; and what a person has put in the way.
 */

import type { JSX } from "preact";
import { Alarm } from "./alarm.tsx";
import { InTheWay } from "./hands.tsx";
import type { Kit } from "./kit.ts";

export function Note({ kit }: { kit: Kit }): JSX.Element {
  return (
    <>
      <OfItself kit={kit} />
      <Alarm kit={kit} />
      <InTheWay kit={kit} />
    </>
  );
}

function OfItself({ kit }: { kit: Kit }): JSX.Element | null {
  const { session, say } = kit;
  if (session.problem)
    return (
      <div class="bar note bad" role="alert">
        {session.problem}
        <button type="button" class="btn" onClick={() => session.dismiss()}>
          {say("error.dismiss")}
        </button>
      </div>
    );
  if (session.lost) return <Lost kit={kit} />;
  if (session.waiting > 0) return <Line text={say("wait.cell", { n: session.waiting })} />;
  return null;
}

/** The kernel is gone; after a restart, the cells that bring the sandbox back. */
function Lost({ kit: { session, say } }: { kit: Kit }): JSX.Element {
  const { cells } = session;
  return (
    <div class="bar note bad" role="status">
      <span>
        {say("wait.kernel")} {cells.length > 0 && say("wait.again", { n: cells.length })}
        {cells.map(({ text, execution }, i) => (
          <span key={execution}>
            {i > 0 && ","} <code>{text}</code> (In&nbsp;[{execution}])
          </span>
        ))}
      </span>
    </div>
  );
}

function Line({ text, bad = false }: { text: string; bad?: boolean }): JSX.Element {
  return (
    <div class={`bar note ${bad ? "bad" : ""}`} role="status">
      {text}
    </div>
  );
}
