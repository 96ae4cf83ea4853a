/** Issued card tokens that wait for their activation, each of a customer with a registered phone. */
import { randomInt, randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { exportPublicJwk, jwkThumbprint, publicPoint, type DeviceKey } from "@ramznama/activation";
import {
  codeDigest,
  createDatabase,
  createLogger,
  createPool,
  defaultPolicy,
  loadKeyFile,
  loadKeyring,
  maskedSubject,
  parseDatabaseConfig,
  setUp,
  subjectKeyOf,
  systemRandom,
  webPlatform,
} from "@ramznama/server";
import { withClient, type BenchCluster } from "./bench-cluster.ts";
import { cardNumberOf, serialOf } from "./bench-token.ts";

export interface IssuedToken {
  readonly key: DeviceKey;
  readonly cardNumber: string;
  readonly serial: string;
  readonly code: string;
}

export interface IssuedDatabase {
  readonly url: string;
  readonly keyFile: string;
  readonly tokens: readonly IssuedToken[];
}

const ES256 = { name: "ECDSA", namedCurve: "P-256" } as const;

export const makeIssuedDatabase = async (
  cluster: BenchCluster,
  count: number,
): Promise<IssuedDatabase> => {
  const name = "activations";
  const folder = join(cluster.folder, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await cluster.create(name);
  const made = { url: cluster.urlOf(name), keyFile: join(folder, "kek.key") };
  await setUp({
    config: parseDatabaseConfig({ DATABASE_URL: made.url, KEY_FILE: made.keyFile }),
    logger: createLogger("warn"),
    releaseKeyFile: join(folder, "release-key.json"),
    releasePublicKeyFile: join(folder, "release-key.public.json"),
  });
  const tokens: IssuedToken[] = [];
  for (let index = 1; index <= count; index += 1) tokens.push(await drawToken(index));
  await insertTokens(made, tokens);
  return { ...made, tokens };
};

const drawToken = async (index: number): Promise<IssuedToken> => {
  const platform = webPlatform(systemRandom);
  const pair = await platform.subtle.generateKey(ES256, false, ["sign", "verify"]);
  const publicJwk = await exportPublicJwk(platform, pair.publicKey);
  return {
    key: { privateKey: pair.privateKey, publicJwk },
    cardNumber: cardNumberOf(index),
    serial: serialOf(index),
    code: String(randomInt(1e8)).padStart(8, "0"),
  };
};

const insertTokens = async (
  { url, keyFile }: { readonly url: string; readonly keyFile: string },
  tokens: readonly IssuedToken[],
): Promise<void> => {
  const pool = createPool({ url, maxConnections: 1, logger: createLogger("warn") });
  const kek = await loadKeyFile(keyFile, systemRandom);
  const keyring = await loadKeyring(createDatabase(pool), kek, systemRandom, new Date());
  await pool.end();
  const platform = webPlatform(systemRandom);
  const rows = await Promise.all(
    tokens.map(async ({ key, cardNumber, serial, code }, position) => ({
      id: position + 1,
      serial,
      customer: `B${String(position + 1).padStart(9, "0")}`,
      subject: maskedSubject("card-second-password", cardNumber),
      subject_key: subjectKeyOf(keyring, "card-second-password", cardNumber).toString("hex"),
      code_digest: codeDigest(keyring, serial, code).toString("hex"),
      device: randomUUID(),
      thumbprint: await jwkThumbprint(platform, key.publicJwk),
      point: Buffer.from(publicPoint(key.publicJwk)).toString("hex"),
    })),
  );
  await withClient(url, async (client) => {
    await client.query("begin");
    await client.query(
      `create temporary table drawn on commit drop as
         select * from jsonb_to_recordset($1::jsonb) as drawn (id bigint, serial text, customer text,
           subject text, subject_key text, code_digest text, device uuid, thumbprint text, point text)`,
      [JSON.stringify(rows)],
    );
    await client.query(
      `insert into devices (id, customer_id, thumbprint, public_key, registered_at)
         select device, customer, thumbprint, decode(point, 'hex'), now() - interval '10 days' from drawn`,
    );
    await client.query(
      `insert into tokens (id, serial, kind, customer_id, state, subject, profile, issued_at, issued_by)
         overriding system value
         select id, serial, 'card', customer, 'issued', subject, $1::jsonb, now(), 'atm' from drawn`,
      [JSON.stringify(defaultPolicy.profile)],
    );
    await client.query(
      `insert into links (token_id, customer_id, purpose, subject_key, subject, linked_at, linked_by, ownership_seen_at)
         select id, customer, 'card-second-password', decode(subject_key, 'hex'), subject, now(), 'atm', now() from drawn`,
    );
    await client.query(
      `insert into activation_codes (token_id, code_digest, expires_at)
         select id, decode(code_digest, 'hex'), now() + interval '1 day' from drawn`,
    );
    await client.query("commit");
    await client.query("vacuum (analyze) devices, tokens, links, activation_codes");
  });
};
