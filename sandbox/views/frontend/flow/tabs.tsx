/**
 * Tabs that one can type into: the inputs and buttons that lie over the drawn tabs.
 *
 * A line typed here leaves by `deeds`; what comes back is drawn when the log tells of it, never
 * before. Without a live kernel the same inputs stand there, shut, with a word why.
 */

import { Component, createRef, type JSX } from "preact";
import type { ClientLook } from "./clients.tsx";
import { EAR, lineName } from "./clients.tsx";
import { over } from "./controls.tsx";
import type { Box, ClientBox, Place } from "./place.ts";
import type { Deeds, Say, Selection } from "./props.ts";

interface TabsProps {
  at: Place;
  clients: readonly ClientLook[];
  deeds: Deeds;
  live: boolean;
  say: Say;
  selection: Selection | null;
  /** Whether nothing has happened yet: then the opener is as large as a tab. */
  empty: boolean;
}

interface TabsState {
  /** The tab that was just opened: its input takes the focus when it appears. */
  fresh: string | null;
  /** The tab that is typed into where there is one input for all. */
  chosen: string | null;
}

/** Only the sandbox's own tabs have a keyboard, and a crowd has none. */
const canType = ({ ours, box }: ClientLook) => ours && box.kind !== "crowd";
const isUp = ({ state }: ClientLook) => state === "open" || state === "opening";

/** Whether a deed was done. What went wrong is told by the stage, in the kernel's own sentence. */
function done(deed: Promise<unknown>): Promise<boolean> {
  return deed.then(
    () => true,
    () => false,
  );
}

/** All controls of tabs. */
export class Tabs extends Component<TabsProps, TabsState> {
  override state: TabsState = { fresh: null, chosen: null };

  private readonly open = (path: string): void => {
    void done(
      this.props.deeds.openTab(path, null).then((name) => {
        this.setState({ fresh: name, chosen: name });
      }),
    );
  };

  /** The new tab has the focus; it does not take it again when it is closed and opened. */
  private readonly settled = (): void => this.setState({ fresh: null });

  private readonly act: Acts = {
    send: (tab, text) => done(this.props.deeds.send(tab, text)),
    close: (tab) => void done(this.props.deeds.closeTab(tab)),
    reopen: (tab) => void done(this.props.deeds.reopenTab(tab)),
  };

  override render(): JSX.Element {
    const { at, clients, live, say, empty } = this.props;
    const mine = clients.filter(canType);
    const { fresh } = this.state;
    return (
      <>
        {at.typing ? this.typing(at.typing, mine) : null}
        {at.mode !== "narrow" &&
          mine.map((look) => (
            <TabControls
              key={look.box.key}
              look={look}
              act={this.act}
              live={live}
              say={say}
              focus={look.name === fresh ? this.settled : null}
            />
          ))}
        <Opener
          box={at.opener}
          open={this.open}
          live={live}
          say={say}
          empty={empty}
          mode={at.mode}
        />
      </>
    );
  }

