/** The place of the editor beside or below the picture; its module is fetched when it is here first. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Given, Opened, Raised, Shown } from "../editor/contract.ts";
import { copyText } from "../flow/clipboard.ts";
import type { Kit } from "./kit.ts";

/** What a person wants to edit. */
export interface Wish {
  /** The consumer; null: what was edited last. */
  consumer: string | null;
  /** The fact of an error of it; null: none is to be shown. */
  seq: number | null;
  /** Another number is another wish, also for the same. */
  number: number;
}

let wishes = 0;

/** A wish of its own, also where another was for the same. */
export function wishFor(consumer: string | null, seq: number | null): Wish {
  wishes += 1;
  return { consumer, seq, number: wishes };
}

interface CodingProps {
  wish: Wish;
  kit: Kit;
  close: () => void;
}

export function Coding({ wish, kit, close }: CodingProps): JSX.Element {
  const { session, say, numbers, theme } = kit;
  const into = useRef<HTMLDivElement>(null);
  const shown = useRef<Shown | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [loaded, setLoaded] = useState(false);
  const given: Given = { say, numbers, theme, opened: openedBy(wish, kit), copy: copyText, close };
  const latest = useRef(given);
  latest.current = given;
  useEffect(() => {
    let here = true;
    session.editor().then(
      (editor) => {
        if (!here) return;
        shown.current = editor.show(into.current!, latest.current);
        setLoaded(true);
      },
      (error: Error) => here && setProblem(error.message),
    );
    return () => {
      here = false;
      shown.current?.end();
    };
  }, []);
  useEffect(() => shown.current?.update(given));
  return (
    <aside class="side coding" aria-label={say("code")}>
      {!loaded && <p class={problem ? "bad" : ""}>{problem ?? say("code.loading")}</p>}
      <div class="into" ref={into} />
    </aside>
  );
}

function openedBy({ consumer, seq, number }: Wish, { session }: Kit): Opened {
  return { consumer, raised: seq === null ? null : raisedAt(session.fact(seq)), wish: number };
}

function raisedAt(fact: ReturnType<Kit["session"]["fact"]>): Raised | null {
  if (fact?.kind !== "consumer.raised") return null;
  return { error: String(fact.error ?? ""), traceback: String(fact.traceback ?? "") };
}
