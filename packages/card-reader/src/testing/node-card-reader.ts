/** The reader in Node, for tests, benches and `npm run read-card`: the same code and the same model as on the phone. */
import { readFile } from "node:fs/promises";
import { makeCardReader, type CardReader } from "../card-reader.ts";
import type { Wasm } from "../network.ts";

interface WebAssemblyApi {
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly instantiate: (
    module: Uint8Array,
    imports: object,
  ) => Promise<{ readonly instance: { readonly exports: object } }>;
}

declare const WebAssembly: WebAssemblyApi;

export const nodeWasm: Wasm = {
  makeMemory: (pages) => new WebAssembly.Memory({ initial: pages }),
  instantiate: async (module, memory) =>
    (await WebAssembly.instantiate(module, { reader: { memory } })).instance.exports,
};

export const modelFile = new URL("../../model/digits.f16", import.meta.url);

export const nodeCardReader = async (model: URL = modelFile): Promise<CardReader> =>
  makeCardReader(nodeWasm, await readFile(model));
