/**
 * How large one unit is and which layout fits: pure rules, see design notes "Grid and scale".
 *
 * Everything on the stage is measured in units; a unit is one pixel at scale 1.
 */

import type { Mode, Theme } from "../flow/props.ts";

/** Pixels per unit, for a stage of this many pixels. */
export function scaleFor(theme: Theme, width: number, height: number, whole: boolean): number {
  if (theme === "projector") return width < 700 ? 1 : 20 / 12;
  if (whole) return Math.max(1, Math.min(width / 1100, height / 650, 1.6));
  return width > 1300 ? Math.max(1, Math.min(width / 1100, 1.6)) : 1;
}

export const MARGIN = 16;

/** The layout for a width in units, margins not counted. */
export function modeFor(units: number): Mode {
  if (units >= 960) return "wide";
  return units >= 680 ? "medium" : "narrow";
}
