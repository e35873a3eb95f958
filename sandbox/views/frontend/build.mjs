/**
 * Builds ../static/stage.js: one ES module with everything in it, for anywidget, the player and
 * the exports. It is committed, so that nobody who installs the package needs Node.
 *
 *     node build.mjs             build
 *     node build.mjs --watch     build again whenever a source changes, with readable names
 *     node build.mjs --check     build in memory; fail if the committed file is another one
 */

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, context } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const outfile = fileURLToPath(new URL("../static/stage.js", import.meta.url));
const watching = process.argv.includes("--watch");
const checking = process.argv.includes("--check");

const options = {
  absWorkingDir: here,
  entryPoints: ["stage/stage.tsx"],
  outfile,
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
  if (checking) await compare(outputFiles[0].text);
}

async function compare(built) {
  const committed = await readFile(outfile, "utf8").catch(() => "");
  if (built === committed) return;
  console.error(
    "sandbox/views/static/stage.js is not what its sources give: run `npm run build` in " +
      "sandbox/views/frontend and commit the result.",
  );
  process.exitCode = 1;
}
