/** Which kernel searches the windows of this process: the one place where that is decided. */

import { makeWasmKernel, type WasmPlatform } from "./wasm-kernel.ts";
import type { Hmac, OtpHash } from "./hmac-port.ts";
import { makeHmacKernel, type WindowKernel } from "./window-kernel.ts";

export interface KernelPlatform extends WasmPlatform {
  readonly bindHmac: (hash: OtpHash, key: Uint8Array) => Hmac;
}

export interface ChosenKernel {
  readonly name: "wasm-simd" | "hmac";
  readonly search: WindowKernel<Uint8Array>;
}

/**
 * Compiling is the check for SIMD: a processor or a runtime without it refuses the module as a whole. The fallback gives
 * the same answers, several times slower.
 */
export function chooseWindowKernel(platform: KernelPlatform): ChosenKernel {
  try {
    return { name: "wasm-simd", search: makeWasmKernel(platform).search };
  } catch {
    return { name: "hmac", search: makeHmacKernel(platform.bindHmac) };
  }
}
