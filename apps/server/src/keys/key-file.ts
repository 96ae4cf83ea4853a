/**
 * The key-encryption key in a file of mode 0600, for banks without an HSM and for the sandbox. It wraps data keys and
 * nothing else; the database alone is worthless without it, and it alone is worthless without the database.
 */
import { link, open, readFile, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Random } from "../platform/random.ts";
import { syncFolder } from "../platform/sync-folder.ts";
import { openWithKey, sealWithKey } from "./aead.ts";

/** What wraps data keys: a key file here, an HSM elsewhere; asynchronous because an HSM is. */
export interface KeyEncryptionKey {
  wrap(key: Uint8Array, label: string): Promise<Uint8Array>;
  /** @throws when `wrapped` was made with another key or label. */
  unwrap(wrapped: Uint8Array, label: string): Promise<Uint8Array>;
}

export class KeyFileError extends Error {
  override readonly name = "KeyFileError";
}

const KEK_BYTES = 32;

/** Writes a fresh key, never over an existing file. */
export const createKeyFile = async (path: string, random: Random): Promise<void> => {
  const key = random.bytes(KEK_BYTES);
  const content = { version: 1, kek: Buffer.from(key).toString("base64url") };
  key.fill(0);
  const half = `${path}.new`;
  await rm(half, { force: true });
  const file = await open(half, "wx", 0o600);
  try {
    await file.writeFile(`${JSON.stringify(content)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  // A link, not a rename: it fails where a key stands already, and a half-written key is never taken for a whole one.
  await link(half, path);
  await rm(half);
  await syncFolder(dirname(path));
};

/** @throws KeyFileError with one sentence that says what to do; the key itself never stands in it. */
export const loadKeyFile = async (path: string, random: Random): Promise<KeyEncryptionKey> => {
  const key = parseKeyFile(await readPrivateFile(path), path);
  return {
    // A key that does not fit is a rejection, as from an HSM, and never thrown at the caller.
    wrap: (plain, label) =>
      new Promise((resolve) => {
        resolve(sealWithKey(key, plain, Buffer.from(label), random));
      }),
    unwrap: (wrapped, label) =>
      new Promise((resolve) => {
        resolve(openWithKey(key, wrapped, Buffer.from(label)));
      }),
  };
};

/** @throws KeyFileError when it is missing or others may read it */
export const readPrivateFile = async (path: string): Promise<string> => {
  const info = await stat(path).catch(() => {
    throw new KeyFileError(`The key file ${path} is missing; restore it from its backup.`);
  });
  if (process.platform !== "win32" && (info.mode & 0o077) !== 0) {
    throw new KeyFileError(`Others may read the key file ${path}; run: chmod 600 ${path}.`);
  }
  return readFile(path, "utf8");
};

const parseKeyFile = (text: string, path: string): Uint8Array => {
  const damaged = new KeyFileError(`The key file ${path} is damaged; restore it from its backup.`);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw damaged;
  }
  const kek =
    typeof content === "object" && content !== null && "kek" in content ? content.kek : undefined;
  const key = typeof kek === "string" ? Buffer.from(kek, "base64url") : Buffer.alloc(0);
  if (key.length !== KEK_BYTES) throw damaged;
  return key;
};
