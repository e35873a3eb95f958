/** A module that comes as text: how a stage gets what it does not need at once, without a network. */

/** Gives the default export of an ES module with this text, which must import nothing itself. */
export async function moduleFrom(text: string): Promise<unknown> {
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    return ((await import(address)) as { default: unknown }).default;
  } finally {
    URL.revokeObjectURL(address);
  }
}
