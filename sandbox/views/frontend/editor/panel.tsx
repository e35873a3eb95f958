/** The editor as it is seen: what there is, the text, what there is to say of it, and the deeds. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { blamedLine } from "./blame.ts";
import type { Given, Opened } from "./contract.ts";
import { type Desk, NEW } from "./desk.ts";
import { Foot } from "./foot.tsx";
import { Routes } from "./routes.tsx";
import { Saying } from "./saying.tsx";
import { isEditable, isUnsaved, type Sheet, typed } from "./sheets.ts";
import { isTab, ROUTES, Tabs } from "./tabs.tsx";
import { type Mark, Typing } from "./typing.ts";

export interface PanelProps {
  desk: Desk;
  given: Given;
  /** Grows with each change of the desk. */
  version: number;
}

export function Panel({ desk, given, version }: PanelProps): JSX.Element {
  const { say, opened } = given;
  const root = useRef<HTMLDivElement>(null);
  const typing = useRef<Typing | null>(null);
  const [chosen, setChosen] = useState(desk.last);
  /** Grows when the text is to have the keys. */
  const [grabs, setGrabs] = useState(0);
  const choose = (name: string, writing = true) => {
    desk.last = name;
    setChosen(name);
    if (writing) setGrabs((n) => n + 1);
  };
  const [comparing, setComparing] = useState(false);
  const wished = useWish(desk, opened, choose);
  const shown = isTab(desk, chosen) ? chosen : (desk.names[0] ?? NEW);
  const sheet = shown === ROUTES ? null : desk.sheet(shown);
  const run = async (name: string) => {
    const now = await desk.save(name);
    if (now !== name) choose(now);
  };
  const marks = useMarks(sheet, wished === shown ? opened : null);
  const leave = () => root.current?.querySelector<HTMLElement>("[role=tab][tabindex='0']")?.focus();
  const to = {
    run,
    leave,
    typed: (name: string, text: string) => desk.change(name, (one) => typed(one, text)),
    completions: (name: string) => desk.completions(name),
    channels: (name: string) => desk.sheet(name)?.served?.channels ?? [],
  };
  if (!desk.ready) return <Waiting desk={desk} given={given} />;
  return (
    <div class="code" ref={root}>
      <Tabs desk={desk} shown={shown} choose={choose} given={given} version={version} />
      {sheet === null ? (
        <Routes desk={desk} say={say} choose={choose} />
      ) : (
        <>
          <Facts sheet={sheet} given={given} />
          <Text
            sheet={sheet}
            given={given}
            comparing={comparing}
            marks={marks}
            hands={to}
            typing={typing}
            grabs={grabs}
          />
          <Saying desk={desk} sheet={sheet} name={shown} marks={marks} given={given} />
          <Foot
            desk={desk}
            sheet={sheet}
            name={shown}
            given={given}
            comparing={comparing}
            compare={setComparing}
            run={() => run(shown)}
          />
        </>
      )}
    </div>
  );
}

function Waiting({ desk, given: { say } }: Pick<PanelProps, "desk" | "given">): JSX.Element {
  return <p class={desk.problem ? "bad" : "quiet"}>{desk.problem || say("code.waiting")}</p>;
}

/**
 * Follows the wish with which it was opened, once, also where it is moved to another place after.
 * Gives the name by which the wished consumer is listed; null where none was, or is not known yet.
 */
function useWish(
  desk: Desk,
  { consumer, wish }: Opened,
  choose: (name: string) => void,
): string | null {
  const name = consumer === null ? desk.last : desk.nameOf(consumer);
  // As it was when this was drawn: when the effect runs, more may be known than the name says.
  const { ready } = desk;
  useEffect(() => {
    if (!ready || desk.wish === wish) return;
    desk.wish = wish;
    choose(name ?? desk.names[0] ?? NEW);
  }, [wish, name, ready]);
  return consumer === null ? null : name;
}

