/** Which rows of a long table are in sight: pure arithmetic in pixels. */

export interface Layout {
  rows: number;
  /** Of one row. */
  height: number;
  /** The row below which details are open; -1: none. */
  openAt: number;
  /** Height of these details. */
  detail: number;
}

export interface Slice {
  from: number;
  to: number;
  /** Height of all that is not drawn above and below. */
  above: number;
  below: number;
}

/** Rows drawn beyond either edge, so that scrolling shows no white. */
const SPARE = 8;

/** Where a row begins. */
export function offsetOf(index: number, { height, openAt, detail }: Layout): number {
  return index * height + (openAt >= 0 && index > openAt ? detail : 0);
}

export function sliceOf(view: { top: number; height: number }, layout: Layout): Slice {
  const { rows, height, openAt, detail } = layout;
  const at = (y: number) => {
    const row = Math.floor(y / height);
    if (openAt < 0 || row <= openAt) return row;
    return Math.max(openAt, Math.floor((y - detail) / height));
  };
  const last = Math.max(0, rows - Math.ceil(view.height / height) - SPARE);
  const from = Math.max(0, Math.min(last, at(view.top) - SPARE));
  const to = Math.min(rows, at(view.top + view.height) + 1 + SPARE);
  const end = offsetOf(rows, layout);
  return {
    from,
    to,
    above: offsetOf(from, layout),
    below: Math.max(0, end - offsetOf(to, layout)),
  };
}
