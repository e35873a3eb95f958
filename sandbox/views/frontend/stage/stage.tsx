/**
 * The entry: what anywidget calls once for each model, and once for each place that shows it.
 *
 * Uses the six methods of `Model` and nothing else, so that a player without a kernel can give them
 * too. Models are told apart by their stage's id: the two calls may be given different objects.
 */

import type { Cleanup, Model } from "./anywidget.ts";
import { Mount, type Options } from "./mount.tsx";
import { Session } from "./session.ts";
import { thePage } from "./transports.ts";

const sessions = new Map<string, Session>();

const idOf = (model: Model) => String(model.get("stage") ?? "");

function sessionOf(model: Model): Session {
  const id = idOf(model);
  let session = sessions.get(id);
  if (!session) {
    session = new Session(model, thePage(document));
    sessions.set(id, session);
  }
  return session;
}

/** Begins what all views of a model share; the cleanup ends it. */
function initialize({ model }: { model: Model }): Cleanup {
  const session = sessionOf(model);
  return () => {
    session.close();
    sessions.delete(idOf(model));
  };
}

/** Shows a model in *el*; the cleanup takes it away, wherever it has been moved to. */
function render({ model, el }: { model: Model; el: HTMLElement }): Cleanup {
  const options = (model.get("options") ?? {}) as Options;
  const mount = new Mount(sessionOf(model), el, options);
  return () => mount.unmount();
}

export default { initialize, render };
