/**
 * Holds: begun where a person points at, and listed with what they have stopped.
 *
 * What is decided about is what is held now, so that the lists show the present also where the
 * picture shows the past.
 */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Selection } from "../flow/props.ts";
import type { Hold, Message } from "../model/state.ts";
import { holdsAt, targetOf } from "../model/targets.ts";
import { useDeed } from "./deed.ts";
import { HeldMessage } from "./held.tsx";
import { apartIn, stoppedIn } from "./holding.ts";
import type { Kit } from "./kit.ts";
import { Section } from "./row.tsx";
import { Problem, Side } from "./side.tsx";

const HOLDABLE = new Set<string>(["channel", "group", "consumer", "connection"]);

/** The target of a selection at which messages can be stopped, by the state of now. */
export function holdableAt(selection: Selection | null, { session }: Kit): string | null {
  if (selection === null || !("name" in selection) || !HOLDABLE.has(selection.what)) return null;
  return targetOf(session.history.live, selection.what, selection.name);
}

/** In the details of a thing: stop messages here, or what is stopped here already. */
export function HoldHere({ selection, kit }: { selection: Selection; kit: Kit }) {
  const target = holdableAt(selection, kit);
  if (target === null || !("name" in selection)) return null;
  const [hold] = holdsAt(kit.session.history.live, selection.what, selection.name);
  if (hold) return <Standing hold={hold} kit={kit} />;
  return <Begin key={target} target={target} kit={kit} />;
}

function Begin({ target, kit }: { target: string; kit: Kit }): JSX.Element {
  const { say, session } = kit;
  const deed = useDeed(kit);
  const [where, setWhere] = useState("");
  const begin = async (event: Event) => {
    event.preventDefault();
    const { done } = await deed.act("hold.begin", { target, where: where.trim() || null });
    if (done) setWhere("");
  };
  return (
    <section class="holdhere">
      <form class="row" onSubmit={begin}>
        <button type="submit" class="btn" disabled={!session.live || deed.busy}>
          {say("hold.here")}
        </button>
        <input
          type="text"
          class="m"
          value={where}
          onInput={({ currentTarget }) => setWhere(currentTarget.value)}
          disabled={!session.live}
          aria-label={say("hold.where")}
          title={say("hold.where")}
          placeholder={say("hold.where.hint")}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
        />
      </form>
      {!session.live && <p>{say("hands.notlive")}</p>}
      <Problem text={deed.problem} />
    </section>
  );
}

function Standing({ hold, kit }: { hold: Hold; kit: Kit }): JSX.Element {
  const { say, session } = kit;
  const deed = useDeed(kit);
  return (
    <section class="holdhere on">
      <p>
        <b>{say("hold.count", { n: hold.held.length })}</b> <Where hold={hold} kit={kit} />
      </p>
      <div class="row">
        <button type="button" class="btn pri" onClick={() => kit.showSide("holds")}>
          {say("hold.look")}
        </button>
        <button
          type="button"
          class="btn"
          disabled={!session.live || deed.busy}
          onClick={() => deed.act("hold.end", { hold: hold.id })}
        >
          {say("hold.end")}
        </button>
      </div>
      <Problem text={deed.problem} />
    </section>
  );
}

function Where({ hold, kit }: { hold: Hold; kit: Kit }): JSX.Element | null {
  if (hold.condition === null) return null;
  return <code title={kit.say("hold.where")}>{hold.condition}</code>;
}

/** All holds and what they have stopped. */
export function Holds({ kit }: { kit: Kit }): JSX.Element {
  const { say, session } = kit;
  const live = session.history.live;
  const [open, setOpen] = useState<string | null>(null);
  const stopped = stoppedIn(live);
  const apart = apartIn(live);
  const list = (hold: Hold | null, messages: readonly Message[]) => (
    <List hold={hold} messages={messages} open={open} setOpen={setOpen} kit={kit} />
  );
  return (
    <Side name="holds" title={say("holds")} kit={kit}>
      {stopped.length === 0 && <p>{say("holds.none")}</p>}
      {stopped.map(({ hold, messages }) => (
        <OneHold key={hold.id} hold={hold} kit={kit}>
          {list(hold, messages)}
        </OneHold>
      ))}
      {apart.length > 0 && <Section title={say("holds.delayed")}>{list(null, apart)}</Section>}
    </Side>
  );
}

function OneHold({ hold, kit, children }: { hold: Hold; kit: Kit; children: JSX.Element }) {
  const { say, session } = kit;
  const deed = useDeed(kit);
  const n = hold.held.length;
  const off = !session.live || deed.busy;
  const name = (key: string) => `${say(key)}, ${hold.target}`;
  const button = (key: string, what: string, disabled: boolean) => (
    <button
      type="button"
      class="btn"
      aria-label={name(key)}
      title={say(`hint.${key}`)}
      disabled={off || disabled}
      onClick={() => deed.act(what, { hold: hold.id })}
    >
      {say(key)}
    </button>
  );
  return (
    <section data-hold={hold.target}>
      <h3>
        <span class="m">{hold.target}</span> <Where hold={hold} kit={kit} />
      </h3>
      <div class="row">
        {button("hold.step", "hold.step", n === 0)}
        {button("hold.release", "hold.release", n === 0)}
        {button("hold.end", "hold.end", false)}
      </div>
      <Problem text={deed.problem} />
      <p>{say("hold.count", { n })}</p>
      {children}
    </section>
  );
}

/** Messages that are listed; one decides about the first ones first. */
const MOST = 100;

interface ListProps {
  hold: Hold | null;
  messages: readonly Message[];
  open: string | null;
  setOpen: (id: string | null) => void;
  kit: Kit;
}

function List({ hold, messages, open, setOpen, kit }: ListProps): JSX.Element {
  /** The next one is opened where the one that was open has gone. */
  const gone = (place: number) =>
    setOpen(messages[place + 1]?.id ?? messages[place - 1]?.id ?? null);
  return (
    <>
      <ul>
        {messages.slice(0, MOST).map((message, place) => (
          <HeldMessage
            key={message.id}
            message={message}
            place={hold === null ? null : place}
            last={place === messages.length - 1}
            open={open === message.id}
            toggle={() => setOpen(open === message.id ? null : message.id)}
            gone={() => gone(place)}
            kit={kit}
          />
        ))}
      </ul>
      {messages.length > MOST && <p>{kit.say("holds.more", { n: messages.length - MOST })}</p>}
    </>
  );
}
