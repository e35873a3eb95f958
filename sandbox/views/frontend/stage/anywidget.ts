/**
 * What the place that shows the stage must offer: the six methods of anywidget's model.
 *
 * JupyterLab, Notebook, VS Code, Colab and marimo have them, and so has the offline player, so
 * that the same module runs everywhere.
 */

export interface Model {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  on(event: string, callback: (...args: never[]) => void): void;
  off(event: string, callback: (...args: never[]) => void): void;
  save_changes(): void;
  send(content: unknown): void;
}

export type Cleanup = () => void;
