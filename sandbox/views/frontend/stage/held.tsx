/** One held message: what it says, to be read and changed, and what is done with it. */

import type { JSX } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import { KindIcon } from "../flow/glyphs.tsx";
import { record } from "../model/fields.ts";
import type { Message } from "../model/state.ts";
import { type Deed, useDeed } from "./deed.ts";
import { brief, line } from "./gist.ts";
import { changesOf, type Draft, type Field, fieldsOf, NULL, senderOf } from "./holding.ts";
import type { Kit } from "./kit.ts";
import { cutSize } from "./payload.tsx";
import { Problem } from "./side.tsx";

interface HeldProps {
  message: Message;
  /** Its place in its hold, from 0; null: it is in none, and goes by itself. */
  place: number | null;
  last: boolean;
  open: boolean;
  toggle: () => void;
  /** It is not held any more. */
  gone: () => void;
  kit: Kit;
}

export function HeldMessage(props: HeldProps): JSX.Element {
  const { message, open, toggle, kit } = props;
  const { say, session, numbers } = kit;
  const sender = senderOf(message, session.who);
  const waited = Math.max(0, session.liveNow - message.acceptedAt);
  return (
    <li class="held" data-message={message.id}>
      <button type="button" class="heldrow" aria-expanded={open} onClick={toggle}>
        <KindIcon kind={message.kind} />
        <span class="m id">{message.id}</span>
        <span class="m said">{saidBy(message)}</span>
        <span class="of">
          {session.who.channel(message.channel, say)}
          {sender && ` · ${say("held.from", { who: sender })}`} · {numbers.whole(waited)}
          {message.due !== null &&
            ` · ${say("held.due", { time: numbers.seconds(message.due - session.liveNow) })}`}
          {message.edited && <b> · {say("held.edited")}</b>}
        </span>
      </button>
      {open && <Decide {...props} />}
    </li>
  );
}

/** What it says, on one line: its text, or all of it. */
function saidBy({ content }: Message): string {
  const { text } = record(content);
  if (typeof text === "string") return line(text, 120);
  return content === null ? "…" : brief(content);
}

/** The whole content; asked for where the facts have it cut or left out. Null: it is not there yet. */
function useWhole({ id, content }: Message, kit: Kit): { whole: unknown; problem: string } {
  const [found, setFound] = useState<unknown>(null);
  const [problem, setProblem] = useState("");
  const isWhole = content !== null && cutSize(content) === null;
  useEffect(() => {
    let current = true;
    if (isWhole || !kit.session.live) return;
    kit.session.ask("content", { of: id }).then(
      (whole) => current && setFound(whole),
      (error: Error) => current && setProblem(error.message),
    );
    return () => {
      current = false;
    };
  }, [id, content, kit.session.live]);
  return { whole: isWhole ? content : found, problem };
}

function Decide(props: HeldProps): JSX.Element {
  const { message, gone, kit } = props;
  const { say } = kit;
  const deed = useDeed(kit);
  const { whole, problem } = useWhole(message, kit);
  const [draft, setDraft] = useState<Draft>(new Map());
  const fields = fieldsOf(whole);
  const { changes, wrong } = changesOf(fields, draft);
  const changed = Object.keys(changes).length > 0;
  const apply = async () => {
    if (wrong.size > 0) return false;
    if (!changed) return true;
    const { done } = await deed.act("held.edit", { message: message.id, changes });
    if (done) setDraft(new Map());
    return done;
  };
  const release = async () => {
    if (!(await apply())) return;
    const { done } = await deed.act("held.release", { message: message.id });
    if (done) gone();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    void apply();
  };
  const set = (key: string, text: string | null) => setDraft(new Map(draft).set(key, text));
  const off = !kit.session.live || deed.busy;
  const fixed = wrong.size > 0;
  return (
    <div class="decide">
      {whole === null && !problem && <p>{say("row.fetching")}</p>}
      <form onSubmit={submit}>
        {fields.map((field) => (
          <OneField
            key={field.key}
            field={field}
            typed={draft.get(field.key)}
            wrong={wrong.get(field.key)}
            set={set}
            off={off}
            kit={kit}
          />
        ))}
        <Added fields={fields} draft={draft} set={set} wrong={wrong} off={off} kit={kit} />
        <div class="row">
          <button type="button" class="btn pri" disabled={off || fixed} onClick={release}>
            {say(changed ? "held.change.release" : "held.release")}
          </button>
          <button type="submit" class="btn" disabled={off || fixed || !changed}>
            {say("held.change")}
          </button>
        </div>
      </form>
      <Deeds {...props} deed={deed} off={off} />
      <Problem text={problem || deed.problem} />
    </div>
  );
}

interface FieldProps {
  field: Field;
  /** What a person has typed; null: it is to go. */
  typed: string | null | undefined;
  wrong: string | undefined;
  set: (key: string, text: string | null) => void;
  off: boolean;
  kit: Kit;
}

