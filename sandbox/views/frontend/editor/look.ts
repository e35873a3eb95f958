/** How code looks: by the stage's tokens, so that every theme and scale is the stage's own. */

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** Ink first: weight and slant tell most; the one hue is that of a keyword, as in all code here. */
export const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.keyword, tags.operatorKeyword], color: "var(--sel)" },
    { tag: [tags.bool, tags.null, tags.number], color: "var(--sel)" },
    { tag: [tags.string, tags.special(tags.string)], color: "var(--oktext)" },
    { tag: tags.comment, color: "var(--ink3)", fontStyle: "italic" },
    {
      tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)],
      fontWeight: "600",
    },
    { tag: tags.meta, color: "var(--ink2)", fontWeight: "600" },
  ]),
);

const u = (n: number) => `calc(${n} * var(--u))`;

export const look = EditorView.theme({
  // Not "&" alone: that would be what tips are shown in, too, which lies over everything.
  "&.cm-editor": {
    height: "100%",
    color: "var(--ink)",
    backgroundColor: "var(--bg)",
    fontSize: "var(--r2)",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", padding: `${u(6)} 0` },
  ".cm-line": { padding: `0 ${u(6)}` },
  ".cm-gutters": {
    backgroundColor: "var(--sunk)",
    color: "var(--ink3)",
    border: "0",
    borderRight: "1px solid var(--line)",
  },
  ".cm-lineNumbers .cm-gutterElement": { padding: `0 ${u(4)} 0 ${u(6)}`, minWidth: u(24) },
  ".cm-gutter-lint": { width: u(14) },
  ".cm-gutter-lint .cm-gutterElement": { padding: `${u(2)}` },
  ".cm-lint-marker": { width: u(9), height: u(9), margin: `${u(3)} 0` },
  ".cm-lint-marker-error": { content: "normal", background: "var(--lost)", borderRadius: "50%" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--lost)",
    textDecorationSkipInk: "none",
  },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--selbg)",
    outline: "1px solid var(--sel)",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--bg)",
    color: "var(--ink)",
    border: "1px solid var(--edge)",
    fontSize: "var(--r2)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: u(150) },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--sel)",
    color: "var(--bg)",
  },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
  ".cm-diagnostic": { padding: `${u(3)} ${u(8)}`, fontFamily: "var(--sans)" },
  ".cm-diagnostic-error": { borderLeft: `${u(3)} solid var(--lost)` },
  "&.cm-merge-b .cm-changedLine": { backgroundColor: "var(--selbg)" },
  "&.cm-merge-b .cm-changedText, &.cm-merge-b .cm-changedLine .cm-changedText": {
    background: "none",
    borderBottom: "2px solid var(--sel)",
  },
  ".cm-deletedChunk": { backgroundColor: "var(--lostbg)", padding: `0 ${u(6)}` },
  ".cm-deletedChunk .cm-deletedText": {
    background: "none",
    borderBottom: "2px solid var(--lost)",
  },
  ".cm-changeGutter": { width: u(3) },
  "&.cm-merge-b .cm-changedLineGutter": { background: "var(--sel)" },
  ".cm-deletedLineGutter": { background: "var(--lost)" },
});
