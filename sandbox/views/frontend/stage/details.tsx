/** The panel beside the flow: what is known about the thing that a person pointed at. */

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { FateIcon, KindIcon, ReasonIcon } from "../flow/glyphs.tsx";
import { layerText, leavingOf } from "../flow/processes.tsx";
import type { Selection } from "../flow/props.ts";
import { consumerName, shortReply } from "../model/names.ts";
import type {
  Channel,
  Connection,
  Consumer,
  Group,
  Member,
  Message,
  Worker,
} from "../model/state.ts";
import { busyFor, placeOf, Replace } from "./alarm.tsx";
import { ErrorCard } from "./card.tsx";
import { consumerOf, line } from "./gist.ts";
import { HoldHere } from "./holds.tsx";
import type { Kit } from "./kit.ts";
import { reasonWord } from "./reason.ts";
import { Edit, Ladder, RowDetail, Section, Traceback } from "./row.tsx";

interface Part<T> {
  it: T;
  kit: Kit;
}

export function Details({ selection, kit }: { selection: Selection; kit: Kit }): JSX.Element {
  return (
    <aside class="side" aria-label={titleOf(selection, kit)}>
      <header>
        <div>
          <div class="what">{whatOf(selection, kit)}</div>
          <h2>{titleOf(selection, kit)}</h2>
        </div>
        <button
          type="button"
          class="btn"
          aria-label={kit.say("detail.close")}
          onClick={() => kit.select(null)}
        >
          ✕
        </button>
      </header>
      <HoldHere selection={selection} kit={kit} />
      <Body selection={selection} kit={kit} />
      <ShowInTable selection={selection} kit={kit} />
    </aside>
  );
}

function whatOf(selection: Selection, { say }: Kit): string {
  if (selection.what === "bin") return selection.reason === null ? "" : say("bin");
  return selection.what === "fact" ? "" : say(`what.${selection.what}`);
}

function titleOf(selection: Selection, { session, say }: Kit): string {
  if (selection.what === "bin")
    return selection.reason === null ? say("bin") : reasonWord(selection.reason, say);
  if (selection.what === "fact") return session.fact(selection.seq)?.kind ?? "";
  if (selection.what === "connection") return session.who.connection(selection.name);
  return selection.what === "consumer" ? consumerName(selection.name) : selection.name;
}

function Body({ selection, kit }: { selection: Selection; kit: Kit }): JSX.Element {
  const { state } = kit.session;
  const gone = <p>{kit.say("detail.gone")}</p>;
  const show = <T,>(it: T | undefined, View: (part: Part<T>) => JSX.Element) =>
    it === undefined ? gone : <View it={it} kit={kit} />;
  switch (selection.what) {
    case "consumer":
      return show(state.consumers.get(selection.name), ConsumerPart);
    case "group":
      return show(state.groups.get(selection.name), GroupPart);
    case "channel":
      return show(state.channels.get(selection.name), ChannelPart);
    case "connection":
      return show(state.connections.get(selection.name), ConnectionPart);
    case "worker":
      return show(state.workers.get(selection.name), WorkerPart);
    case "message":
      return show(state.messages.get(selection.name), MessagePart);
    case "server":
      return show(state.servers.get(selection.name), ({ it }) => (
        <Pairs
          pairs={[
            ["detail.address", it.address],
            ["detail.state", kit.say(`state.${it.state}`)],
            ...processPairs(it.name, kit),
          ]}
          kit={kit}
        />
      ));
    case "bin":
      return <BinPart reason={selection.reason} kit={kit} />;
    case "fact": {
      const fact = kit.session.fact(selection.seq);
      const go = (seq: number) => kit.select({ what: "fact", seq });
      return fact ? <RowDetail key={fact.seq} fact={fact} kit={kit} go={go} /> : gone;
    }
  }
}

/** The filter that shows what the log says about a selection. */
function filterOf(selection: Selection): string | null {
  switch (selection.what) {
    case "bin":
      return selection.reason === null ? "lost" : `lost reason:${selection.reason}`;
    case "fact":
      return null;
    case "worker":
    case "server":
      return `where:${selection.name}`;
    case "message":
      return `message:${selection.name}`;
    case "consumer":
      return `consumer:${quoted(selection.name)}`;
    default:
      return `${selection.what}:${quoted(selection.name)}`;
  }
}

const quoted = (name: string) => (/\s/.test(name) ? `"${name}"` : name);

