/**
 * What the stage and the editor's module know of each other; only types, as each is a bundle.
 *
 * The stage fetches the module when its editor is opened for the first time, calls its default
 * export once for each sandbox, and shows what it gives in a place of its own.
 */

import type { Numbers, Say, Theme } from "../flow/props.ts";

/** What the editor may ask of the sandbox that it edits. */
export interface Kernel {
  /** Asks the kernel; see README, "Commands". */
  ask(what: string, values?: Record<string, unknown>): Promise<unknown>;
  /** Calls when something may have changed; returns what ends that. */
  subscribe(listener: () => void): () => void;
  /** Grows whenever code or routing may have changed. */
  readonly codeEdition: number;
  /** Whether a kernel answers. */
  readonly live: boolean;
  /** The versions of a consumer that the log still tells of, the newest first. */
  versionsOf(consumer: string): Version[];
  /** Is told how many texts are not saved. */
  setUnsaved(texts: number): void;
}

/** One version of a consumer's code. */
export interface Version {
  version: string;
  /** What brought it: "cell", "editor", "file", "undo" or "script"; null where it is not known. */
  by: string | null;
  /** Its text; null where it is not known, or too long to be told in the log. */
  source: string | null;
  /** How long ago that was, in seconds. */
  ago: number;
}

/** What to show first, and why. */
export interface Opened {
  /** The consumer; null: the one that was shown last. */
  consumer: string | null;
  /** An error of it, to be shown at its line. */
  raised: Raised | null;
  /** Another number is another wish, also for the same. */
  wish: number;
}

/** What a run of the consumer raised. */
export interface Raised {
  /** "KeyError: 'text'". */
  error: string;
  traceback: string;
}

/** How and in which words it is shown. */
export interface Given {
  say: Say;
  numbers: Numbers;
  theme: Theme;
  opened: Opened;
  /** Copies a text for what is pressed; false where the page may not. */
  copy(text: string, near: HTMLElement): Promise<boolean>;
  close(): void;
}

/** An editor in one place. */
export interface Shown {
  update(given: Given): void;
  /** Takes it away; texts are kept. */
  end(): void;
}

/** The editor of one sandbox. */
export interface Editor {
  show(into: HTMLElement, given: Given): Shown;
  /** Ends it with all its texts. */
  close(): void;
}

export type MakeEditor = (kernel: Kernel) => Editor;
