/** Texts fit into the room that the figure has for them. */

import { describe, expect, test } from "vitest";
import { cut, widthOf, wrapped } from "../../../../sandbox/views/frontend/flow/text.ts";

describe("a text", () => {
  test("that fits is left as it is", () => {
    expect(cut("ws_message", 100, 12)).toBe("ws_message");
  });

  test("that does not fit ends in an ellipsis and fits then", () => {
    for (const room of [0, 5, 20, 40, 77]) {
      const short = cut("websocket.disconnect", room, 12);
      expect(widthOf(short, 12)).toBeLessThanOrEqual(room);
      if (short) expect(short.endsWith("…")).toBe(true);
    }
  });

  test("of any length takes no longer than a short one: only a line's worth is looked at", () => {
    const long = "x".repeat(2_000_000);
    expect(cut(long, 10_000, 12)).toHaveLength(401);
  });

  test("keeps to one line", () => {
    expect(cut("one\n  two", 200, 12)).toBe("one two");
  });

  test("of wide characters takes twice the room, and none is cut in two", () => {
    expect(widthOf("日本", 10)).toBe(widthOf("abcd", 10));
    expect(cut("🙂🙂🙂🙂", widthOf("🙂🙂🙂", 12), 12)).toBe("🙂🙂…");
  });
});

describe("a text on two lines", () => {
  const room = widthOf("twelve chars", 12);

  test("takes one where it fits", () => {
    expect(wrapped("[user] hi", room, 12)).toEqual(["[user] hi"]);
  });

  test("is broken between words where the rest fits whole", () => {
    expect(wrapped("[user] hi again!", room, 12)).toEqual(["[user] hi", "again!"]);
    expect(wrapped("twelve chars more", room, 12)).toEqual(["twelve chars", "more"]);
  });

  test("is broken anywhere before some of it is lost", () => {
    expect(wrapped("[user] welcome back!", room, 12)).toEqual(["[user] welco", "me back!"]);
    expect(wrapped("[user] bob, are you there?", room, 12)).toEqual([
      "[user] bob,",
      "are you the…",
    ]);
    expect(wrapped("🙂".repeat(9), room, 12)).toEqual(["🙂".repeat(6), "🙂".repeat(3)]);
  });

  test("never is wider than its room", () => {
    for (const text of ["", "a b", "x".repeat(500), `${"word ".repeat(99)}`])
      for (const line of wrapped(text, room, 12))
        expect(widthOf(line, 12)).toBeLessThanOrEqual(room);
  });
});