/** What is wrong in the text: what a save was refused for, else what a run has raised. */
function useMarks(sheet: Sheet | null, opened: Opened | null): readonly Mark[] {
  const kept = useRef<{ key: unknown[]; marks: readonly Mark[] }>({ key: [], marks: [] });
  const raised = opened?.raised ?? null;
  const key = [sheet?.name, sheet?.problem, raised];
  if (key.some((one, i) => one !== kept.current.key[i]))
    kept.current = { key, marks: sheet === null ? [] : marksOf(sheet, raised) };
  return kept.current.marks;
}

function marksOf(sheet: Sheet, raised: Opened["raised"]): Mark[] {
  const { problem } = sheet;
  if (problem) {
    const { line, column, error, message } = problem;
    return line === null ? [] : [{ line, column, text: `${error}: ${message}` }];
  }
  if (raised === null) return [];
  const line = blamedLine(raised.traceback, sheet.text, sheet.served?.line ?? null);
  return line === null ? [] : [{ line, column: null, text: raised.error }];
}

/** What serves, where it comes from, and whether the text is another. */
function Facts({ sheet, given: { say } }: { sheet: Sheet; given: Given }): JSX.Element {
  const { served } = sheet;
  const state = isUnsaved(sheet) ? "unsaved" : served ? "saved" : "new";
  return (
    <p class="facts">
      {served && (
        <>
          <b>{say("code.serving", { version: served.version })}</b>
          <span class="m">{served.path ?? served.channels.join(", ")}</span>
          <span class="m">{served.edited ? say("code.edited") : served.file}</span>
        </>
      )}
      <span class={`state ${state}`} data-state={state}>
        {say(`code.state.${state}`)}
      </span>
    </p>
  );
}

interface TextProps {
  sheet: Sheet;
  given: Given;
  comparing: boolean;
  marks: readonly Mark[];
  hands: ConstructorParameters<typeof Typing>[2];
  typing: { current: Typing | null };
  grabs: number;
}

function Text(props: TextProps): JSX.Element {
  const { sheet, given, comparing, marks, typing, grabs } = props;
  const into = useRef<HTMLDivElement>(null);
  const tips = useRef<HTMLDivElement>(null);
  const hands = useRef(props.hands);
  hands.current = props.hands;
  useLayoutEffect(() => {
    const made = new Typing(into.current!, tips.current!, {
      typed: (name, text) => hands.current.typed(name, text),
      run: (name) => hands.current.run(name),
      leave: () => hands.current.leave(),
      completions: (name) => hands.current.completions(name),
      channels: (name) => hands.current.channels(name),
    });
    typing.current = made;
    return () => {
      typing.current = null;
      made.end();
    };
  }, []);
  const name = sheet.name ?? NEW;
  const phrases = usePhrases(given);
  // At once: later, what is typed meanwhile would be taken back.
  useLayoutEffect(() => {
    typing.current?.show({
      name,
      text: sheet.text,
      original: comparing ? (sheet.served?.source ?? "") : null,
      readOnly: !isEditable(sheet),
      dark: given.theme === "dark",
      label: given.say("code.text", { name: name || given.say("code.new") }),
      phrases,
      marks,
    });
  });
  useEffect(() => {
    const [mark] = marks;
    if (mark) typing.current?.goTo(mark.line);
  }, [marks]);
  useEffect(() => {
    if (grabs > 0) typing.current?.focus();
  }, [grabs]);
  return (
    <>
      <div class="cm" ref={into} />
      <div class="tips" ref={tips} />
    </>
  );
}

/** CodeMirror's words that can be heard or seen. */
const PHRASES = ["Completions", "Diagnostics", "No diagnostics"] as const;

function usePhrases({ say }: Given): Record<string, string> {
  const kept = useRef<{ say: unknown; phrases: Record<string, string> }>({
    say: null,
    phrases: {},
  });
  if (kept.current.say !== say) {
    const word = { Completions: "completions", Diagnostics: "problems", "No diagnostics": "none" };
    const phrases = Object.fromEntries(PHRASES.map((one) => [one, say(`code.cm.${word[one]}`)]));
    kept.current = { say, phrases };
  }
  return kept.current.phrases;
}