  /** One input for all tabs, with a choice of the tab. */
  private typing(box: Box, mine: readonly ClientLook[]): JSX.Element | null {
    const { selection, live, say } = this.props;
    const picked = selection?.what === "connection" ? selection.name : null;
    const named = (name: string | null) => mine.find((look) => look.name === name);
    const look =
      mine.find(({ box }) => picked !== null && box.connections.includes(picked)) ??
      named(this.state.chosen) ??
      mine.find(isUp) ??
      mine[0];
    if (!look) return null;
    return (
      <div class="typing" style={over(box)}>
        <select
          aria-label={say("flow.tab")}
          value={look.name}
          onChange={({ currentTarget }) => this.setState({ chosen: currentTarget.value })}
        >
          {mine.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        <TabLine key={look.name} look={look} act={this.act} live={live} say={say} focus={null} />
      </div>
    );
  }
}

interface Acts {
  send: (tab: string, text: string) => Promise<boolean>;
  close: (tab: string) => void;
  reopen: (tab: string) => void;
}

interface ControlProps {
  look: ClientLook;
  act: Acts;
  live: boolean;
  say: Say;
  /** Called once the line has taken the focus; null where it is not to take it. */
  focus: (() => void) | null;
}

/** Where the line, and the button in the corner, of a drawn tab are. */
function spots(box: ClientBox, name: string): { line: Box; corner: Box } {
  const { x, y, w, h } = box;
  if (box.look === "tab")
    return {
      line: { x: x + 5, y: y + EAR + 30, w: w - 10, h: h - EAR - 32 },
      corner: { x: x + w - 17, y: y + 1, w: 17, h: 18 },
    };
  const left = lineName(box, name);
  return {
    line: { x: x + left, y: y + 3, w: w - left - 20, h: h - 6 },
    corner: { x: x + w - 20, y: y + 4, w: 18, h: h - 8 },
  };
}

/** The line and the corner button of one drawn tab. */
function TabControls(props: ControlProps): JSX.Element {
  const { look, act, live, say } = props;
  const { line, corner } = spots(look.box, look.name);
  return (
    <>
      <div class="line" style={over(line)}>
        <TabLine {...props} />
      </div>
      {live && isUp(look) && (
        <button
          type="button"
          class="close"
          style={over(corner)}
          aria-label={say("flow.close", { tab: look.name })}
          title={say("flow.close", { tab: look.name })}
          onClick={() => act.close(look.name)}
        >
          ×
        </button>
      )}
    </>
  );
}

/** What a tab's line is: an input, or the way back for one that has closed. */
function TabLine({ look, act, live, say, focus }: ControlProps): JSX.Element | null {
  const bar = look.box.look === "cell";
  if (!isUp(look) && !live) return null;
  if (!isUp(look))
    return (
      <button type="button" class="reopen link" onClick={() => act.reopen(look.name)}>
        {say("flow.reopen")}
      </button>
    );
  return (
    <>
      <Typing
        name={look.name}
        hint={
          !live
            ? say("flow.notlive")
            : look.box.look === "line"
              ? look.last
              : bar
                ? say("flow.type")
                : ""
        }
        off={!live || look.state !== "open"}
        say={say}
        focus={focus}
        send={act.send}
      />
      {bar && live && (
        <button
          type="button"
          class="close"
          aria-label={say("flow.close", { tab: look.name })}
          onClick={() => act.close(look.name)}
        >
          ×
        </button>
      )}
    </>
  );
}

interface TypingProps {
  name: string;
  hint: string;
  off: boolean;
  say: Say;
  focus: ControlProps["focus"];
  send: Acts["send"];
}

/** An input that sends its line on Enter. It keeps the line when that fails. */
class Typing extends Component<TypingProps> {
  private readonly input = createRef<HTMLInputElement>();

  override componentDidMount(): void {
    this.takeFocus();
  }

  override componentDidUpdate(): void {
    this.takeFocus();
  }

  private takeFocus(): void {
    const { focus, off } = this.props;
    if (!focus || off) return;
    this.input.current?.focus({ preventScroll: true });
    focus();
  }

  private readonly submit = (event: Event): void => {
    event.preventDefault();
    const input = this.input.current;
    if (!input?.value) return;
    const text = input.value;
    input.value = "";
    void this.props.send(this.props.name, text).then((sent) => {
      if (!sent && input.value === "") input.value = text;
    });
  };

  override render(): JSX.Element {
    const { name, hint, off, say } = this.props;
    return (
      <form onSubmit={this.submit}>
        <input
          ref={this.input}
          type="text"
          aria-label={say("flow.typeto", { tab: name })}
          placeholder={hint}
          disabled={off}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          enterkeyhint="send"
        />
      </form>
    );
  }
}

interface OpenerProps {
  box: Box;
  open: (path: string) => void;
  live: boolean;
  say: Say;
  empty: boolean;
  mode: Place["mode"];
}

/** Opens a tab, at "/" unless a path is typed beside it. */
function Opener({ box, open, live, say, empty, mode }: OpenerProps): JSX.Element {
  const path = createRef<HTMLInputElement>();
  const submit = (event: Event) => {
    event.preventDefault();
    open(path.current?.value.trim() || "/");
  };
  return (
    <form class={`opener${empty ? " large" : ""}`} style={over(box)} onSubmit={submit}>
      <button type="submit" disabled={!live} title={live ? "" : say("flow.notlive")}>
        + {say(mode === "wide" ? "flow.open" : "flow.open.short")}
      </button>
      <input
        ref={path}
        type="text"
        disabled={!live}
        aria-label={say("flow.path")}
        title={say("flow.path")}
        placeholder="/"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
      />
    </form>
  );
}