function ShowInTable({ selection, kit }: { selection: Selection; kit: Kit }): JSX.Element | null {
  const filter = filterOf(selection);
  if (filter === null) return null;
  return (
    <button type="button" class="btn" onClick={() => kit.showInTable(filter)}>
      {kit.say("detail.table")}
    </button>
  );
}

type Pair = [word: string, value: ComponentChildren];

/** The process that a server or worker runs in, and the one that was in its place before. */
function processPairs(runs: string, { session, say, numbers }: Kit): Pair[] {
  const { processes } = session.state;
  const process = processes.get(runs);
  if (!processes.size) return [];
  if (!process) return [["detail.process", say("detail.process.own")]];
  const { name, state, reason, before } = process;
  const ago = (at: number) => numbers.seconds(session.now - at);
  return [
    ["detail.process", state === "left" ? `${name}: ${leavingOf(reason, say)}` : name],
    [
      "detail.process.before",
      before &&
        `${before.name}: ${leavingOf(before.reason, say)}, ${say("flow.gone", { time: ago(before.leftAt) })}`,
    ],
  ];
}

function Pairs({ pairs, kit }: { pairs: Pair[]; kit: Kit }): JSX.Element {
  return (
    <dl>
      {pairs
        .filter(([, value]) => value !== null && value !== "")
        .map(([word, value]) => [
          <dt key={word}>{kit.say(word)}</dt>,
          <dd key={`${word}.`}>{value}</dd>,
        ])}
    </dl>
  );
}

interface Source {
  source?: string | null;
  version?: string | null;
  diff?: string | null;
  file?: string | null;
  line?: number | null;
}

/** The consumer's source: asked for, and asked for again when its version changes. */
function useSource(it: Consumer, kit: Kit): { source: Source | null; problem: string } {
  const [source, setSource] = useState<Source | null>(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let current = true;
    setProblem("");
    if (!kit.session.live) return;
    kit.session.ask("source", { consumer: it.name }).then(
      (found) => current && setSource(found as Source),
      (error: Error) => current && setProblem(error.message),
    );
    return () => {
      current = false;
    };
  }, [it.name, it.version, kit.session.live]);
  return { source, problem };
}

function ConsumerPart({ it, kit }: Part<Consumer>): JSX.Element {
  const { say, session, numbers } = kit;
  const { source, problem } = useSource(it, kit);
  const text = source?.source ?? it.source;
  const diff = source?.diff ?? it.diff;
  const place = source?.file ? `${source.file}${source.line ? `:${source.line}` : ""}` : "";
  const printed = session.state.printed.filter((one) => one.consumer === it.name).slice(-20);
  return (
    <>
      <Pairs
        kit={kit}
        pairs={[
          [
            "detail.never.reached",
            it.hiddenBy && (
              <span class="bad">
                {say("detail.hidden", {
                  rule: it.hiddenBy.number,
                  consumer: consumerOf(it.hiddenBy.consumer),
                })}
              </span>
            ),
          ],
          ["detail.channels", it.channels.join(", ")],
          ["detail.state", it.builtin ? say("detail.builtin") : versionText(it, kit)],
          [
            "detail.lasterror",
            it.lastError ? <span class="bad">{line(it.lastError.error)}</span> : null,
          ],
        ]}
      />
      <p>
        {say("detail.runs", { n: it.runs })}
        {it.raised > 0 && <span class="bad"> · {say("detail.raised", { n: it.raised })}</span>}
        {it.lastDuration !== null && ` · ${numbers.milliseconds(it.lastDuration)}`}
      </p>
      {text && (
        <Section title={say("detail.source")} more={place}>
          <pre>{text}</pre>
        </Section>
      )}
      {!it.builtin && session.live && <Edit consumer={it.name} seq={null} kit={kit} />}
      {problem && !text && <p class="bad">{problem}</p>}
      {diff && (
        <Section title={say("detail.diff")}>
          <Diff text={diff} />
        </Section>
      )}
      {it.lastError && <LastError it={it} kit={kit} />}
      {printed.length > 0 && (
        <Section title={say("detail.printed")}>
          <pre>{printed.map((one) => one.text).join("")}</pre>
        </Section>
      )}
    </>
  );
}

const versionText = (it: Consumer, { say }: Kit) =>
  it.version ? say("detail.version", { version: it.version }) : null;

