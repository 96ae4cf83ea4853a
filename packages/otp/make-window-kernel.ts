/**
 * Builds the window kernel: `npm run window-kernel` writes src/window-kernel.wasm.ts from the sources in kernel/.
 * The result is committed, so that nothing has to be built to run; a test builds it again and compares.
 */
import { writeFile } from "node:fs/promises";
import { buildWindowKernel } from "./kernel/build-window-kernel.ts";

await writeFile(
  new URL("src/window-kernel-wasm.ts", import.meta.url),
  `/** The window kernel in base64, built by \`npm run window-kernel\` from ../kernel; do not edit. */
export const windowKernelWasm =
  "${Buffer.from(await buildWindowKernel()).toString("base64")}";
`,
);
