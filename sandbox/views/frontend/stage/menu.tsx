/**
 * The menu of tools that have no room in the header: the menu button pattern. It closes on Escape,
 * on a press outside, and when the focus goes on; arrows walk through it.
 */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Say } from "../flow/props.ts";
import type { Choice, Tool } from "./tools.tsx";

interface MenuProps {
  tools: readonly Tool[];
  say: Say;
}

const STEPS: Record<string, number> = {
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowUp: -1,
  ArrowLeft: -1,
};

export function Menu({ tools, say }: MenuProps): JSX.Element {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useOutside(root, open, () => setOpen(false));
  useEffect(() => {
    if (open) entriesOf(root.current!)[0]?.focus();
  }, [open]);
  const leave = () => {
    setOpen(false);
    button.current?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    if (!open && event.key === "ArrowDown") setOpen(true);
    else if (open && event.key === "Escape") leave();
    else if (open && event.key === "Tab") setOpen(false);
    else if (!open || !walk(root.current!, event.key)) return;
    // The Tab key goes on to where it leads.
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the button and entries inside
    <div class="more" ref={root} onKeyDown={keys}>
      <button
        type="button"
        class="btn bare"
        ref={button}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={say("more")}
        title={say("more")}
        onClick={() => setOpen(!open)}
      >
        <svg viewBox="0 0 18 4" aria-hidden="true">
          <circle cx="2" cy="2" r="1.6" />
          <circle cx="9" cy="2" r="1.6" />
          <circle cx="16" cy="2" r="1.6" />
        </svg>
      </button>
      {open && (
        <div class="menu" role="menu" aria-label={say("more")}>
          {tools.map((tool) => (
            <Entry key={tool.key} tool={tool} done={leave} />
          ))}
        </div>
      )}
    </div>
  );
}

/** A press outside, also outside of the shadow root and in another window. */
function useOutside(root: { current: HTMLElement | null }, on: boolean, call: () => void): void {
  useEffect(() => {
    const page = root.current?.ownerDocument;
    if (!on || !page) return;
    const pressed = (event: Event) => {
      if (!event.composedPath().includes(root.current!)) call();
    };
    page.addEventListener("pointerdown", pressed, true);
    return () => page.removeEventListener("pointerdown", pressed, true);
  }, [on]);
}

function entriesOf(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>("[role^=menuitem]")];
}

/** Moves the focus by a key; false: the key does not move it. */
function walk(root: HTMLElement, key: string): boolean {
  const entries = entriesOf(root);
  const { activeElement } = root.getRootNode() as ShadowRoot;
  const at = entries.indexOf(activeElement as HTMLElement);
  const step = STEPS[key];
  const ends: Record<string, number> = { Home: 0, End: entries.length - 1 };
  const next = step === undefined ? ends[key] : (at + step + entries.length) % entries.length;
  if (next === undefined) return false;
  entries[next]?.focus();
  return true;
}

/** One entry, or a row of choices: those stay open, so that one sees what has changed. */
function Entry({ tool, done }: { tool: Tool; done: () => void }): JSX.Element {
  const { choices } = tool;
  if (choices) return <Choices name={tool.name} choices={choices} />;
  const act = () => {
    done();
    tool.act();
  };
  return (
    <button type="button" role="menuitem" tabIndex={-1} data-tool={tool.key} onClick={act}>
      {tool.name}
    </button>
  );
}

function Choices({ name, choices }: { name: string; choices: readonly Choice[] }): JSX.Element {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is not allowed in a menu
    <div class="choices" role="group" aria-label={name}>
      {choices.map((one) => (
        <button
          type="button"
          role="menuitemradio"
          aria-checked={one.chosen}
          tabIndex={-1}
          key={one.key}
          lang={one.lang}
          onClick={one.act}
        >
          {one.name}
        </button>
      ))}
    </div>
  );
}