function LastError({ it, kit }: Part<Consumer>): JSX.Element | null {
  const fact = kit.session.fact(it.lastError!.seq);
  if (!fact?.traceback) return null;
  return (
    <Section title={kit.say("detail.lasterror")}>
      <Traceback text={String(fact.traceback)} />
      <ErrorCard told={String(fact.error ?? "")} kit={kit} />
      {!it.builtin && kit.session.live && <Edit consumer={it.name} seq={fact.seq!} kit={kit} />}
    </Section>
  );
}

function Diff({ text }: { text: string }): JSX.Element {
  const look = (one: string) => ({ "+": "add", "-": "del" })[one[0] ?? ""] ?? "";
  return (
    <pre class="diff">
      {text.split("\n").map((one, i) => (
        <span key={i} class={look(one)}>{`${one}\n`}</span>
      ))}
    </pre>
  );
}

function GroupPart({ it, kit }: Part<Group>): JSX.Element {
  const members = [...it.members.values()];
  return (
    <Section title={kit.say("detail.members", { n: members.length })}>
      <ul>
        {members.slice(0, 200).map((member) => (
          <MemberLine key={member.channel} it={member} kit={kit} />
        ))}
      </ul>
    </Section>
  );
}

function MemberLine({ it, kit }: Part<Member>): JSX.Element {
  const { say, numbers, session } = kit;
  const name = it.connection ? session.who.connection(it.connection) : it.channel;
  const left =
    it.expiresAt === null ? say("detail.never") : numbers.seconds(it.expiresAt - session.now);
  return (
    <li class={it.ghost ? "ghost" : ""} title={it.channel}>
      <span class="m">{name}</span>
      <span class="r">
        {it.ghost
          ? say("detail.ghost")
          : `${say("detail.since")} ${numbers.seconds(session.now - it.joinedAt)} · ${say("detail.expires")} ${left}`}
      </span>
    </li>
  );
}

function ChannelPart({ it, kit }: Part<Channel>): JSX.Element {
  const { say, numbers, session } = kit;
  const waiting = it.queue.map((id) => session.state.messages.get(id)).filter((one) => !!one);
  const ladder = session.state.ladders.get(it.name);
  const layer = session.state.layers.get(it.layer);
  return (
    <>
      <p>
        {say("detail.queue", { n: it.queue.length })}
        {it.capacity !== null && ` · ${say("detail.capacity", { n: it.capacity })}`}
      </p>
      {waiting.length === 0 && <p>{say("detail.empty")}</p>}
      {waiting.length > 0 && (
        <ul>
          {waiting.slice(0, 100).map((one) => (
            <li key={one.id}>
              {one.state === "held" ? <FateIcon fate="held" /> : <KindIcon kind={one.kind} />}
              <Named id={one.id} kit={kit} />
              <span class="r">
                {numbers.bytes(one.size)} · {numbers.seconds(session.now - one.acceptedAt)}
              </span>
            </li>
          ))}
        </ul>
      )}
      <Pairs
        kit={kit}
        pairs={[
          ["detail.layer", layer && `${layer.alias} · ${layerText(layer, say, true)}`],
          ["workers", [...it.heardBy].join(", ")],
        ]}
      />
      {ladder && (
        <Section title={say("detail.ladder")} more={ladder.message}>
          <Ladder steps={ladder.steps} kit={kit} />
        </Section>
      )}
    </>
  );
}

