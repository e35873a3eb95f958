/** The header: title, the choice of views, and the tools of this view; what does not fit, as a menu. */

import type { JSX } from "preact";
import { widthOf } from "../flow/text.ts";
import { fitting } from "./fitting.ts";
import type { Kit } from "./kit.ts";
import { Menu } from "./menu.tsx";
import { type Look, VIEWS, type ViewName } from "./shell.tsx";
import { ToolButton, type ToolsProps, toolsOf } from "./tools.tsx";

/** Units from which on the title may be there, if all tools are. */
const TITLED = 640;
/** Between the parts of the header. */
const GAP = 16;

export function Header(props: ToolsProps): JSX.Element {
  const { look, change, frame, kit } = props;
  const { say, session } = kit;
  const tools = toolsOf(props);
  const name = session.box === "default" ? "" : session.box;
  const shownWith = (title: string) =>
    fitting(tools, frame.width - taken(kit, title, name), frame.touch ? FINGER : 0);
  const beside = shownWith(say("title"));
  const titled = frame.width >= TITLED && beside.size === tools.length;
  const shown = titled ? beside : shownWith("");
  const others = tools.filter(({ key }) => !shown.has(key));
  return (
    <header class="head">
      {titled && (
        <h1>
          {say("title")}
          {name && <span class="m">{name}</span>}
        </h1>
      )}
      <Tabs view={look.view} change={change} kit={kit} />
      <div class="tools">
        {tools
          .filter(({ key }) => shown.has(key))
          .map((tool) => (
            <ToolButton key={tool.key} tool={tool} />
          ))}
        {others.length > 0 && <Menu tools={others} say={say} />}
      </div>
    </header>
  );
}

/** Units that a finger needs. */
export const FINGER = 44;

/** Units that stand to the left of the tools. */
function taken({ say }: Kit, title: string, name: string): number {
  const tabs = VIEWS.reduce(
    (sum, view) => sum + widthOf(say(`view.${view}`), 13, "bold") + 20,
    GAP,
  );
  if (!title) return tabs;
  return tabs + widthOf(title, 13, "bold") + GAP + (name ? widthOf(name, 12) + 6 : 0);
}

interface TabsProps {
  view: ViewName;
  change: (look: Partial<Look>) => void;
  kit: Kit;
}

function Tabs({ view, change, kit }: TabsProps): JSX.Element {
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = VIEWS[(VIEWS.indexOf(view) + step + VIEWS.length) % VIEWS.length]!;
    const list = event.currentTarget as HTMLElement;
    change({ view: next });
    kit.session.afterRender(() => list.querySelector<HTMLElement>("[aria-selected=true]")?.focus());
  };
  return (
    <div class="tabs" role="tablist" aria-label={kit.say("views")} onKeyDown={move}>
      {VIEWS.map((name) => (
        <button
          type="button"
          role="tab"
          key={name}
          aria-selected={name === view}
          aria-controls={name === view ? "panel" : undefined}
          tabIndex={name === view ? 0 : -1}
          onClick={() => change({ view: name })}
        >
          {kit.say(`view.${name}`)}
        </button>
      ))}
    </div>
  );
}
