/** What there is to edit, as tabs: a consumer each, the rules, and a new one. */

import type { JSX } from "preact";
import type { Given } from "./contract.ts";
import { type Desk, NEW } from "./desk.ts";

/** The tab of the rules; no consumer has this name. */
export const ROUTES = "\n";

/** Whether there is such a tab. */
export function isTab(desk: Desk, name: string | null): name is string {
  return name !== null && tabsOf(desk).includes(name);
}

const tabsOf = (desk: Desk): string[] => [...desk.names, ROUTES, NEW];

interface TabsProps {
  desk: Desk;
  shown: string;
  /** Shows a text; *writing*: and lets it have the keys. */
  choose: (name: string, writing?: boolean) => void;
  given: Given;
  version: number;
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };

export function Tabs({ desk, shown, choose, given: { say, close } }: TabsProps): JSX.Element {
  const names = tabsOf(desk);
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const at = (names.indexOf(shown) + step + names.length) % names.length;
    choose(names[at]!, false);
    const list = event.currentTarget as HTMLElement;
    list.querySelectorAll<HTMLElement>("[role=tab]")[at]?.focus();
  };
  const word = (name: string) =>
    name === NEW ? say("code.new") : name === ROUTES ? say("code.routes") : name;
  return (
    <div class="top">
      <div class="list" role="tablist" aria-label={say("code")} onKeyDown={move}>
        {names.map((name) => (
          <button
            type="button"
            role="tab"
            key={name}
            class={name === NEW || name === ROUTES ? "" : "m"}
            aria-selected={name === shown}
            tabIndex={name === shown ? 0 : -1}
            onClick={() => choose(name)}
          >
            {word(name)}
            {desk.isUnsaved(name) && (
              <span class="dot" role="img" aria-label={say("code.state.unsaved")} />
            )}
          </button>
        ))}
      </div>
      <button
        type="button"
        class="btn"
        aria-label={say("code.close")}
        title={say("code.close")}
        onClick={close}
      >
        ✕
      </button>
    </div>
  );
}
