/** A panel beside the flow that a person has opened to do something by hand. */

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Kit } from "./kit.ts";

interface SideProps {
  /** Names it for who looks for it in the page. */
  name: string;
  title: string;
  kit: Kit;
  children: ComponentChildren;
}

/** It takes the focus when it opens, and gives it back to the stage. */
export function Side({ name, title, kit, children }: SideProps): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  const { session, say } = kit;
  useEffect(() => heading.current?.focus(), []);
  const close = () => {
    const stage = heading.current?.closest<HTMLElement>(".stage");
    kit.showSide(null);
    session.afterRender(() => stage?.focus());
  };
  return (
    <aside class="side hands" aria-label={title} data-side={name}>
      <header>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <button type="button" class="btn" aria-label={say("close")} onClick={close}>
          ✕
        </button>
      </header>
      {!session.live && <p class="bad">{say("hands.notlive")}</p>}
      {children}
    </aside>
  );
}

/** What the kernel said about a deed that failed. */
export function Problem({ text }: { text: string }): JSX.Element | null {
  if (!text) return null;
  return (
    <p class="bad" role="alert">
      {text}
    </p>
  );
}
