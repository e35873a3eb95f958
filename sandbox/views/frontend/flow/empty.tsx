/** What to do first: three steps under the empty picture, each as a button or as code. */

import { Component, type JSX } from "preact";
import type { State } from "../model/state.ts";
import { copyText } from "./clipboard.ts";
import type { Say } from "./props.ts";

/** The first consumer, as the first notebook has it. */
const CONSUMER = `@box.consumer("websocket.connect")
def ws_add(message):
    Group("chat").add(message.reply_channel)

@box.consumer("websocket.receive")
def ws_message(message):
    Group("chat").send({
        "text": "[user] %s" % message["text"],
    })`;

const TAB = 'alice = box.connect("/", name="alice")';

/** Whether no message was ever accepted and nobody has connected. */
export function isEmpty(state: State): boolean {
  return state.totals.accepted === 0 && state.connections.size === 0 && state.skipped === 0;
}

/** Whether the user has written a consumer: the sandbox's own do not count. */
export function hasConsumers(state: State): boolean {
  return state.rules.some((rule) => !rule.builtin);
}

interface InviteProps {
  consumers: boolean;
  live: boolean;
  open: () => void;
  say: Say;
}

/** The invitation. Its first step is the only filled button on the stage. */
export function Invite({ consumers, live, open, say }: InviteProps): JSX.Element {
  const code = consumers ? TAB : CONSUMER;
  return (
    <section class="invite" aria-label={say("empty.title")}>
      <div class="top">
        <h2>{say("empty.title")}</h2>
        {consumers && (
          <>
            <span>{say("empty.cell")}</span>
            <code>{TAB}</code>
            <Copy text={TAB} say={say} />
          </>
        )}
      </div>
      <ol class={consumers ? "" : "coded"}>
        {consumers ? (
          <Step number={1} title={say("empty.1")} text={say("empty.1.text")}>
            <button type="button" class="btn pri" disabled={!live} onClick={open}>
              {say("flow.open.long")}
            </button>
          </Step>
        ) : (
          <Step number={1} title={say("flow.first")} text={say("flow.first.text")}>
            <pre>
              <code>{code}</code>
            </pre>
            <Copy text={code} say={say} filled />
          </Step>
        )}
        {consumers ? (
          <Step number={2} title={say("empty.2")} text={say("empty.2.text")} />
        ) : (
          <Step number={2} title={say("empty.1")} text={say("empty.1.text")}>
            <code class="one">{TAB}</code>
          </Step>
        )}
        <Step number={3} title={say("empty.3")} text={say("empty.3.text")} />
      </ol>
    </section>
  );
}

interface StepProps {
  number: number;
  title: string;
  text: string;
  children?: JSX.Element | JSX.Element[];
}

function Step({ number, title, text, children }: StepProps): JSX.Element {
  return (
    <li>
      <b>{number}</b>
      <div>
        <strong>{title}</strong>
        <p>{text}</p>
        {children && <div class="go">{children}</div>}
      </div>
    </li>
  );
}

interface CopyProps {
  text: string;
  say: Say;
  filled?: boolean;
}

/** Puts code on the clipboard; where the page may not, it selects it for the person to do so. */
class Copy extends Component<CopyProps, { done: boolean }> {
  override state = { done: false };

  private readonly copy = ({ currentTarget }: Event): void => {
    const button = currentTarget as HTMLElement;
    void copyText(this.props.text, button).then((done) => {
      if (done) this.setState({ done });
      else this.choose(button);
    });
  };

  private choose(button: HTMLElement): void {
    const code = button.parentElement?.querySelector("code");
    if (code) code.ownerDocument.getSelection()?.selectAllChildren(code);
  }

  override render(): JSX.Element {
    const { say, filled } = this.props;
    return (
      <button type="button" class={filled ? "btn pri" : "btn"} onClick={this.copy}>
        {say(this.state.done ? "row.copied" : "flow.copy")}
      </button>
    );
  }
}
