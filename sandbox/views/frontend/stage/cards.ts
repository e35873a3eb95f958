/** The card of an error: its likely cause and what to try. Pure; the table is Python's too. */

import table from "../../../live/cards.json" with { type: "json" };
import type { Language } from "./words.ts";

export interface Card {
  name: string;
  title: string;
  cause: string;
  try: string;
}

interface Entry {
  name: string;
  match: string;
  where?: string;
  en: Omit<Card, "name">;
  ru: Omit<Card, "name">;
}

let entries: { entry: Entry; match: RegExp }[] | null = null;

/** The table with its expressions made, which are Python's but for the spelling of groups. */
function all(): { entry: Entry; match: RegExp }[] {
  entries ??= (table as Entry[]).map((entry) => ({
    entry,
    match: new RegExp(entry.match.replaceAll("(?P<", "(?<"), "s"),
  }));
  return entries;
}

/** The card for an error of a consumer, by its headline such as "KeyError: 'text'". */
export function cardOf(told: string, language: Language): Card | null {
  for (const { entry, match } of all()) {
    const found = entry.where === "cell" ? null : match.exec(told);
    if (found === null) continue;
    const fill = (text: string) =>
      text.replace(/\{(\w+)\}/g, (braces, name) =>
        found.groups !== undefined && name in found.groups ? (found.groups[name] ?? "") : braces,
      );
    const texts = entry[language];
    const parts = { title: fill(texts.title), cause: fill(texts.cause), try: fill(texts.try) };
    return { name: entry.name, ...parts };
  }
  return null;
}
