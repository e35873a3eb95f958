/**
 * The text that is typed into: CodeMirror, as this editor uses it.
 *
 * It shows one text at a time; each keeps its cursor and its own way back, also while it is not
 * shown. Knows nothing of the kernel: what happens in it is told to its `Hands`.
 */

import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
  completionStatus,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { localCompletionSource, python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { unifiedMergeView } from "@codemirror/merge";
import { Compartment, EditorState, type Extension, Prec } from "@codemirror/state";
import { EditorView, keymap, lineNumbers, tooltips } from "@codemirror/view";
import { complete, type Known } from "./completing.ts";
import { colours, look } from "./look.ts";
import { changeBetween } from "./replacing.ts";

/** What the text tells its surroundings. */
export interface Hands {
  typed(name: string, text: string): void;
  run(name: string): void;
  /** Escape: the keys go to what is around the text. */
  leave(): void;
  completions(name: string): Promise<Known>;
  channels(name: string): readonly string[];
}

/** What is shown; the text's own state is found by its name. */
export interface View {
  name: string;
  text: string;
  /** What serves, to be compared with; null: no comparison. */
  original: string | null;
  readOnly: boolean;
  dark: boolean;
  /** What a screen reader calls it. */
  label: string;
  /** CodeMirror's own words, in the stage's language. */
  phrases: Record<string, string>;
  marks: readonly Mark[];
}

/** Something that is wrong at a line, counted from 1. */
export interface Mark {
  line: number;
  column: number | null;
  text: string;
}

export class Typing {
  private readonly view: EditorView;
  private readonly parts = new Compartment();
  private readonly kept = new Map<string, EditorState>();
  private shown: View | null = null;

  /** @param tips where completions and hints are shown, over all else of the editor */
  constructor(
    into: HTMLElement,
    private readonly tips: HTMLElement,
    private readonly hands: Hands,
  ) {
    this.view = new EditorView({ parent: into, root: into.getRootNode() as ShadowRoot });
  }

  end(): void {
    this.view.destroy();
  }

  focus(): void {
    this.view.focus();
  }

  /** Puts the cursor at a line, and lets it be seen. */
  goTo(line: number): void {
    const { doc } = this.view.state;
    const at = doc.line(Math.min(Math.max(line, 1), doc.lines)).from;
    this.view.dispatch({
      selection: { anchor: at },
      effects: EditorView.scrollIntoView(at, { y: "center" }),
    });
  }

  show(next: View): void {
    const before = this.shown;
    this.shown = next;
    if (before?.name !== next.name) this.turnTo(next, before);
    else if (before !== null && !sameLook(before, next))
      this.view.dispatch({ effects: this.parts.reconfigure(this.looks(next)) });
    const change = changeBetween(this.view.state.doc.toString(), next.text);
    if (change) this.view.dispatch({ changes: change, userEvent: "input.replace" });
    if (before?.name !== next.name || before.marks !== next.marks) this.mark(next.marks);
  }

  private turnTo(next: View, before: View | null): void {
    if (before !== null) this.kept.set(before.name, this.view.state);
    const kept = this.kept.get(next.name);
    this.view.setState(kept ?? this.fresh(next));
    if (kept) this.view.dispatch({ effects: this.parts.reconfigure(this.looks(next)) });
  }

  private fresh(view: View): EditorState {
    return EditorState.create({
      doc: view.text,
      extensions: [this.always(view.name), this.parts.of(this.looks(view))],
    });
  }

  private mark(marks: readonly Mark[]): void {
    const { doc } = this.view.state;
    const found = marks.map(({ line, column, text }): Diagnostic => {
      const { from, to, text: there } = doc.line(Math.min(Math.max(line, 1), doc.lines));
      const indent = there.length - there.trimStart().length;
      const begin = Math.min(from + (column === null ? indent : column - 1), to);
      return { from: begin, to, severity: "error", message: text };
    });
    this.view.dispatch(setDiagnostics(this.view.state, found));
  }

  /** What is the same for every look of one text. */
  private always(name: string): Extension {
    const run = () => {
      this.hands.run(name);
      return true;
    };
    const save = (key: string) => ({ key, run, preventDefault: true, stopPropagation: true });
    // What is only being looked up has shown nothing yet that Escape could close.
    const leave = (view: EditorView) => {
      if (completionStatus(view.state) === "active") return false;
      closeCompletion(view);
      this.hands.leave();
      return true;
    };
    return [
      Prec.highest(keymap.of([{ key: "Escape", run: leave }])),
      Prec.highest(keymap.of(["Shift-Enter", "Ctrl-Enter", "Mod-Enter", "Mod-s"].map(save))),
      lineNumbers(),
      lintGutter(),
      history(),
      indentOnInput(),
      bracketMatching(),
      EditorView.lineWrapping,
      closeBrackets(),
      python(),
      indentUnit.of("    "),
      EditorState.tabSize.of(4),
      autocompletion({ override: [(context) => this.complete(name, context)], icons: false }),
      tooltips({
        parent: this.tips,
        position: "absolute",
        tooltipSpace: () => this.tips.getBoundingClientRect(),
      }),
      keymap.of([
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...defaultKeymap,
        ...historyKeymap,
        indentWithTab,
      ]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) this.hands.typed(name, update.state.doc.toString());
      }),
      colours,
      look,
    ];
  }

  private looks({ original, readOnly, dark, label, phrases }: View): Extension {
    return [
      EditorView.darkTheme.of(dark),
      EditorView.contentAttributes.of({ "aria-label": label }),
      EditorState.readOnly.of(readOnly),
      EditorState.phrases.of(phrases),
      original === null
        ? []
        : unifiedMergeView({ original, mergeControls: false, syntaxHighlightDeletions: false }),
    ];
  }

  private async complete(
    name: string,
    context: CompletionContext,
  ): Promise<CompletionResult | null> {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    const known = await this.hands.completions(name);
    const found = complete(before, known, this.hands.channels(name), context.explicit);
    if (!found) return null;
    const local = await localCompletionSource(context);
    const seen = new Set(found.options.map(({ label }) => label));
    const own = found.names ? (local?.options.filter(({ label }) => !seen.has(label)) ?? []) : [];
    const options = [...own, ...found.options];
    return { from: context.pos - found.back, options, validFor: /^[\p{L}\p{N}_\-.]*$/u };
  }
}

const sameLook = (one: View, other: View) =>
  one.original === other.original &&
  one.readOnly === other.readOnly &&
  one.dark === other.dark &&
  one.label === other.label &&
  one.phrases === other.phrases;
