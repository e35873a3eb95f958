import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Tests live in the tree that mirrors the package, outside this folder: they find packages here.
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const repository = here("../../..");

export default defineConfig({
  root: repository,
  resolve: {
    alias: [
      { find: "preact/jsx-dev-runtime", replacement: here("node_modules/preact/jsx-runtime") },
      { find: /^(preact|vitest)(\/.*)?$/, replacement: `${here("node_modules")}/$1$2` },
    ],
  },
  test: {
    include: ["tests/views/frontend/**/*.test.ts", "tests/views/frontend/**/*.test.tsx"],
    environment: "node",
    testTimeout: 20_000,
  },
});
