/**
 * Builds the branch console: `node apps/branch/build.ts --out FOLDER`. It is the same for every bank: name and card
 * prefix come from the server. Nothing is done when the folder already holds what these sources give.
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildOnce, runAsProgram, webBundling } from "@ramznama/web-build";
import { build as bundle, mergeConfig, type InlineConfig } from "vite";

const here = import.meta.dirname;
const sources = [
  "package-lock.json",
  "apps/branch",
  ...["contract", "design", "persian", "web-build"].map((name) => `packages/${name}/src`),
];

/** True when something was built. */
export function buildBranchConsole({ outDir }: { readonly outDir: string }): Promise<boolean> {
  return buildOnce({
    ...{ outDir, root: resolve(here, "../.."), sources, given: {} },
    make: async (folder) => {
      const own = { root: here, publicDir: "public", build: { outDir: folder, emptyOutDir: true } };
      await bundle(mergeConfig(webBundling, own satisfies InlineConfig));
    },
  });
}

async function run(): Promise<void> {
  const { out } = parseArgs({ options: { out: { type: "string" } } }).values;
  if (out === undefined) throw new Error("Needed: --out FOLDER");
  const isNew = await buildBranchConsole({ outDir: resolve(out) });
  process.stdout.write(isNew ? `Built into ${out}.\n` : `${out} is up to date.\n`);
}

if (import.meta.main) await runAsProgram("The branch console", run);
