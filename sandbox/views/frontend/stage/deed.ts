/** One deed at a time: whether it is under way, and the kernel's one sentence where it failed. */

import { useState } from "preact/hooks";
import type { Kit } from "./kit.ts";

export interface Deed {
  problem: string;
  busy: boolean;
  /** Asks the kernel; whether that was done, with its value. The problem is shown in place. */
  act(what: string, values?: Record<string, unknown>): Promise<{ done: boolean; value: unknown }>;
  forget(): void;
}

export function useDeed({ session }: Kit): Deed {
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const act: Deed["act"] = async (what, values = {}) => {
    setProblem("");
    setBusy(true);
    try {
      return { done: true, value: await session.ask(what, values) };
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      return { done: false, value: null };
    } finally {
      setBusy(false);
    }
  };
  return { problem, busy, act, forget: () => setProblem("") };
}
