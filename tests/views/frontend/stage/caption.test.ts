/** Captions and gists: every fact of every recorded log is told, in both languages. */

import { describe, expect, test } from "vitest";
import type { Fact } from "../../../../sandbox/views/frontend/model/state.ts";
import { sentence } from "../../../../sandbox/views/frontend/stage/caption.ts";
import { gist } from "../../../../sandbox/views/frontend/stage/gist.ts";
import { Who } from "../../../../sandbox/views/frontend/stage/who.ts";
import {
  isWord,
  type Language,
  numbersOf,
  wordsOf,
} from "../../../../sandbox/views/frontend/stage/words.ts";
import { KINDS } from "../../../../sandbox/views/frontend/trace.ts";
import { NAMES, recorded } from "../model/logs.ts";

function told(name: string, language: Language): { fact: Fact; text: string; gist: string }[] {
  const who = new Who();
  return recorded(name).map((fact) => {
    who.learn(fact);
    const text = sentence(fact, who, wordsOf(language), numbersOf(language));
    return { fact, text, gist: gist(fact, who, wordsOf(language), numbersOf(language)) };
  });
}

describe("a caption", () => {
  test("exists for every kind of the vocabulary", () => {
    expect(KINDS.filter((kind) => !isWord(`fact.${kind}`))).toEqual([]);
  });

  test.each(NAMES)("tells every fact of the log %s whole", (name) => {
    for (const language of ["en", "ru"] as const)
      for (const { text } of told(name, language)) {
        expect(text).not.toMatch(/[{}]|undefined|null|NaN|\[object/);
        expect(text.length).toBeGreaterThan(8);
      }
  });

  test("names people, channels and consumers as the log does, in the person's language", () => {
    const texts = told("ghost", "en").map((one) => one.text);
    expect(texts).toContain("The protocol server reads a frame from alice.");
    expect(texts).toContain("worker:1 runs ws_message.");
    expect(texts).toContain("Group chat: one send, 2 messages, one for each member.");
    expect(texts).toContain("bob is gone and cannot be reached: the message is lost.");
    expect(texts).toContainEqual(expect.stringMatching(/^m\d+ has reached alice\.$/));
    expect(texts).toContainEqual(
      expect.stringMatching(/^m\d+ on websocket\.receive is delivered\.$/),
    );
    const russian = told("ghost", "ru").map((one) => one.text);
    expect(russian).toContain("Группа chat: одна отправка, 2 сообщения, каждому участнику своё.");
  });

  test("of code says whether it is new, another than before, or the one before again", () => {
    const say = (more: Partial<Fact>) => {
      const fact = { kind: "code.changed", at: 1, what: "ws_message", version: "v2", ...more };
      return sentence(fact, new Who(), wordsOf("en"), numbersOf("en"));
    };
    expect(say({ version: "v1", diff: "" })).toBe("ws_message serves from the next message on.");
    expect(say({ diff: "+x" })).toBe("ws_message has new code (v2): the next message takes it.");
    expect(say({ diff: "+x", by: "undo" })).toMatch(/^The last change of ws_message is undone/);
  });

  test("of a notice that nobody hears says that it is harmless", () => {
    const lost = { kind: "message.lost", at: 1, message: "m1", channel: "http.disconnect" };
    const say = (reason: string) =>
      sentence({ ...lost, reason }, new Who(), wordsOf("en"), numbersOf("en"));
    expect(say("nobody_listens")).toMatch(/^Nobody listens to http\.disconnect: .* harmless\.$/);
    expect(say("full")).toBe("A message on http.disconnect is lost: full.");
  });

  test("of a kind that is unknown is its name", () => {
    const fact = { kind: "moon.risen", at: 1, phase: "full" };
    expect(sentence(fact, new Who(), wordsOf("en"), numbersOf("en"))).toBe("moon.risen");
    expect(gist(fact, new Who(), wordsOf("en"), numbersOf("en"))).toBe('{phase: "full"}');
  });
});

describe("a gist", () => {
  test("of a routing counts its rules", () => {
    const rules = [{ builtin: false }, { builtin: true }, { builtin: true }];
    const fact = { kind: "routing.changed", at: 1, rules, by: "cell" };
    expect(gist(fact, new Who(), wordsOf("en"), numbersOf("en"))).toBe(
      "1 rule and 2 built in by cell",
    );
  });

  test("tells what the log says, the user's own keys first", () => {
    const gists = told("chat", "en").map((one) => `${one.fact.kind} ${one.gist}`);
    expect(gists).toContain('frame.received alice "hi"');
    expect(gists).toContain('group.sent g1 chat: 2 members, 2 queued, 0 lost {text: "[user] hi"}');
    expect(
      gists.some((one) => one.startsWith('message.accepted m5 on websocket.receive {text: "hi"')),
    ).toBe(true);
    expect(gists).toContain(`message.accepted m6 on alice's reply channel {text: "[user] hi"}`);
  });

  test("has the words between the log's own in the person's language", () => {
    const gists = told("chat", "ru").map((one) => `${one.fact.kind} ${one.gist}`);
    expect(gists).toContain(
      'group.sent g1 chat: 2 участника, в очередь 2, потеряно 0 {text: "[user] hi"}',
    );
    expect(gists).toContain(`message.accepted m6 в канал ответа alice {text: "[user] hi"}`);
    const taken = gists.find((one) => one.startsWith("message.taken m5"));
    expect(taken).toMatch(/^message\.taken m5 через [\d,]+\u00a0мс$/);
  });

  test.each(NAMES)("leaves no English word between names in Russian, in the log %s", (name) => {
    const english = /\b(on|after|by|members?|queued|capacity|rule|of|reply channel)\b/;
    for (const { gist } of told(name, "ru"))
      expect(gist.replace(/"[^"]*"|\{.*\}/g, "")).not.toMatch(english);
  });

  test("is one short line, whatever a message holds", () => {
    const text = `a\nb\u0000${"x".repeat(5000)}`;
    const fact = {
      kind: "message.accepted",
      at: 1,
      message: "m1",
      channel: "jobs",
      content: { text },
    };
    const told = gist(fact, new Who(), wordsOf("en"), numbersOf("en"));
    expect(told.length).toBeLessThan(100);
    expect([...told].every((c) => c >= " ")).toBe(true);
  });
});
