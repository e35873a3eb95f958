/** A payload to read: pretty, bytes shown as such, and what is long fetched when it is asked for. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { bytesIn } from "./gist.ts";
import type { Kit } from "./kit.ts";

export interface PayloadProps {
  value: unknown;
  /** Id of the thing whose whole content can be fetched; null: there is no more. */
  of: string | null;
  kit: Kit;
}

export function Payload({ value, of, kit }: PayloadProps): JSX.Element {
  const [whole, setWhole] = useState<{ value: unknown } | null>(null);
  const [state, setState] = useState<"" | "fetching" | "failed">("");
  const [problem, setProblem] = useState("");
  const size = cutSize(value);
  const fetchWhole = () => {
    setState("fetching");
    kit.session.ask("content", { of }).then(
      (found) => {
        setWhole({ value: found });
        setState("");
      },
      (error: Error) => {
        setProblem(error.message);
        setState("failed");
      },
    );
  };
  const canFetch = size !== null && !whole && of !== null && kit.session.live;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by keys */}
      <pre class="json" tabIndex={0}>
        <Value value={whole ? whole.value : value} indent="" kit={kit} />
      </pre>
      {canFetch && (
        <button type="button" class="btn" onClick={fetchWhole} disabled={state === "fetching"}>
          {state === "fetching"
            ? kit.say("row.fetching")
            : kit.say("row.whole", { size: kit.numbers.bytes(size) })}
        </button>
      )}
      {state === "failed" && <p class="bad">{problem}</p>}
    </>
  );
}

/** Size of the largest text in it that came cut, in bytes; null: it is whole. */
export function cutSize(value: unknown): number | null {
  if (value === null || typeof value !== "object") return null;
  const one = value as Record<string, unknown>;
  if (typeof one.$head === "string") return typeof one.$size === "number" ? one.$size : 0;
  const sizes = Object.values(one)
    .map(cutSize)
    .filter((size) => size !== null);
  return sizes.length ? Math.max(...sizes) : null;
}

interface ValueProps {
  value: unknown;
  indent: string;
  kit: Kit;
}

function Value({ value, indent, kit }: ValueProps): JSX.Element {
  if (value === null || typeof value !== "object") return <>{JSON.stringify(value) ?? "null"}</>;
  const one = value as Record<string, unknown>;
  if (typeof one.$b64 === "string") return <Bytes base64={one.$b64} kit={kit} />;
  if (typeof one.$head === "string") {
    const size = typeof one.$size === "number" ? kit.numbers.bytes(one.$size) : "";
    return (
      <>
        {JSON.stringify(one.$head)}
        <span class="note"> … {size}</span>
      </>
    );
  }
  if (typeof one.$repr === "string") return <>{one.$repr}</>;
  return <Entries value={one} indent={indent} kit={kit} />;
}

/** Bytes that are text are shown as text; others as hexadecimal, the first of them. */
function Bytes({ base64, kit }: { base64: string; kit: Kit }): JSX.Element {
  const note = <span class="note"> {kit.numbers.bytes(bytesIn(base64))}</span>;
  let raw: string;
  try {
    raw = atob(base64);
  } catch {
    return <>{JSON.stringify(base64)}</>;
  }
  if (/^[\x20-\x7e]*$/.test(raw))
    return (
      <>
        b{JSON.stringify(raw)}
        {raw.length > 0 && note}
      </>
    );
  const hex = [...raw.slice(0, 64)].map((c) => c.charCodeAt(0).toString(16).padStart(2, "0"));
  return (
    <>
      {hex.join(" ")}
      {raw.length > 64 && " …"}
      {note}
    </>
  );
}

function Entries({ value, indent, kit }: ValueProps): JSX.Element {
  const list = Array.isArray(value);
  const entries = Object.entries(value as object);
  if (entries.length === 0) return <>{list ? "[]" : "{}"}</>;
  const deeper = `${indent}  `;
  return (
    <>
      {list ? "[" : "{"}
      {entries.map(([key, inner], i) => (
        <span key={key}>
          {`\n${deeper}`}
          {!list && <span class="key">{JSON.stringify(key)}</span>}
          {!list && ": "}
          <Value value={inner} indent={deeper} kit={kit} />
          {i < entries.length - 1 && ","}
        </span>
      ))}
      {`\n${indent}`}
      {list ? "]" : "}"}
    </>
  );
}
