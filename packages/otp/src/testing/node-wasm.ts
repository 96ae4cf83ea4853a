/** The WebAssembly of Node, for tests of the kernel. */

import type { WasmPlatform, WebAssemblyApi } from "../wasm-kernel.ts";

declare const WebAssembly: WebAssemblyApi;

export const nodeWasm: WasmPlatform = {
  instantiate: (binary) => new WebAssembly.Instance(new WebAssembly.Module(binary)),
  fromBase64: (text) => Uint8Array.from(Buffer.from(text, "base64")),
};
