/** A fact as Python that does it again, or that tells it. Pure. */

import type { Fact } from "../model/state.ts";
import { fieldsOf } from "./gist.ts";
import type { Who } from "./who.ts";

/** A JSON value as a Python literal; bytes come back as bytes. */
export function literal(value: unknown, indent = ""): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return text(value);
  const deeper = `${indent}    `;
  if (Array.isArray(value)) return list(value, indent, deeper);
  const one = value as Record<string, unknown>;
  if (typeof one.$b64 === "string") return bytes(one.$b64);
  if (typeof one.$head === "string") return text(one.$head);
  if (typeof one.$repr === "string") return text(one.$repr);
  const entries = Object.entries(one);
  if (entries.length === 0) return "{}";
  const lines = entries.map(([key, inner]) => `${deeper}${text(key)}: ${literal(inner, deeper)},`);
  const short = entries.map(([key, inner]) => `${text(key)}: ${literal(inner)}`).join(", ");
  return short.length < 70 ? `{${short}}` : `{\n${lines.join("\n")}\n${indent}}`;
}

function list(values: unknown[], indent: string, deeper: string): string {
  const short = values.map((inner) => literal(inner)).join(", ");
  if (short.length < 70) return `[${short}]`;
  return `[\n${values.map((inner) => `${deeper}${literal(inner, deeper)},`).join("\n")}\n${indent}]`;
}

/** JSON's escapes are Python's too, but for lone surrogates and line separators, escaped here. */
function text(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function bytes(base64: string): string {
  let raw: string;
  try {
    raw = atob(base64);
  } catch {
    return `b""`;
  }
  const shown = [...raw].map((c) => {
    const code = c.charCodeAt(0);
    if (c === '"' || c === "\\") return `\\${c}`;
    return code >= 32 && code < 127 ? c : `\\x${code.toString(16).padStart(2, "0")}`;
  });
  return `b"${shown.join("")}"`;
}

/** Python that does what the fact tells; for the others, its fields as a dict. */
export function asPython(fact: Fact, who: Who): string {
  switch (fact.kind) {
    case "frame.received":
      return `box.tabs[${text(who.connection(fact.connection))}].send(${literal(fact.text ?? fact.bytes)})`;
    case "connection.opened":
      return `box.connect(${literal(fact.path)}, name=${text(who.connection(fact.connection))})`;
    case "group.sent":
      return `Group(${literal(fact.group)}).send(${literal(fact.content)})`;
    case "message.accepted":
    case "message.refused":
      return `Channel(${literal(fact.channel)}).send(${literal(fact.content)})`;
    case "group.joined":
      return `Group(${literal(fact.group)}).add(${literal(fact.channel)})`;
    case "group.left":
      return `Group(${literal(fact.group)}).discard(${literal(fact.channel)})`;
    default:
      return literal({ kind: fact.kind, at: fact.at, id: fact.id ?? null, ...fieldsOf(fact) });
  }
}
