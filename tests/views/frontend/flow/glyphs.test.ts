/** Shapes are told apart without hue, and the picture and the canvas draw the same ones. */

import { describe, expect, test } from "vitest";
import { KINDS, outline } from "../../../../sandbox/views/frontend/flow/glyphs.tsx";

describe("the shape of a kind", () => {
  test("differs from every other kind's", () => {
    const outlines = KINDS.map((kind) => outline(kind, 0, 0, 5));
    expect(new Set(outlines).size).toBe(KINDS.length);
  });

  test("stays around its centre, however large", () => {
    for (const kind of KINDS) {
      const numbers = outline(kind, 100, 100, 8).match(/-?[\d.]+/g) ?? [];
      expect(numbers.length).toBeGreaterThan(4);
      expect(outline(kind, 0, 0, 8)).not.toBe(outline(kind, 100, 100, 8));
    }
  });
});