function ConnectionPart({ it, kit }: Part<Connection>): JSX.Element {
  const { say, numbers, session } = kit;
  const closed = it.closedAt !== null;
  return (
    <>
      <Pairs
        kit={kit}
        pairs={[
          ["detail.state", say(`state.${it.state}`)],
          ["detail.path", `${it.method ?? it.protocol} ${it.path}`],
          ["detail.reply", it.replyChannel === null ? null : shortReply(it.replyChannel)],
          ["groups", [...it.groups].join(", ")],
          ["column.reason", it.why],
        ]}
      />
      {closed && it.closedBy && (
        <p>{say("detail.closed", { by: it.closedBy, code: String(it.code ?? "–") })}</p>
      )}
      <Section title={say("detail.frames")} more={`↑ ${it.sent}  ↓ ${it.received}`}>
        {it.frames.length === 0 && <p>{say("detail.noframes")}</p>}
        <ul>
          {[...it.frames].reverse().map((frame) => (
            <li key={`${frame.at} ${frame.message} ${frame.text}`}>
              <span>{frame.incoming ? "↑" : "↓"}</span>
              <span class="m">{line(frame.text, 60)}</span>
              <span class="r">{numbers.seconds(session.now - frame.at)}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Earlier it={it} kit={kit} />
    </>
  );
}

/** What its tab was connected by before: over, and a group still counts it. */
function Earlier({ it, kit }: Part<Connection>): JSX.Element | null {
  const { say, numbers, session } = kit;
  const former = [...session.state.connections.values()].filter(
    (one) => one.ours && one.label === it.label && one.id !== it.id && one.closedAt !== null,
  );
  if (!it.ours || former.length === 0) return null;
  return (
    <Section title={say("detail.earlier")}>
      <ul>
        {former.map((one) => (
          <li key={one.id} class="ghost">
            <button
              type="button"
              class="link m"
              onClick={() => kit.select({ what: "connection", name: one.id })}
            >
              {one.id}
            </button>
            <span>
              {say("detail.closed", { by: one.closedBy ?? "–", code: String(one.code ?? "–") })}
              {one.groups.size > 0 &&
                ` · ${say("detail.counted", { groups: [...one.groups].join(", ") })}`}
            </span>
            <span class="r">{numbers.seconds(session.now - one.closedAt!)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** A message's id, which leads to what is known of it while it has no fate. */
function Named({ id, kit }: { id: string; kit: Kit }): JSX.Element {
  const go = () => kit.select({ what: "message", name: id });
  return (
    <button type="button" class="link m" onClick={go}>
      {id}
    </button>
  );
}

function WorkerPart({ it, kit }: Part<Worker>): JSX.Element {
  const { say, numbers, session } = kit;
  const doing =
    it.state === "stopped"
      ? say("detail.stopped", { reason: it.reason ?? "–" })
      : it.consumer
        ? say("detail.busy", { consumer: consumerOf(it.consumer) })
        : say("detail.idle");
  return (
    <>
      <p>
        {doing} · {say("detail.runs", { n: it.runs })}
        {it.lastDuration !== null && ` · ${numbers.milliseconds(it.lastDuration)}`}
      </p>
      <Pairs
        kit={kit}
        pairs={[
          ["what.message", it.message && <Named id={it.message} kit={kit} />],
          ["detail.busyfor", it.message && numbers.seconds(busyFor(it, session.now))],
          ["detail.line", placeOf(it)],
          ["detail.hears", it.channels.join(", ")],
          ...processPairs(it.name, kit),
        ]}
      />
      {it.alarm && <Replace worker={it} kit={kit} />}
    </>
  );
}

function MessagePart({ it, kit }: Part<Message>): JSX.Element {
  const { say, numbers, session } = kit;
  const worker = session.state.workers.get(it.hand ?? "");
  const runs = worker?.message === it.id ? worker : null;
  return (
    <Pairs
      kit={kit}
      pairs={[
        ["what.channel", session.who.channel(it.channel, say)],
        ["detail.state", say(`state.${it.state}`)],
        ["detail.edited", it.edited && say("held.edited")],
        ["detail.hand", it.hand],
        ["what.consumer", runs?.consumer ? consumerOf(runs.consumer) : null],
        ["detail.line", runs && placeOf(runs)],
        ["detail.busyfor", it.takenAt === null ? null : numbers.seconds(session.now - it.takenAt)],
        ["detail.age", numbers.seconds(session.now - it.acceptedAt)],
        ["detail.size", numbers.bytes(it.size)],
      ]}
    />
  );
}

function BinPart({ reason, kit }: { reason: string | null; kit: Kit }): JSX.Element {
  const { say, session, numbers } = kit;
  const { bin, totals } = session.state;
  const n = reason === null ? totals.lost : (totals.lostBy.get(reason) ?? 0);
  const losses = bin.filter((loss) => reason === null || loss.reason === reason);
  return (
    <Section title={n ? say("detail.losses", { n }) : say("bin.empty")}>
      <ul>
        {losses.map((loss) => (
          <li key={loss.seq}>
            <ReasonIcon reason={loss.reason} />
            <button
              type="button"
              class="link m"
              onClick={() => kit.select({ what: "fact", seq: loss.seq })}
            >
              {loss.message ?? ""} {session.who.channel(loss.channel, say)}
            </button>
            <span class="r">
              {reasonWord(loss.reason, say)}
              {loss.harmless && `, ${say("detail.harmless")}`} ·{" "}
              {numbers.seconds(session.now - loss.at)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
