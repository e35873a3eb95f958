/** What every part of one view is given. */

import type { Mode, Numbers, Say, Selection, Theme } from "../flow/props.ts";
import type { Session } from "./session.ts";
import type { Language } from "./words.ts";

/** What can be open beside the flow in the place of details. */
export type SideName = "holds" | "faults";

export interface Kit {
  session: Session;
  say: Say;
  numbers: Numbers;
  language: Language;
  theme: Theme;
  mode: Mode;
  /** Width in units, margins not counted. */
  width: number;
  /** Pixels per unit. */
  scale: number;
  /** Reduced motion. */
  calm: boolean;
  selection: Selection | null;
  select: (selection: Selection | null) => void;
  /** Opens the editor with a consumer, at the line of the error that the fact *seq* tells of. */
  edit: (consumer: string, seq?: number | null) => void;
  /** Opens a panel beside the flow, or none. */
  showSide: (side: SideName | null) => void;
  /** Opens the table with a filter. */
  showInTable: (filter: string) => void;
}
