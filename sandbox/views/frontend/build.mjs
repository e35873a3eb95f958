/**
 * Builds ../static/stage.js, one ES module with everything in it, for anywidget, the player and the
 * exports; and ../static/editor.js, another one, which a stage fetches when its editor is opened.
 * They are committed, so that nobody who installs the package needs Node.
 *
 *     node build.mjs             build
 *     node build.mjs --watch     build again whenever a source changes, with readable names
 *     node build.mjs --check     build in memory; fail if a committed file is another one
 */

import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build, context } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const outdir = fileURLToPath(new URL("../static", import.meta.url));
const repository = fileURLToPath(new URL("../../..", import.meta.url));
const watching = process.argv.includes("--watch");
const checking = process.argv.includes("--check");

const options = {
  absWorkingDir: here,
  entryPoints: [
    { in: "stage/stage.tsx", out: "stage" },
    { in: "editor/editor.tsx", out: "editor" },
  ],
  outdir,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: !watching,
  charset: "utf8",
  legalComments: "none",
  jsx: "automatic",
  jsxImportSource: "preact",
  loader: { ".css": "text" },
  logLevel: "warning",
  write: !checking,
};

if (watching) {
  await (await context({ ...options, logLevel: "info" })).watch();
} else {
  const { outputFiles } = await build(options);
  if (checking) for (const { path, text } of outputFiles) await compare(path, text);
}

async function compare(path, built) {
  const committed = await readFile(path, "utf8").catch(() => "");
  if (built === committed) return;
  console.error(
    `${relative(repository, path)} is not what its sources give: run \`npm run build\` in ` +
      "sandbox/views/frontend and commit the result.",
  );
  process.exitCode = 1;
}
