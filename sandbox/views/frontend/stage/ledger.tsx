/** The ledger as a sentence, always in sight, and whether it balances. */

import type { JSX } from "preact";
import { type Fate, FateIcon } from "../flow/glyphs.tsx";
import type { Totals } from "../model/state.ts";
import type { Kit } from "./kit.ts";

interface TermProps {
  fate: Fate | "accepted" | "refused";
  n: number;
  kit: Kit;
  /** The mark stands for the word. */
  marked: boolean;
}

/** Units from which on a compact ledger has room for words. */
const WORDY = 760;

/** Units below which the verdict's sign stands for it. */
const BRIEF = 540;

const FATES = new Set<string>(["queued", "held", "in_hand", "delivered", "lost"]);

function Term({ fate, n, kit, marked }: TermProps): JSX.Element {
  const word = kit.say(`fate.${fate}`);
  const look = `term ${fate === "lost" && n > 0 ? "lost" : ""}`;
  return (
    <span class={look} data-fate={fate} data-n={n} title={marked ? word : undefined}>
      <i>
        {FATES.has(fate) && <FateIcon fate={fate as Fate} />}
        <span class={marked && FATES.has(fate) ? "sr" : ""}>{word}</span>
      </i>
      {fate === "held" && n > 0 ? (
        <button
          type="button"
          class="link"
          aria-label={kit.say("hold.count", { n })}
          onClick={() => kit.showSide("holds")}
        >
          <b>{kit.numbers.count(n)}</b>
        </button>
      ) : (
        <b>{kit.numbers.count(n)}</b>
      )}
    </span>
  );
}

const Op = ({ sign }: { sign: string }) => <span class="op">{sign}</span>;

interface LedgerProps {
  totals: Totals;
  kit: Kit;
  /** On one line. */
  compact: boolean;
}

export function Ledger({ totals, kit, compact }: LedgerProps): JSX.Element {
  const { say, mode } = kit;
  const marked = compact && kit.width < WORDY;
  const verdict = say(totals.balanced ? "ledger.balances" : "ledger.off");
  const { skipped } = kit.session.state;
  const term = (fate: TermProps["fate"], n: number) => (
    <Term fate={fate} n={n} kit={kit} marked={marked} />
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for inputs; these are figures
    <div class={`bar ledger ${compact ? "compact" : ""}`} role="group" aria-label={say("ledger")}>
      {term("accepted", totals.accepted)}
      <Op sign="=" />
      {term("queued", totals.queued)}
      <Op sign="+" />
      {term("held", totals.held)}
      <Op sign="+" />
      {term("in_hand", totals.inHand)}
      {!compact && kit.width < 540 && <span class="brk" />}
      <Op sign="+" />
      {term("delivered", totals.delivered)}
      <Op sign="+" />
      {term("lost", totals.lost)}
      <span class="end">
        {(mode === "wide" || totals.refused > 0) && term("refused", totals.refused)}
        <span
          class={`ok ${totals.balanced ? "" : "off"}`}
          data-balanced={totals.balanced}
          title={skipped ? say("ledger.skipped", { n: skipped }) : undefined}
        >
          {compact && kit.width < BRIEF ? <Sign verdict={verdict} /> : verdict}
        </span>
      </span>
    </div>
  );
}

/** The sign that a verdict begins with; a screen reader is told all of it. */
function Sign({ verdict }: { verdict: string }): JSX.Element {
  return (
    <>
      <span aria-hidden="true">{verdict.slice(0, 1)}</span>
      <span class="sr">{verdict.slice(2)}</span>
    </>
  );
}