/** Characters and lines above which a value has a box of several lines. */
const LONG = 200;

function OneField({ field, typed, wrong, set, off, kit }: FieldProps): JSX.Element {
  const { key, plain, text } = field;
  const { say } = kit;
  const id = useId();
  if (typed === null)
    return (
      <div class="field">
        <s class="m">{key}</s>
        <button type="button" class="link" onClick={() => set(key, text)}>
          {say("held.key.keep")}
        </button>
      </div>
    );
  const value = typed ?? text;
  const shared = {
    id,
    class: "m",
    value,
    disabled: off,
    "aria-invalid": wrong === undefined ? undefined : true,
    onInput: ({ currentTarget }: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      set(key, currentTarget.value),
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: false,
  } as const;
  const tall = value.includes("\n") || text.includes("\n") || text.length > LONG;
  return (
    <div class="field">
      <div>
        <label class="m" for={id}>
          {key} {!plain && <i>JSON</i>}
        </label>
        {tall ? <textarea rows={4} {...shared} /> : <input type="text" {...shared} />}
      </div>
      <button
        type="button"
        class="btn bare"
        aria-label={say("held.key.drop", { key })}
        title={say("held.key.drop", { key })}
        disabled={off}
        onClick={() => set(key, null)}
      >
        ×
      </button>
      {wrong !== undefined && (
        <Problem
          text={
            wrong === NULL ? say("held.nonull", { key }) : say("held.nojson", { key, why: wrong })
          }
        />
      )}
    </div>
  );
}

interface AddedProps {
  fields: readonly Field[];
  draft: Draft;
  set: (key: string, text: string | null) => void;
  wrong: ReadonlyMap<string, string>;
  off: boolean;
  kit: Kit;
}

/** Keys that the message did not have, and a line for one more. */
function Added({ fields, draft, set, wrong, off, kit }: AddedProps): JSX.Element {
  const { say } = kit;
  const [key, setKey] = useState("");
  const known = new Set(fields.map((field) => field.key));
  const added = [...draft].filter(([name, typed]) => !known.has(name) && typed !== null);
  const add = () => {
    const name = key.trim();
    if (!name || known.has(name) || draft.get(name) != null) return;
    set(name, "");
    setKey("");
  };
  return (
    <>
      {added.map(([name, typed]) => (
        <OneField
          key={name}
          field={{ key: name, plain: false, text: "" }}
          typed={typed}
          wrong={wrong.get(name)}
          set={set}
          off={off}
          kit={kit}
        />
      ))}
      <div class="field new">
        <input
          type="text"
          class="m"
          value={key}
          placeholder={say("held.key.new")}
          aria-label={say("held.key.new")}
          disabled={off}
          onInput={({ currentTarget }) => setKey(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            add();
          }}
        />
        <button type="button" class="btn" disabled={off || !key.trim()} onClick={add}>
          +
        </button>
      </div>
    </>
  );
}

interface DeedsProps extends HeldProps {
  deed: Deed;
  off: boolean;
}

/** What is done with the whole message. */
function Deeds({ message, place, last, gone, kit, deed, off }: DeedsProps): JSX.Element {
  const { say } = kit;
  const [seconds, setSeconds] = useState("2");
  const { id } = message;
  const act = (what: string, more: Record<string, unknown> = {}) =>
    deed.act(what, { message: id, ...more });
  const drop = async () => {
    if ((await act("held.drop")).done) gone();
  };
  const wait = Number(seconds.replace(",", "."));
  const delay = async (event: Event) => {
    event.preventDefault();
    if ((await act("held.delay", { seconds: wait })).done && place !== null) gone();
  };
  const button = (name: string, call: () => unknown, disabled: boolean, face = say(name)) => (
    <button
      type="button"
      class="btn"
      aria-label={say(name)}
      title={say(name)}
      disabled={off || disabled}
      onClick={call}
    >
      {face}
    </button>
  );
  return (
    <>
      <div class="row">
        {button("held.drop", drop, false)}
        {button("held.duplicate", () => act("held.duplicate"), place === null)}
        {place !== null && (
          <>
            {button("held.up", () => act("held.move", { place: place - 1 }), place === 0, "↑")}
            {button("held.down", () => act("held.move", { place: place + 1 }), last, "↓")}
          </>
        )}
      </div>
      <form class="row" onSubmit={delay}>
        <button type="submit" class="btn" disabled={off || !(wait >= 0) || seconds.trim() === ""}>
          {say("held.delay")}
        </button>
        <input
          type="text"
          class="m short"
          inputMode="decimal"
          value={seconds}
          aria-label={say("held.delay.seconds")}
          disabled={off}
          onInput={({ currentTarget }) => setSeconds(currentTarget.value)}
        />
        <span aria-hidden="true">{say("unit.s", { n: "" }).trim()}</span>
      </form>
    </>
  );
}
