/** Text of WebAssembly to its binary form, by wabt; the same bytes on every machine. */

import wabt from "wabt";
import { convolutionModule } from "./convolution-module.ts";

export async function buildConvolutionKernel(): Promise<Uint8Array> {
  const toolkit = await wabt();
  const module = toolkit.parseWat("convolution.wat", convolutionModule(), { simd: true });
  try {
    return module.toBinary({}).buffer;
  } finally {
    module.destroy();
  }
}
