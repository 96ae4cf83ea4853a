/** Text of WebAssembly to its binary form, by wabt; the same bytes on every machine. */

import wabt from "wabt";
import { windowKernelModule } from "./window-kernel-module.ts";

export async function buildWindowKernel(): Promise<Uint8Array> {
  const toolkit = await wabt();
  const module = toolkit.parseWat("window-kernel.wat", windowKernelModule(), { simd: true });
  try {
    return module.toBinary({}).buffer;
  } finally {
    module.destroy();
  }
}
