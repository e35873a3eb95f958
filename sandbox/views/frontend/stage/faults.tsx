/**
 * The fault box: what can be broken on purpose, each told in a sentence, and what is broken now;
 * and slow motion, which is the system's own pace and not the picture's.
 */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Fault } from "../model/state.ts";
import { brokenIn, slownessOf } from "../model/targets.ts";
import {
  ALL,
  inForce,
  OFFERS,
  type Offer,
  type Option,
  optionsFor,
  targetsFor,
} from "./breaking.ts";
import { useDeed } from "./deed.ts";
import { consumerOf } from "./gist.ts";
import type { Kit } from "./kit.ts";
import { Problem, Side } from "./side.tsx";

export function Faults({ kit }: { kit: Kit }): JSX.Element {
  const { say, session } = kit;
  const [open, setOpen] = useState<string | null>(null);
  const broken = brokenIn(session.history.live);
  return (
    <Side name="faults" title={say("faults")} kit={kit}>
      <p>{say("faults.about")}</p>
      <InForce faults={broken} kit={kit} />
      <ul class="offers">
        {OFFERS.map((offer) => (
          <OneOffer
            key={offer.fault}
            offer={offer}
            open={open === offer.fault}
            toggle={() => setOpen(open === offer.fault ? null : offer.fault)}
            kit={kit}
          />
        ))}
      </ul>
      <SlowMotion kit={kit} />
    </Side>
  );
}

/** What is broken now, each with the way back. */
function InForce({ faults, kit }: { faults: readonly Fault[]; kit: Kit }): JSX.Element {
  const { say, session, numbers } = kit;
  const deed = useDeed(kit);
  const off = !session.live || deed.busy;
  if (faults.length === 0) return <p class="calm">{say("faults.none")}</p>;
  return (
    <section class="broken">
      <ul>
        {faults.map((fault) => (
          <li key={fault.id}>
            <span>{faultText(fault, kit)}</span>
            <span class="r">{numbers.whole(session.liveNow - fault.since)}</span>
            <button
              type="button"
              class="btn"
              aria-label={`${say("fault.undo")}: ${faultText(fault, kit)}`}
              disabled={off}
              onClick={() => deed.act("fault.undo", { fault: fault.id })}
            >
              {say("fault.undo")}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="btn" disabled={off} onClick={() => deed.act("fault.clear")}>
        {say("faults.clear")}
      </button>
      <Problem text={deed.problem} />
    </section>
  );
}

/** "slow: ws_message". */
export function faultText({ fault, target }: Fault, { say }: Kit): string {
  const name = say(`fault.${fault}`);
  return `${name.startsWith("fault.") ? fault : name}: ${targetText(target ?? ALL, say)}`;
}

/** A target to choose: consumers without their modules, where that tells them apart. */
function targetName(target: string, among: readonly string[], say: Kit["say"]): string {
  if (target === ALL) return say("faults.all");
  if (!target.startsWith("consumer:")) return target;
  const short = (one: string) => `consumer:${consumerOf(one.slice("consumer:".length))}`;
  const same = among.filter((one) => one.startsWith("consumer:") && short(one) === short(target));
  return same.length > 1 ? target : short(target);
}

function targetText(target: string, say: Kit["say"]): string {
  if (target === ALL) return say("faults.all");
  const [kind, name = ""] = [target.slice(0, target.indexOf(":")), target.split(":")[1]];
  if (kind === "consumer") return consumerOf(name);
  return kind === "tab" || kind === "channel" || kind === "group"
    ? target.slice(kind.length + 1)
    : target;
}

interface OfferProps {
  offer: Offer;
  open: boolean;
  toggle: () => void;
  kit: Kit;
}

function OneOffer({ offer, open, toggle, kit }: OfferProps): JSX.Element {
  const { say, session } = kit;
  const targets = targetsFor(offer, session.history.live);
  return (
    <li class="offer" data-offer={offer.fault}>
      <button type="button" class="offerhead" aria-expanded={open} onClick={toggle}>
        <b>{say(`fault.${offer.fault}`)}</b>
        <span>{say(`fault.${offer.fault}.about`)}</span>
      </button>
      {open && targets.length === 0 && <p class="calm">{say("faults.notarget")}</p>}
      {open && targets.length > 0 && <Begin offer={offer} targets={targets} kit={kit} />}
    </li>
  );
}

function Begin({ offer, targets, kit }: { offer: Offer; targets: string[]; kit: Kit }) {
  const { say, session } = kit;
  const deed = useDeed(kit);
  const [chosen, setChosen] = useState("");
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(new Map());
  const target = targets.includes(chosen) ? chosen : targets[0]!;
  const standing = inForce(session.history.live, offer.fault, target);
  const off = !session.live || deed.busy;
  const submit = (event: Event) => {
    event.preventDefault();
    if (standing) void deed.act("fault.undo", { fault: standing.id });
    else
      void deed.act("fault.begin", {
        fault: offer.fault,
        target: target === ALL ? null : target,
        options: optionsFor(offer, typed),
      });
  };
  return (
    <form class="row" onSubmit={submit}>
      <select
        aria-label={say("fault.target")}
        value={target}
        disabled={off}
        onChange={({ currentTarget }) => setChosen(currentTarget.value)}
      >
        {targets.map((one) => (
          <option key={one} value={one}>
            {targetName(one, targets, say)}
          </option>
        ))}
      </select>
      {!standing &&
        offer.options.map((option) => (
          <OneOption
            key={option.name}
            option={option}
            value={typed.get(option.name) ?? option.usual}
            set={(text) => setTyped(new Map(typed).set(option.name, text))}
            off={off}
            kit={kit}
          />
        ))}
      <button type="submit" class={`btn ${standing ? "" : "pri"}`} disabled={off}>
        {say(standing ? "fault.undo" : offer.momentary ? "fault.now" : "fault.begin")}
      </button>
      <Problem text={deed.problem} />
    </form>
  );
}

interface OptionProps {
  option: Option;
  value: string;
  set: (text: string) => void;
  off: boolean;
  kit: Kit;
}

function OneOption({ option, value, set, off, kit }: OptionProps): JSX.Element {
  const { say } = kit;
  const { name, kind } = option;
  return (
    <label class="option">
      <span>{say(`fault.option.${name}`)}</span>
      <input
        type="text"
        class={`m ${kind === "number" ? "short" : ""}`}
        inputMode={kind === "number" ? "decimal" : "text"}
        value={value}
        placeholder={kind === "text" ? say("hold.where.hint") : say("fault.option.nolimit")}
        disabled={off}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        onInput={({ currentTarget }) => set(currentTarget.value)}
      />
    </label>
  );
}

export const PACES = [1, 5, 20];

function SlowMotion({ kit }: { kit: Kit }): JSX.Element {
  const { say, session } = kit;
  const deed = useDeed(kit);
  const now = slownessOf(session.history.live);
  const paces = PACES.includes(now) ? PACES : [...PACES, now];
  return (
    <section class="pace">
      <h3>{say("pace")}</h3>
      <p>{say("pace.about")}</p>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset draws a frame of its own */}
      <span class="seg" role="group" aria-label={say("pace")}>
        {paces.map((factor) => (
          <button
            type="button"
            key={factor}
            aria-pressed={factor === now}
            disabled={!session.live || deed.busy}
            onClick={() => deed.act("clock.slow", { factor })}
          >
            {say("pace.times", { n: kit.numbers.count(factor) })}
          </button>
        ))}
      </span>
      <Problem text={deed.problem} />
    </section>
  );
}
