/** Text on the clipboard, and text that a press has selected. */

/**
 * Copies a text for what is pressed, *near*; false where the page may not. The page is that of
 * *near*: a stage in a window of its own was made by another page, which has not the focus.
 */
export async function copyText(text: string, near: HTMLElement): Promise<boolean> {
  try {
    await near.ownerDocument.defaultView!.navigator.clipboard.writeText(text);
    return true;
  } catch {
    return byHand(text, near);
  }
}

/** Pages without TLS, and frames without permission, have only the old way. */
function byHand(text: string, near: HTMLElement): boolean {
  const page = near.ownerDocument;
  const area = page.createElement("textarea");
  area.value = text;
  area.style.cssText = "position:fixed;top:0;left:-999px";
  // Beside *near*: over a full screen nothing else can have the focus.
  near.getRootNode().appendChild(area);
  area.select();
  try {
    return page.execCommand("copy");
  } finally {
    area.remove();
    near.focus();
  }
}

/** Whether the press that ends now has selected text: then it means nothing else. */
export function hasSelected({ currentTarget }: Event): boolean {
  const page = (currentTarget as Element).ownerDocument;
  return String(page.getSelection() ?? "") !== "";
}
