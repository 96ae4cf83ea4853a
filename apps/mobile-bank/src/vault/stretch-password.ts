/** Argon2id of the entry password, in a worker that ends with it and takes its memory along. */
import { wipe, type Bytes } from "@ramznama/activation";
import type { DerivationParameters, EntryPassword } from "@ramznama/phone";
import argon2WorkerUrl from "../workers/argon2-worker.ts?worker&url";
import { ownScriptUrl } from "../platform/own-script-url.ts";
import { VaultError } from "./vault-error.ts";

export type StretchPassword = (
  password: EntryPassword,
  salt: Bytes,
  parameters: DerivationParameters,
) => Promise<Bytes>;

interface Answer {
  readonly stretched: Bytes | undefined;
  readonly milliseconds?: number;
}

export const stretchPassword: StretchPassword = async (password, salt, parameters) => {
  const { memoryKibibytes, iterations, parallelism } = parameters;
  const worker = new Worker(ownScriptUrl(argon2WorkerUrl), { type: "module", name: "argon2" });
  const text = new TextEncoder().encode(password);
  try {
    const { stretched, milliseconds } = await ask(worker, {
      password: text,
      salt,
      memoryKibibytes,
      iterations,
      parallelism,
    });
    if (stretched === undefined) throw new VaultError("memory_short");
    // For the bench: throttling by the browser's tools does not reach workers.
    performance.mark("argon2", { detail: { milliseconds, memoryKibibytes, iterations } });
    return stretched;
  } finally {
    wipe(text);
    worker.terminate();
  }
};

function ask(worker: Worker, request: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      resolve(data);
    };
    worker.onerror = (event) => {
      reject(new VaultError("memory_short", event.message));
    };
    worker.postMessage(request);
  });
}
