/** Tracebacks: the user's own line is marked, and the error that ended it. */

import { expect, test } from "vitest";
import { readTraceback } from "../../../../sandbox/views/frontend/stage/traceback.ts";

const TEXT = `Traceback (most recent call last):
  File "/tmp/ipykernel_1/12.py", line 10, in ws_message
    Channel("jobs").send(row)
    ~~~~~~~~~~~~~~~~~~~~^^^^^
  File "/venv/lib/python3.12/site-packages/sandbox/layers/store.py", line 41, in send
    raise ChannelFull(name)
sandbox.errors.ChannelFull: jobs holds 8 of 8
and no consumer is routed to it
`;

const looks = (text: string, look: string) =>
  readTraceback(text)
    .filter((line) => line.look === look)
    .map((line) => line.text);

test("the last frame in a file of the user's is theirs, with its source", () => {
  expect(looks(TEXT, "own")).toEqual(TEXT.split("\n").slice(1, 4));
});

test("the error is all that follows the frames", () => {
  expect(looks(TEXT, "error")).toEqual(TEXT.split("\n").slice(6, 8));
});

test("where no file is the user's, the last frame stands for it", () => {
  const text = `Traceback (most recent call last):
  File "/usr/lib/python3.11/json/decoder.py", line 1, in decode
    raise ValueError
ValueError
`;
  expect(looks(text, "own")).toHaveLength(2);
  expect(looks(text, "error")).toEqual(["ValueError"]);
});

test("a text that is no traceback is left as it is", () => {
  expect(readTraceback("KeyError: 'text'").map((line) => line.look)).toEqual(["error"]);
});
