/**
 * The bank's own secrets, opened as somebody with key file and database could: what no search would know otherwise.
 * Written anew from docs/storage.md and the key room's comments, so that it also shows what is sealed where.
 */
import { createDecipheriv } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import pg from "pg";
import { secretKey, type Secret } from "./secret-forms.ts";
import type { TestBank } from "./test-bank.ts";

interface DataKeyRow {
  readonly id: number;
  readonly purpose: string;
  readonly wrapped: Buffer;
}

interface ServerKeyRow {
  readonly k: string;
  readonly sealed_private_key: Buffer;
  readonly sealed_signing_key: Buffer;
}

export interface Unsealed {
  readonly secrets: readonly Secret[];
  /** The code keys in the database, base64url. */
  readonly seeds: readonly string[];
}

export const unsealKeys = async (bank: TestBank): Promise<Unsealed> => {
  const keyFile = bank.environment["KEY_FILE"] ?? "";
  const { kek } = (await readJson(keyFile)) as { kek: string };
  const release = (await readJson(join(dirname(keyFile), "release-key.json"))) as { d: string };
  const provider = (await readJson(join(dirname(keyFile), "sandbox", "signing-key.json"))) as {
    d: string;
  };
  const client = new pg.Client({ connectionString: bank.databaseUrl });
  await client.connect();
  try {
    const wrapped = await client.query<DataKeyRow>("select id, purpose, wrapped from data_keys");
    const dataKeys = new Map(
      wrapped.rows.map(({ id, purpose, wrapped: box }) => [
        id,
        {
          purpose,
          key: open(
            Buffer.from(kek, "base64url"),
            box,
            Buffer.from(`ramznama/data-key/${purpose}`),
          ),
        },
      ]),
    );
    const unseal = (purpose: string, record: string, box: Buffer): Buffer => {
      const dataKey = dataKeys.get(box.readUInt32BE(0));
      if (dataKey?.purpose !== purpose) throw new Error("sealed with a key of another purpose");
      return open(dataKey.key, box.subarray(4), prefixed(["ramznama/record", purpose, record]));
    };
    const keys = await client.query<ServerKeyRow>(
      "select k, sealed_private_key, sealed_signing_key from server_keys",
    );
    const sessions = await client.query<{ id: string; box: Buffer }>(
      "select id, sealed_refresh_token as box from sessions where sealed_refresh_token is not null",
    );
    const tokens = await client.query<{ id: number; sealed_seed: Buffer }>(
      "select id, sealed_seed from tokens where sealed_seed is not null",
    );
    return {
      secrets: [
        secretKey("the key-encryption key", kek),
        secretKey("the release key", release.d),
        secretKey("the provider's signing key", provider.d),
        ...[...dataKeys.values()].map(({ purpose, key }) => ({
          name: `the data key for ${purpose}`,
          bytes: key,
        })),
        ...sessions.rows.map(({ id, box }) => ({
          name: "a refresh token",
          bytes: unseal("sign-in", `session:${id}`, box),
        })),
        ...keys.rows.flatMap((row) => [
          {
            name: `the private key ${row.k}`,
            bytes: unseal("server-key", `kem:${row.k}`, row.sealed_private_key),
          },
          {
            name: `the time key ${row.k}`,
            bytes: unseal("server-key", `time:${row.k}`, row.sealed_signing_key),
          },
        ]),
      ],
      seeds: tokens.rows.map((row) =>
        unseal("seed", `token:${row.id}`, row.sealed_seed).toString("base64url"),
      ),
    };
  } finally {
    await client.end();
  }
};

const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, "utf8"));

/** nonce (12) | ciphertext | tag (16), AES-256-GCM. */
const open = (key: Buffer, box: Buffer, additionalData: Buffer): Buffer => {
  const decipher = createDecipheriv("aes-256-gcm", key, box.subarray(0, 12));
  decipher.setAAD(additionalData);
  decipher.setAuthTag(box.subarray(-16));
  return Buffer.concat([decipher.update(box.subarray(12, -16)), decipher.final()]);
};

const prefixed = (fields: readonly string[]): Buffer =>
  Buffer.concat(
    fields.flatMap((field) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(Buffer.byteLength(field));
      return [length, Buffer.from(field)];
    }),
  );
