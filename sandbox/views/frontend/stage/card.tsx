/** A card below a traceback. */

import type { JSX } from "preact";
import { cardOf } from "./cards.ts";
import type { Kit } from "./kit.ts";

/** The card for the error *told*, "KeyError: 'text'"; nothing where there is none. */
export function ErrorCard({ told, kit }: { told: string; kit: Kit }): JSX.Element | null {
  const card = cardOf(told, kit.language);
  if (card === null) return null;
  return (
    <div class="card">
      <b>{card.title}</b>
      <p>{card.cause}</p>
      <p>
        <b>{kit.say("card.try")}</b> {card.try}
      </p>
    </div>
  );
}
