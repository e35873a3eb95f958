/**
 * How large one unit is and which layout fits: pure rules, see design notes "Grid and scale".
 *
 * Everything on the stage is measured in units; a unit is one pixel at scale 1.
 */

import type { Mode, Theme } from "../flow/props.ts";

/** Units at the left and right of everything. */
export const MARGIN = 16;

/** Pixels per unit, for a stage of this many pixels. */
export function scaleFor(theme: Theme, width: number, height: number, whole: boolean): number {
  if (theme === "projector" && whole) return Math.min(20 / 12, Math.max(1.5, height / TALL.medium));
  if (theme === "projector") return width < 700 ? 1 : 20 / 12;
  if (whole) return Math.max(1, Math.min(width / 1100, height / 650, 1.6));
  return width > 1300 ? Math.max(1, Math.min(width / 1100, 1.6)) : 1;
}

/** Units of height of the flow with its bars, side by side and in rows, for a chat. */
const TALL = { medium: 474, narrow: 720 };
/** Units of width that these layouts need, margins counted. */
const BROAD = { medium: 680 + 2 * MARGIN, narrow: 360 };

/**
 * Pixels per unit of a pinned stage. On a projector as large as the whole flow still has room beside
 * the notebook: below 20 pixels a label is less legible, but a flow below the fold is not seen.
 */
export function pinnedScale(theme: Theme, width: number, height: number): number {
  if (theme !== "projector") return scaleFor(theme, width, height, false);
  const fits = (mode: "medium" | "narrow") => Math.min(width / BROAD[mode], height / TALL[mode]);
  return Math.max(1, Math.min(20 / 12, Math.max(fits("medium"), fits("narrow"))));
}

/** Units of height from which on a pinned stage has room for the flow and bars in full. */
const ROOMY = { wide: 600, medium: 600, narrow: 880 };
/** The same of a whole screen, where the figure is as large as it can be. */
const SHORT = 520;

/** Units of height below which a stage that fills its place has compact bars. */
export function roomyFrom(mode: Mode, pinned: boolean): number {
  return pinned ? ROOMY[mode] : SHORT;
}
/** Units of height that header, caption, ledger and time take, and the space around the view. */
const BARS = { compact: 132, whole: 194 };

/** Units of height that are left to the view in a place of so many. */
export function roomFor(height: number, compact: boolean): number {
  return Math.floor(height) - (compact ? BARS.compact : BARS.whole);
}
/** Units of width from which on compact bars have room for the speeds. */
export const SPEEDY = 520;
/** Units of width below which a finger is to be expected. */
export const TELEPHONE = 480;

/** The layout for a width in units, margins not counted. */
export function modeFor(units: number): Mode {
  if (units >= 960) return "wide";
  return units >= 680 ? "medium" : "narrow";
}
