/**
 * Builds the convolution kernel: `npm run card-kernel` writes src/convolution-kernel-wasm.ts from the sources in
 * kernel/. The result is committed, so that nothing has to be built to run; a test builds it again and compares.
 */
import { writeFile } from "node:fs/promises";
import { buildConvolutionKernel } from "./kernel/build-convolution-kernel.ts";

await writeFile(
  new URL("src/convolution-kernel-wasm.ts", import.meta.url),
  `/** The convolution kernel in base64, built by \`npm run card-kernel\` from ../kernel; do not edit. */
export const convolutionKernelWasm =
  "${Buffer.from(await buildConvolutionKernel()).toString("base64")}";
`,
);
