/** One thread of the seeding: makes rows of its share of the tokens and copies them in. */
import { randomInt, randomUUID } from "node:crypto";
import { parentPort, workerData } from "node:worker_threads";
import {
  createDatabase,
  createLogger,
  createPool,
  defaultPolicy,
  loadKeyFile,
  loadKeyring,
  maskedSubject,
  subjectKeyOf,
  systemRandom,
  type Keyring,
} from "@ramznama/server";
import pg from "pg";
import { cardNumberOf, seedOf, serialOf } from "./bench-token.ts";
import { copyRows } from "./copy-rows.ts";

export interface SeedShare {
  readonly databaseUrl: string;
  readonly keyFile: string;
  readonly secret: Uint8Array;
  readonly firstIndex: number;
  readonly lastIndex: number;
}

const chunkTokens = 20_000;
const daySeconds = 86_400;

const openKeyring = async ({ databaseUrl, keyFile }: SeedShare): Promise<Keyring> => {
  const pool = createPool({
    url: databaseUrl,
    maxConnections: 1,
    logger: createLogger("silent"),
  });
  const kek = await loadKeyFile(keyFile, systemRandom);
  const keyring = await loadKeyring(createDatabase(pool), kek, systemRandom, new Date());
  await pool.end();
  return keyring;
};

const bytea = (bytes: Uint8Array): string => `\\\\x${Buffer.from(bytes).toString("hex")}`;
const time = (seconds: number): string => new Date(seconds * 1000).toISOString();
const line = (fields: readonly (string | number)[]): string => `${fields.join("\t")}\n`;
const { hash, digits, stepSeconds, validitySeconds, skewSeconds } = defaultPolicy.profile;
const profile = JSON.stringify(defaultPolicy.profile);
/** As the counters have it (short_profile in verification/tables.ts). */
const shortProfile = [hash, digits, stepSeconds, validitySeconds, skewSeconds].join(" ");
const none = "\\N";

interface Rows {
  readonly tokens: string[];
  readonly links: string[];
  readonly counters: string[];
}

/** As the system stores a card token that was activated in the last year and is used now and then. */
const addToken = (rows: Rows, keyring: Keyring, secret: Uint8Array, index: number, now: number) => {
  const card = cardNumberOf(index);
  const masked = maskedSubject("card-second-password", card);
  const customer = `B${String(index).padStart(9, "0")}`;
  const seed = seedOf(secret, index);
  const sealed = keyring.seal("seed", `token:${index}`, seed);
  seed.fill(0);
  const issued = now - randomInt(2, 365) * daySeconds;
  const activated = issued + randomInt(60, daySeconds);
  rows.tokens.push(
    line([
      ...[index, serialOf(index), "card", customer, "active", none, masked, profile, randomUUID()],
      ...["web", bytea(sealed), time(issued), "atm", none, time(activated), none],
    ]),
  );
  const subjectKey = bytea(subjectKeyOf(keyring, "card-second-password", card));
  rows.links.push(
    line([
      ...[index, index, customer, "card-second-password", subjectKey, masked],
      ...[time(issued), "atm", time(now), none],
    ]),
  );
  // Nine in ten have been used; one in ten of those has a wrong code of the last weeks behind it.
  const isUsed = randomInt(10) !== 0;
  const last = isUsed ? randomInt(activated, Math.max(activated + 1, now - 3_600)) : none;
  const hasFailed = isUsed && randomInt(10) === 0;
  const failures = hasFailed ? `{${now - randomInt(2, 60) * daySeconds}}` : "{}";
  rows.counters.push(
    line([index, last, failures, "t", serialOf(index), shortProfile, bytea(sealed)]),
  );
};

const tokenColumns =
  "tokens (id, serial, kind, customer_id, state, state_reason, subject, profile, device_id, platform, sealed_seed, issued_at, issued_by, branch, activated_at, ended_at)";
const linkColumns =
  "links (id, token_id, customer_id, purpose, subject_key, subject, linked_at, linked_by, ownership_seen_at, ended_at)";
const counterColumns =
  "token_counters (token_id, last_accepted_step, failure_seconds, works, serial, profile, sealed_seed)";

const seedShare = async (share: SeedShare): Promise<void> => {
  const keyring = await openKeyring(share);
  const client = new pg.Client({ connectionString: share.databaseUrl });
  await client.connect();
  const now = Math.floor(Date.now() / 1000);
  for (let from = share.firstIndex; from <= share.lastIndex; from += chunkTokens) {
    const rows: Rows = { tokens: [], links: [], counters: [] };
    const to = Math.min(from + chunkTokens - 1, share.lastIndex);
    for (let index = from; index <= to; index += 1) {
      addToken(rows, keyring, share.secret, index, now);
    }
    await copyRows(client, tokenColumns, Buffer.from(rows.tokens.join("")));
    await copyRows(client, linkColumns, Buffer.from(rows.links.join("")));
    await copyRows(client, counterColumns, Buffer.from(rows.counters.join("")));
  }
  await client.end();
};

await seedShare(workerData as SeedShare);
parentPort?.postMessage("done");
