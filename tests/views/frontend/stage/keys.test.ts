/** Keys: the stage's own, and none that belong to what has the focus or to the page. */

import { expect, test } from "vitest";
import { keepFromPage, keyAction } from "../../../../sandbox/views/frontend/stage/keys.ts";

class Element_ {
  constructor(
    readonly localName: string,
    private readonly role: string | null = null,
  ) {}
  getAttribute() {
    return this.role;
  }
}
Object.assign(globalThis, { Element: Element_ });

const press = (key: string, more: object = {}, on = new Element_("div")) =>
  keyAction({
    key,
    code: "",
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    defaultPrevented: false,
    composedPath: () => [on],
    ...more,
  } as unknown as KeyboardEvent);

test("every key of the help has its action", () => {
  const keys = [" ", ",", ".", "1", "2", "/", "f", "p", "t", "Escape", "?"];
  expect(keys.map((key) => press(key))).not.toContain(null);
});

test("a key with a modifier is the page's", () => {
  for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }])
    expect(press("f", more)).toBeNull();
});

test("what is typed is the input's, but Escape leaves it", () => {
  const input = new Element_("input");
  expect(press("f", {}, input)).toBeNull();
  expect(press(" ", {}, input)).toBeNull();
  expect(press("Escape", {}, input)).toBe("escape");
});

test("space on a button presses the button", () => {
  expect(press(" ", {}, new Element_("button"))).toBeNull();
  expect(press("f", {}, new Element_("button"))).toBe("fullscreen");
});

test("arrows step on the strip only", () => {
  expect(press("ArrowRight")).toBeNull();
  expect(press("ArrowRight", {}, new Element_("div", "slider"))).toBe("step");
  expect(press("ArrowLeft", {}, new Element_("div", "slider"))).toBe("back");
});

test("the same keys work on a Russian keyboard", () => {
  expect(press("а", { code: "KeyF" })).toBe("fullscreen");
  expect(press("ю", { code: "Period" })).toBe("step");
});

test("keys are kept from the page, but saving is not", () => {
  const stopped = (key: object) => {
    let stops = 0;
    keepFromPage({ stopPropagation: () => stops++, ...key } as unknown as KeyboardEvent);
    return stops === 1;
  };
  expect(stopped({ code: "KeyD", ctrlKey: false, metaKey: false })).toBe(true);
  expect(stopped({ code: "KeyS", ctrlKey: true, metaKey: false })).toBe(false);
  expect(stopped({ code: "KeyS", ctrlKey: false, metaKey: true })).toBe(false);
});
