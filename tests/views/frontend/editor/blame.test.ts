/** The line that a traceback blames is found in a text that counts from another line. */

import { expect, test } from "vitest";
import { blamedLine } from "../../../../sandbox/views/frontend/editor/blame.ts";

const TEXT = `@box.consumer("websocket.receive")
def ws_message(message):
    n = int(message["text"])
    n = int(message["text"])
    reply(n)
`;

const traceback = (line: number, code: string) => `Traceback (most recent call last):
  File "/opt/sandbox/workers/dispatch.py", line 90, in run
    consumer(message)
  File "cell [2]", line ${line}, in ws_message
    ${code}
        ~~~^^^^^
  File "/usr/lib/python3.11/json/decoder.py", line 12, in decode
    raise ValueError(no)
ValueError: no
`;

test("what stands on the line decides, not its number", () => {
  expect(blamedLine(traceback(30, "reply(n)"), TEXT, 7)).toBe(5);
});

test("of two lines that are the same, the one of that number is meant", () => {
  expect(blamedLine(traceback(10, 'n = int(message["text"])'), TEXT, 7)).toBe(4);
  expect(blamedLine(traceback(99, 'n = int(message["text"])'), TEXT, 7)).toBe(3);
});

test("the innermost line that is there is blamed", () => {
  const two = `${traceback(7, "def ws_message(message):")}${traceback(9, "reply(n)")}`;
  expect(blamedLine(two, TEXT, 7)).toBe(5);
});

test("a line that was edited away is blamed on nobody", () => {
  expect(blamedLine(traceback(9, "gone()"), TEXT, 7)).toBeNull();
  expect(blamedLine("ValueError: no", TEXT, 7)).toBeNull();
});
