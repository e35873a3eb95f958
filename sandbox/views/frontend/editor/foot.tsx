/** What can be done with a text: run it, compare it, take changes back, copy it, look at versions. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Given, Version } from "./contract.ts";
import type { Desk } from "./desk.ts";
import { isEditable, isUnsaved, load, revert, type Sheet } from "./sheets.ts";

interface FootProps {
  desk: Desk;
  sheet: Sheet;
  name: string;
  given: Given;
  comparing: boolean;
  compare: (on: boolean) => void;
  run: () => void;
}

export function Foot(props: FootProps): JSX.Element {
  const { desk, sheet, name, given, comparing, compare, run } = props;
  const { say } = given;
  const editable = isEditable(sheet);
  return (
    <div class="foot">
      {editable && (
        <button
          type="button"
          class="btn pri"
          data-do="run"
          aria-label={say("code.run")}
          title={say("code.run.hint")}
          aria-keyshortcuts="Shift+Enter Control+Enter Control+S"
          disabled={sheet.saving || sheet.theirs !== null || !desk.live}
          onClick={run}
        >
          {say(sheet.saving ? "code.running" : "code.run")} <kbd>⇧⏎</kbd>
        </button>
      )}
      <button
        type="button"
        class="btn"
        data-do="compare"
        aria-pressed={comparing}
        title={say("code.diff.hint")}
        onClick={() => compare(!comparing)}
      >
        {say("code.diff")}
      </button>
      {isUnsaved(sheet) && (
        <button
          type="button"
          class="btn"
          data-do="revert"
          onClick={() => desk.change(name, revert)}
        >
          {say("code.revert")}
        </button>
      )}
      <button
        type="button"
        class="btn"
        data-do="undo"
        title={say("code.undo.hint")}
        disabled={!desk.live}
        onClick={() => desk.undo()}
      >
        {say("code.undo")}
      </button>
      <Copy text={sheet.text} given={given} />
      {editable && <Versions desk={desk} name={name} given={given} />}
    </div>
  );
}

function Copy({ text, given: { say, copy } }: { text: string; given: Given }): JSX.Element {
  const [copied, setCopied] = useState<string | null>(null);
  const press = async ({ currentTarget }: Event) => {
    if (await copy(text, currentTarget as HTMLElement)) setCopied(text);
  };
  return (
    <button type="button" class="btn" data-do="copy" title={say("code.copy.hint")} onClick={press}>
      {say(copied === text ? "row.copied" : "code.copy")}
    </button>
  );
}

interface VersionsProps {
  desk: Desk;
  name: string;
  given: Given;
}

/** The versions that the log still tells of: choosing one puts its text into the editor. */
function Versions({ desk, name, given }: VersionsProps): JSX.Element | null {
  const { say } = given;
  const versions = desk.versionsOf(name);
  if (versions.length < 2) return null;
  const choose = (event: Event) => {
    const select = event.currentTarget as HTMLSelectElement;
    const source = versions[select.selectedIndex - 1]?.source;
    select.selectedIndex = 0;
    if (source != null) desk.change(name, (sheet) => load(sheet, source));
  };
  return (
    <select
      class="btn"
      aria-label={say("code.versions")}
      title={say("code.versions.hint")}
      onChange={choose}
    >
      <option>{say("code.versions")}</option>
      {versions.map((one, i) => (
        <option key={i} disabled={one.source === null}>
          {wordsOf(one, given)}
        </option>
      ))}
    </select>
  );
}

function wordsOf({ version, by, ago }: Version, { say, numbers }: Given): string {
  const who = by === null ? null : say(`code.by.${by}`);
  return [version, who, say("time.ago", { time: numbers.seconds(ago) })]
    .filter(Boolean)
    .join(" · ");
}
