/** The ledger as a sentence, always in sight, and whether it balances. */

import type { JSX } from "preact";
import { type Fate, FateIcon } from "../flow/glyphs.tsx";
import type { Totals } from "../model/state.ts";
import type { Kit } from "./kit.ts";

interface TermProps {
  fate: Fate | "accepted" | "refused";
  n: number;
  kit: Kit;
}

const FATES = new Set<string>(["queued", "held", "in_hand", "delivered", "lost"]);

function Term({ fate, n, kit }: TermProps): JSX.Element {
  return (
    <span class={`term ${fate === "lost" && n > 0 ? "lost" : ""}`} data-fate={fate} data-n={n}>
      <i>
        {FATES.has(fate) && <FateIcon fate={fate as Fate} />}
        {kit.say(`fate.${fate}`)}
      </i>
      <b>{kit.numbers.count(n)}</b>
    </span>
  );
}

const Op = ({ sign }: { sign: string }) => <span class="op">{sign}</span>;

export function Ledger({ totals, kit }: { totals: Totals; kit: Kit }): JSX.Element {
  const { say, mode } = kit;
  const { skipped } = kit.session.state;
  const term = (fate: TermProps["fate"], n: number) => <Term fate={fate} n={n} kit={kit} />;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for inputs; these are figures
    <div class="bar ledger" role="group" aria-label={say("ledger")}>
      {term("accepted", totals.accepted)}
      <Op sign="=" />
      {term("queued", totals.queued)}
      <Op sign="+" />
      {term("held", totals.held)}
      <Op sign="+" />
      {term("in_hand", totals.inHand)}
      {kit.width < 540 && <span class="brk" />}
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
          {say(totals.balanced ? "ledger.balances" : "ledger.off")}
        </span>
      </span>
    </div>
  );
}
