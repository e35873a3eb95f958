/** Cards of errors: the same table as in Python, found by the same headlines. */

import { expect, test } from "vitest";
import table from "../../../../sandbox/live/cards.json" with { type: "json" };
import { cardOf } from "../../../../sandbox/views/frontend/stage/cards.ts";

test("an error of a consumer has its card, filled in, in both languages", () => {
  const told = "KeyError: 'text'";
  expect(cardOf(told, "en")?.title).toBe("This frame has no text");
  expect(cardOf(told, "ru")?.title).toBe("В этом кадре нет text");
  expect(cardOf(told, "en")?.try).toContain('message.content.get("text")');
});

test("braces that stand for nothing stay", () => {
  expect(cardOf("TypeError: a frame is text or bytes, not dict", "en")?.try).toContain("send({…})");
});

test("cards of cells are for cells", () => {
  const told = "SynchronousOnlyOperation: You cannot call this from an async context";
  expect(cardOf(told, "en")?.name).toBe("orm-in-loop");
});

test("an error of the person's own has none", () => {
  expect(cardOf("ValueError: no such room", "en")).toBeNull();
});

test.each(table.map((one) => [one.name, one]))("the expression of %s can be read", (_, one) => {
  expect(() => new RegExp(one.match.replaceAll("(?P<", "(?<"), "s")).not.toThrow();
});
