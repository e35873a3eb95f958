/** The texts of one sandbox, with a kernel that answers when it is told to. */

import { expect, test } from "vitest";
import type { Kernel, Version } from "../../../../sandbox/views/frontend/editor/contract.ts";
import { Desk, NEW } from "../../../../sandbox/views/frontend/editor/desk.ts";
import { keepMine, type Served, typed } from "../../../../sandbox/views/frontend/editor/sheets.ts";

class TheKernel implements Kernel {
  live = true;
  codeEdition = 1;
  unsaved = 0;
  asked: [what: string, values: Record<string, unknown>][] = [];
  consumers: Served[] = [served("ws_add", "v1", "add\n"), served("ws_message", "v1", "one\n")];
  outcome: unknown = null;
  private readonly listeners = new Set<() => void>();

  async ask(what: string, values: Record<string, unknown> = {}): Promise<unknown> {
    this.asked.push([what, values]);
    if (what === "code.list") return { consumers: this.consumers, routes: ["a -> ws_add"] };
    if (this.outcome instanceof Error) throw this.outcome;
    return this.outcome;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  versionsOf(): Version[] {
    return [];
  }

  setUnsaved(texts: number): void {
    this.unsaved = texts;
  }

  /** Other code serves, and the facts of it have come. */
  async serves(...consumers: Served[]): Promise<void> {
    this.consumers = consumers;
    this.codeEdition += 1;
    await this.tells();
  }

  async tells(): Promise<void> {
    for (const listener of this.listeners) listener();
    await settled();
  }
}

const settled = () => new Promise((done) => setImmediate(done));

function served(name: string, version: string, source: string): Served {
  const rest = {
    path: null,
    diff: "",
    file: null,
    line: 1,
    edited: false,
    editable: true,
    why: null,
  };
  return { name, channels: ["websocket.receive"], version, source, ...rest };
}

async function opened(): Promise<[Desk, TheKernel]> {
  const kernel = new TheKernel();
  const desk = new Desk(kernel);
  await settled();
  return [desk, kernel];
}

const write = (desk: Desk, name: string, text: string) =>
  desk.change(name, (sheet) => typed(sheet, text));

test("it asks what there is once, and again when code has changed", async () => {
  const [desk, kernel] = await opened();
  expect(desk.names).toEqual(["ws_add", "ws_message"]);
  await kernel.tells();
  expect(kernel.asked.map(([what]) => what)).toEqual(["code.list"]);
  await kernel.serves(served("ws_message", "v2", "two\n"));
  expect(desk.names).toEqual(["ws_message"]);
  expect(desk.sheet("ws_message")?.text).toBe("two\n");
});

test("a text that is not saved is counted, and kept when its consumer goes", async () => {
  const [desk, kernel] = await opened();
  write(desk, "ws_add", "mine\n");
  expect(kernel.unsaved).toBe(1);
  await kernel.serves(served("ws_message", "v1", "one\n"));
  expect(desk.names).toEqual(["ws_message", "ws_add"]);
  expect(desk.sheet("ws_add")).toMatchObject({ text: "mine\n", served: null });
});

test("a save names the version that the text began from", async () => {
  const [desk, kernel] = await opened();
  write(desk, "ws_message", "mine\n");
  kernel.outcome = { saved: true, changed: [{ name: "ws_message", version: "v2", diff: "" }] };
  expect(await desk.save("ws_message")).toBe("ws_message");
  const asked = { consumer: "ws_message", source: "mine\n", base: "v1" };
  expect(kernel.asked.at(-1)).toEqual(["code.save", asked]);
  expect(desk.sheet("ws_message")?.base).toBe("v2");
  expect(kernel.unsaved).toBe(0);
});

test("a conflict is not saved over before a person has chosen", async () => {
  const [desk, kernel] = await opened();
  write(desk, "ws_message", "mine\n");
  await kernel.serves(served("ws_message", "v2", "two\n"));
  const before = kernel.asked.length;
  await desk.save("ws_message");
  expect(kernel.asked.length).toBe(before);
  desk.change("ws_message", keepMine);
  kernel.outcome = { saved: true, changed: [{ name: "ws_message", version: "v3", diff: "" }] };
  await desk.save("ws_message");
  expect(kernel.asked.at(-1)?.[1]).toMatchObject({ base: "v2", source: "mine\n" });
});

test("a conflict that only the kernel knew of is told", async () => {
  const [desk, kernel] = await opened();
  write(desk, "ws_message", "mine\n");
  kernel.outcome = { saved: false, conflict: served("ws_message", "v2", "two\n") };
  await desk.save("ws_message");
  expect(desk.sheet("ws_message")).toMatchObject({ text: "mine\n", theirs: { version: "v2" } });
});

test("a new text becomes that of the consumer which it brings", async () => {
  const [desk, kernel] = await opened();
  write(desk, NEW, "def shout(message): ...\n");
  kernel.outcome = { saved: true, changed: [{ name: "shout", version: "v1", diff: "" }] };
  expect(await desk.save(NEW)).toBe("shout");
  expect(kernel.asked.at(-1)?.[1]).toMatchObject({ consumer: null, base: null });
  expect(desk.sheet("shout")?.text).toBe("def shout(message): ...\n");
  expect(kernel.unsaved).toBe(0);
  expect(desk.sheet(NEW)?.text).toContain("@box.consumer");
});

test("a command that fails is told in its sentence, and the text stays", async () => {
  const [desk, kernel] = await opened();
  write(desk, "ws_message", "mine\n");
  kernel.outcome = new Error("The sandbox has ended.");
  await desk.save("ws_message");
  const sheet = desk.sheet("ws_message");
  expect(sheet?.said).toEqual({ what: "failed", sentence: "The sandbox has ended." });
  expect(sheet?.text).toBe("mine\n");
});

test("undo tells whose code serves otherwise, or why it was not done", async () => {
  const [desk, kernel] = await opened();
  kernel.outcome = ["ws_message"];
  await desk.undo();
  expect(desk.undone).toEqual({ names: ["ws_message"] });
  kernel.outcome = new Error("no");
  await desk.undo();
  expect(desk.undone).toEqual({ problem: "no" });
});

test("nothing is asked while no kernel answers", async () => {
  const [desk, kernel] = await opened();
  kernel.live = false;
  await kernel.serves(served("ws_message", "v2", "two\n"));
  expect(desk.sheet("ws_message")?.text).toBe("one\n");
  kernel.live = true;
  await kernel.tells();
  expect(desk.sheet("ws_message")?.text).toBe("two\n");
});

test("a consumer is found by the name that an error has for it", async () => {
  const [desk, kernel] = await opened();
  await kernel.serves(served("Chat", "v1", "class\n"), served("a.b.job (jobs)", "v1", "job\n"));
  expect(desk.nameOf("Chat")).toBe("Chat");
  expect(desk.nameOf("nobody")).toBeNull();
});
