/** Which theme holds: the person's wish, else the page's own, else the system's. */

import type { Theme } from "../flow/props.ts";

export const THEMES: readonly Theme[] = ["light", "dark", "projector"];

/** A theme by name; null for anything else, which means: as the page is. */
export function themeNamed(wish: unknown): Theme | null {
  return THEMES.find((theme) => theme === wish) ?? null;
}

export function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!;
}

/** The theme of the page: JupyterLab's and VS Code's marks on the body, else the system's. */
export function pageTheme(document: Document, system: MediaQueryList): Theme {
  const { body } = document;
  const jupyter = body.dataset.jpThemeLight;
  if (jupyter !== undefined) return jupyter === "false" ? "dark" : "light";
  const vscode = body.dataset.vscodeThemeKind;
  if (vscode !== undefined) return /dark|high-contrast$/.test(vscode) ? "dark" : "light";
  return system.matches ? "dark" : "light";
}

/** Calls *changed* whenever the page's theme may be another; returns what ends that. */
export function onPageTheme(
  document: Document,
  system: MediaQueryList,
  changed: () => void,
): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, {
    attributes: true,
    attributeFilter: ["data-jp-theme-light", "data-vscode-theme-kind"],
  });
  system.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    system.removeEventListener("change", changed);
  };
}
