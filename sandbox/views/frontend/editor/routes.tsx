/** The rules in force, as the ladder that they are. */

import type { JSX } from "preact";
import type { Say } from "../flow/props.ts";
import type { Desk } from "./desk.ts";

interface RoutesProps {
  desk: Desk;
  say: Say;
  choose: (name: string) => void;
}

export function Routes({ desk, say, choose }: RoutesProps): JSX.Element {
  if (desk.routes.length === 0) return <p class="quiet">{say("code.noroutes")}</p>;
  return (
    <div class="rules">
      <p class="quiet">{say("code.ladder")}</p>
      <ol>
        {desk.routes.map((rule, i) => (
          <li key={i}>
            <Rule rule={rule} desk={desk} choose={choose} />
          </li>
        ))}
      </ol>
    </div>
  );
}

/** A rule; the name of its consumer leads to the text, where there is one. */
function Rule({ rule, desk, choose }: { rule: string } & Omit<RoutesProps, "say">): JSX.Element {
  const [, before = rule, consumer = ""] = /^(.* -> )(.+)$/.exec(rule) ?? [];
  const name = consumer && desk.nameOf(consumer.replace(/^__main__\./, ""));
  if (!name) return <code>{rule}</code>;
  return (
    <code>
      {before.replace(" -> ", " → ")}
      <button type="button" class="link" onClick={() => choose(name)}>
        {name}
      </button>
    </code>
  );
}
