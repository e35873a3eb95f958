/** What opens below a row of the table: payload, causes, traceback, prints, and rules tried. */

import type { ComponentChildren, JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { copyText } from "../flow/clipboard.ts";
import { KindIcon, ReasonIcon } from "../flow/glyphs.tsx";
import { consumerName, isBuiltin, kindOf } from "../model/names.ts";
import type { Fact } from "../model/state.ts";
import { type Link, lineOf, runIn } from "../model/story.ts";
import { isLoss } from "../model/traffic.ts";
import type { Step } from "../trace.ts";
import { ErrorCard } from "./card.tsx";
import { consumerOf, fieldsOf, gist } from "./gist.ts";
import type { Kit } from "./kit.ts";
import { Payload } from "./payload.tsx";
import { asPython } from "./python.ts";
import { readTraceback } from "./traceback.ts";

interface RowProps {
  fact: Fact;
  kit: Kit;
  /** Goes to another fact's row. */
  go: (seq: number) => void;
}

export function RowDetail({ fact, kit, go }: RowProps): JSX.Element {
  const { say, session } = kit;
  const [facts, chain] = useMemo(() => {
    const kept = session.allFacts();
    return [kept, lineOf(kept, fact)] as const;
  }, [fact]);
  const run = runIn(chain, fact);
  const raised = run === null ? undefined : facts.find((one) => isOf(one, "consumer.raised", run));
  const printed = run === null ? [] : facts.filter((one) => isOf(one, "consumer.printed", run));
  const ladder = ladderOf(facts, fact);
  const right = raised !== undefined || printed.length > 0 || ladder !== null;
  return (
    <div class={`det ${right ? "" : "few"}`}>
      <PayloadPart fact={fact} kit={kit} />
      <Section title={say("row.causes")}>
        <Causes chain={chain} fact={fact} kit={kit} go={go} />
        <Story fact={fact} kit={kit} />
      </Section>
      {right && (
        <section>
          {raised && (
            <Section title={say("row.traceback")} more={run}>
              <Traceback text={String(raised.traceback ?? raised.error)} />
              <ErrorCard told={String(raised.error ?? "")} kit={kit} />
              <EditRaised raised={raised} kit={kit} />
            </Section>
          )}
          {printed.length > 0 && (
            <Section title={say("row.printed")} more={run}>
              <pre>{printed.map((one) => String(one.text)).join("")}</pre>
            </Section>
          )}
          {ladder && (
            <Section title={say("row.ladder")}>
              <Ladder steps={ladder} kit={kit} />
            </Section>
          )}
        </section>
      )}
    </div>
  );
}

/** Leads from an error to its line in the editor; not from what the sandbox brings itself. */
function EditRaised({ raised, kit }: { raised: Fact; kit: Kit }): JSX.Element | null {
  const consumer = consumerName(String(raised.consumer ?? ""));
  if (!consumer || isBuiltin(consumer) || !kit.session.live) return null;
  return <Edit consumer={consumer} seq={raised.seq ?? null} kit={kit} />;
}

interface EditProps {
  consumer: string;
  /** The fact of an error, whose line is to be shown. */
  seq: number | null;
  kit: Kit;
}

/** Opens the editor with a consumer. */
export function Edit({ consumer, seq, kit }: EditProps): JSX.Element {
  return (
    <button type="button" class="btn" onClick={() => kit.edit(consumer, seq)}>
      {kit.say("code.edit", { name: consumerOf(consumer) })}
    </button>
  );
}

const isOf = (fact: Fact, kind: string, run: string) => fact.kind === kind && fact.run === run;

interface SectionProps {
  title: string;
  more?: string | null;
  children: ComponentChildren;
}

export function Section({ title, more, children }: SectionProps): JSX.Element {
  return (
    <section>
      <h3>
        {title} {more && <span class="m">{more}</span>}
      </h3>
      {children}
    </section>
  );
}

const PAYLOADS = ["content", "text", "bytes", "diff"] as const;

function PayloadPart({ fact, kit }: { fact: Fact; kit: Kit }): JSX.Element {
  const { say, numbers, session } = kit;
  const field = PAYLOADS.find((name) => fact[name] != null && fact[name] !== "");
  const size = typeof fact.size === "number" ? numbers.bytes(fact.size) : "";
  const id = typeof fact.id === "string" ? fact.id : null;
  const [copied, setCopied] = useState(false);
  const copy = ({ currentTarget }: Event) =>
    copyText(asPython(fact, session.who), currentTarget as HTMLElement).then(setCopied);
  return (
    <Section
      title={say(field ? "row.payload" : "row.fields")}
      more={field ? [id, size].filter(Boolean).join(", ") : id}
    >
      <Payload value={field ? fact[field] : fieldsOf(fact)} of={field ? id : null} kit={kit} />
      <button type="button" class="btn" onClick={copy}>
        {say(copied ? "row.copied" : "row.copy")}
      </button>
    </Section>
  );
}

interface CausesProps extends RowProps {
  chain: readonly Link[];
}

function Causes({ chain, fact, kit, go }: CausesProps): JSX.Element {
  const step = kit.mode === "narrow" ? 6 : 12;
  return (
    <ul class="causes">
      {chain.map(({ fact: one, depth }) => (
        <li key={one.seq} class={causeLook(one, fact)}>
          <button
            type="button"
            style={{ marginLeft: `calc(${Math.min(depth, 12) * step} * var(--u))` }}
            onClick={() => go(one.seq ?? 0)}
          >
            <FactIcon fact={one} />
            <span class="m">
              {one.id ?? ""} {one.kind}
            </span>
            <span class="g">
              {withoutId(gist(one, kit.session.who, kit.say, kit.numbers), one.id)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

const causeLook = (one: Fact, fact: Fact) =>
  [one === fact ? "me" : "", isBad(one) ? "lost" : ""].join(" ");

const withoutId = (text: string, id: string | null | undefined) =>
  id && text.startsWith(`${id} `) ? text.slice(id.length + 1) : text;

/** Whether a fact tells of something lost that somebody may miss, or of a failure. */
export function isBad(fact: Fact): boolean {
  if (fact.kind === "message.lost") return isLoss(fact);
  return /^(message\.refused|consumer\.raised|route\.unmatched|subscriber\.failed)$/.test(
    fact.kind,
  );
}

/** The mark of a fact: a loss's reason, or the kind of message that it is about. */
export function FactIcon({ fact }: { fact: Fact }): JSX.Element {
  if (isBad(fact) || fact.kind === "message.lost")
    return <ReasonIcon reason={fact.kind === "message.lost" ? String(fact.reason) : ""} />;
  if (typeof fact.channel === "string") return <KindIcon kind={kindOf(fact.channel)} />;
  if (fact.kind === "group.sent" || fact.kind === "frame.sent") return <KindIcon kind="reply" />;
  if (fact.kind === "frame.received") return <KindIcon kind="receive" />;
  if (fact.kind === "request.received") return <KindIcon kind="request" />;
  return <span class="mark" />;
}

function Story({ fact, kit }: { fact: Fact; kit: Kit }): JSX.Element | null {
  const [text, setText] = useState("");
  const { session, say } = kit;
  if (!fact.id || !session.live) return null;
  const tell = () =>
    session.ask("story", { about: fact.id }).then(
      (found) => setText(String(found)),
      (problem: Error) => setText(problem.message),
    );
  if (text) return <pre class="story">{text}</pre>;
  return (
    <button type="button" class="btn" onClick={tell}>
      {say("row.story")}
    </button>
  );
}

export function Traceback({ text }: { text: string }): JSX.Element {
  return (
    <pre class="trace">
      {readTraceback(text).map(({ text: one, look }, i) => (
        <span key={i} class={look === "error" ? "err" : look}>
          {one}
          {look === "own" ? "" : "\n"}
        </span>
      ))}
    </pre>
  );
}

/** The rules that were tried for the message that *fact* is about. */
function ladderOf(facts: readonly Fact[], fact: Fact): Step[] | null {
  if (Array.isArray(fact.ladder)) return fact.ladder as Step[];
  const message = fact.message ?? null;
  if (message === null) return null;
  const found = facts.find(
    (one) => one.message === message && one.kind.startsWith("route.") && Array.isArray(one.ladder),
  );
  return found ? (found.ladder as Step[]) : null;
}

export function Ladder({ steps, kit }: { steps: readonly Step[]; kit: Kit }): JSX.Element {
  return (
    <ol class="ladder">
      {steps.map(({ rule, matched, why }, i) => (
        <li key={i} class={matched ? "yes" : ""}>
          <span class="sign">{matched ? "✓" : "✗"}</span>
          <span>
            <code>{shortRule(rule)}</code>
            <span class="why">{matched ? kit.say("row.matched") : why}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}

/** A rule with its consumer as its writer calls it. */
function shortRule(rule: string): string {
  return rule.replace(/-> (.+)$/, (_, consumer: string) => `→ ${consumerOf(consumer)}`);
}
