/**
 * The entry of the editor's own module, which a stage fetches when its editor is opened first.
 *
 * It brings its own Preact and style sheet; it is drawn when something that it shows has changed,
 * which is seldom, and not with every frame of the picture around it.
 */

import { render } from "preact";
import type { Editor, Given, Kernel, MakeEditor, Shown } from "./contract.ts";
import { Desk } from "./desk.ts";
import css from "./editor.css";
import { Panel } from "./panel.tsx";

const make: MakeEditor = (kernel: Kernel): Editor => {
  const desk = new Desk(kernel);
  return {
    show: (into, given) => new Place(desk, into, given),
    close: () => desk.close(),
  };
};

export default make;

class Place implements Shown {
  private readonly root: HTMLElement;
  private readonly style: HTMLElement;
  private readonly unsubscribe: () => void;
  private version = 0;

  constructor(
    private readonly desk: Desk,
    into: HTMLElement,
    private given: Given,
  ) {
    const page = into.ownerDocument;
    this.style = page.createElement("style");
    this.style.textContent = css;
    this.root = page.createElement("div");
    this.root.className = "coder";
    into.append(this.style, this.root);
    this.unsubscribe = desk.subscribe(() => {
      this.version += 1;
      this.draw();
    });
    this.draw();
  }

  update(given: Given): void {
    const live = this.desk.live;
    if (isSame(this.given, given) && live === this.live) return;
    this.given = given;
    this.draw();
  }

  end(): void {
    this.unsubscribe();
    render(null, this.root);
    this.root.remove();
    this.style.remove();
  }

  private live = false;

  private draw(): void {
    this.live = this.desk.live;
    const { desk, given, version } = this;
    render(<Panel desk={desk} given={given} version={version} />, this.root);
  }
}

const isSame = (one: Given, other: Given) =>
  one.say === other.say && one.theme === other.theme && one.opened.wish === other.opened.wish;
