/** Argon2id (RFC 9106) beside the page, which would stand still for as long as it takes. */
import { argon2id } from "hash-wasm";

interface StretchRequest {
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly memoryKibibytes: number;
  readonly iterations: number;
  readonly parallelism: number;
}

self.onmessage = async ({ data }: MessageEvent<StretchRequest>) => {
  const { password, salt, memoryKibibytes, iterations, parallelism } = data;
  const startedAt = performance.now();
  try {
    const stretched = await argon2id({
      password,
      salt,
      memorySize: memoryKibibytes,
      iterations,
      parallelism,
      hashLength: 32,
      outputType: "binary",
    });
    const milliseconds = performance.now() - startedAt;
    self.postMessage({ stretched, milliseconds }, [stretched.buffer as ArrayBuffer]);
  } catch {
    // Its memory is the one thing that can be missing.
    self.postMessage({ stretched: undefined });
  } finally {
    password.fill(0);
  }
};
