/** What there is to say of a text, one sentence each: refused, in conflict, not to be edited, saved. */

import type { JSX } from "preact";
import type { Say } from "../flow/props.ts";
import type { Given } from "./contract.ts";
import type { Desk, Undone } from "./desk.ts";
import { bringBack, keepMine, type Problem, type Sheet, takeTheirs } from "./sheets.ts";
import type { Mark } from "./typing.ts";

interface SayingProps {
  desk: Desk;
  sheet: Sheet;
  name: string;
  marks: readonly Mark[];
  given: Given;
}

export function Saying(props: SayingProps): JSX.Element {
  const { desk, sheet, marks, given } = props;
  const { say } = given;
  const [mark] = marks;
  return (
    <div class="saying" aria-live="polite">
      {!desk.live && <p class="bad">{say("code.nokernel")}</p>}
      {sheet.served?.why && <p>{sheet.served.why}</p>}
      {sheet.name !== null && sheet.served === null && !sheet.saving && (
        <p class="bad">{say("code.gone", { name: sheet.name })}</p>
      )}
      {sheet.theirs && <Conflict {...props} />}
      {sheet.problem && <Refused problem={sheet.problem} sheet={sheet} say={say} />}
      {!sheet.problem && mark && (
        <p class="bad">{say("code.raised", { line: String(mark.line), error: mark.text })}</p>
      )}
      {desk.undone ? <Undoing undone={desk.undone} say={say} /> : <Done {...props} />}
    </div>
  );
}

function Conflict({ desk, sheet, name, given: { say } }: SayingProps): JSX.Element {
  const version = sheet.theirs!.version;
  const by = desk.versionsOf(name).find((one) => one.version === version)?.by;
  const key = by === "cell" || by === "undo" || by === "file" ? by : "other";
  return (
    <div class="conflict" role="alert">
      <span>{say(`code.conflict.${key}`, { name, version })}</span>
      <button type="button" class="btn" onClick={() => desk.change(name, takeTheirs)}>
        {say("code.theirs")}
      </button>
      <button type="button" class="btn" onClick={() => desk.change(name, keepMine)}>
        {say("code.mine")}
      </button>
    </div>
  );
}

interface RefusedProps {
  problem: Problem;
  sheet: Sheet;
  say: Say;
}

function Refused({ problem, sheet, say }: RefusedProps): JSX.Element {
  const { error, message, line } = problem;
  const told = error === "SandboxError" ? message : `${error}: ${message}`;
  const what = line === null ? told : say("code.refused", { line: String(line), what: told });
  const { served } = sheet;
  return (
    <p class="bad" role="alert">
      {served ? say("code.old", { what: what.replace(/\.$/, ""), version: served.version }) : what}
    </p>
  );
}

function Done({ desk, sheet, name, given: { say } }: SayingProps): JSX.Element | null {
  const { said } = sheet;
  const back = sheet.shelved.length > 0 && (
    <button type="button" class="btn" onClick={() => desk.change(name, bringBack)}>
      {say("code.back")}
    </button>
  );
  if (said?.what === "failed") return <p class="bad">{said.sentence}</p>;
  if (said === null && !back) return null;
  return (
    <p class={said?.what === "serves" ? "ok" : ""}>
      {said && say(`code.said.${said.what}`, { version: said.version })} {back}
    </p>
  );
}

function Undoing({ undone, say }: { undone: Undone; say: Say }): JSX.Element {
  if ("problem" in undone) return <p class="bad">{undone.problem}</p>;
  if (undone.names.length === 0) return <p>{say("code.undone.nothing")}</p>;
  return <p>{say("code.undone", { names: undone.names.join(", ") })}</p>;
}
