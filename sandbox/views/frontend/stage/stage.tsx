/** The entry: what anywidget calls once for each model, and once for each place that shows it. */

import type { Cleanup, Model } from "./anywidget.ts";

function initialize({ model }: { model: Model }): Cleanup {
  model.send({
    type: "command",
    text: JSON.stringify({ id: 1, stage: model.get("stage"), do: "feed.start" }),
  });
  return () => {
    model.send({
      type: "command",
      text: JSON.stringify({ id: 2, stage: model.get("stage"), do: "feed.stop" }),
    });
  };
}

function render({ model, el }: { model: Model; el: HTMLElement }): Cleanup {
  let batches = 0;
  const heard = (message: { type?: string }) => {
    if (message?.type === "batch") el.textContent = `${++batches} batches`;
  };
  model.on("msg:custom", heard);
  return () => model.off("msg:custom", heard);
}

export default { initialize, render };
