/**
 * A database with so many active card tokens, as the real system would have stored them: seeds sealed under the real
 * keyring, subjects as digests under the real pepper, serials and cards with check digits. Made once and used again
 * while schema and size are the same and core banking's word in the links is fresh.
 */
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { createLogger, parseDatabaseConfig, setUp } from "@ramznama/server";
import type pg from "pg";
import { withClient, type BenchCluster } from "./bench-cluster.ts";
import type { SeedShare } from "./seed-worker.ts";
import { setAsideIndexes } from "./set-aside-indexes.ts";
import { print } from "./print.ts";

export interface SeededDatabase {
  readonly size: number;
  readonly name: string;
  readonly url: string;
  readonly keyFile: string;
  /** From which the seeds follow. */
  readonly secret: Buffer;
}

interface SeedRecord {
  readonly fingerprint: string;
  readonly seededAt: number;
  readonly secret: string;
}

/** Links older than a day are asked about at core banking, which has never heard of these customers. */
const freshMilliseconds = 12 * 3_600_000;
const threads = 2;

export const ensureSeeded = async (
  cluster: BenchCluster,
  size: number,
): Promise<SeededDatabase> => {
  const name = `tokens_${size}`;
  const folder = join(cluster.folder, name);
  const kept = await keptDatabase(cluster, name, folder, size);
  if (kept !== undefined) {
    print(`${size} tokens: those of an earlier run are used again`);
    await forgetRuns(cluster, name);
    return kept;
  }
  return seed(cluster, name, folder, size);
};

const recordFile = (folder: string): string => join(folder, "seeded.json");

const keptDatabase = async (
  cluster: BenchCluster,
  name: string,
  folder: string,
  size: number,
): Promise<SeededDatabase | undefined> => {
  const record = readRecord(folder);
  if (record === undefined || Date.now() - record.seededAt > freshMilliseconds) return undefined;
  if (!(await cluster.exists(name))) return undefined;
  const made = { size, name, url: cluster.urlOf(name), keyFile: join(folder, "kek.key") };
  // A database of a newer or much older schema does not migrate; then it is made anew.
  const fits = await migrate(made, folder).then(
    async () => (await fingerprintOf(made.url)) === record.fingerprint,
    () => false,
  );
  return fits ? { ...made, secret: Buffer.from(record.secret, "hex") } : undefined;
};

const readRecord = (folder: string): SeedRecord | undefined => {
  try {
    return JSON.parse(readFileSync(recordFile(folder), "utf8")) as SeedRecord;
  } catch {
    return undefined;
  }
};

const migrate = async (made: { url: string; keyFile: string }, folder: string): Promise<void> => {
  await setUp({
    config: parseDatabaseConfig({ DATABASE_URL: made.url, KEY_FILE: made.keyFile }),
    logger: createLogger("warn"),
    releaseKeyFile: join(folder, "release-key.json"),
    releasePublicKeyFile: join(folder, "release-key.public.json"),
  });
};

const seed = async (
  cluster: BenchCluster,
  name: string,
  folder: string,
  size: number,
): Promise<SeededDatabase> => {
  const began = performance.now();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await cluster.create(name);
  const made = { size, name, url: cluster.urlOf(name), keyFile: join(folder, "kek.key") };
  await migrate(made, folder);
  const secret = randomBytes(32);
  const phases: string[] = [];
  let before = began;
  const tick = (phase: string): void => {
    const now = performance.now();
    phases.push(`${phase} ${((now - before) / 1000).toFixed(1)} s`);
    before = now;
  };
  await withClient(made.url, async (client) => {
    const putBack = await setAsideIndexes(client);
    await Promise.all(
      shares({ ...made, secret }, size).map(async (share) => {
        await once(
          new Worker(new URL("./seed-worker.ts", import.meta.url), { workerData: share }),
          "message",
        );
      }),
    );
    tick("rows");
    await putBack();
    tick("indexes");
    await settle(client, size);
    tick("vacuum");
  });
  await cluster.checkpoint();
  const fingerprint = await fingerprintOf(made.url);
  const record: SeedRecord = {
    fingerprint,
    seededAt: Date.now(),
    secret: secret.toString("hex"),
  };
  writeFileSync(recordFile(folder), JSON.stringify(record), { mode: 0o600 });
  const seconds = (performance.now() - began) / 1000;
  print(`${size} tokens seeded in ${seconds.toFixed(1)} s (${phases.join(", ")})`);
  return { ...made, secret };
};

const shares = (made: SeededDatabase, size: number): readonly SeedShare[] =>
  Array.from({ length: threads }, (_, index) => ({
    databaseUrl: made.url,
    keyFile: made.keyFile,
    secret: made.secret,
    firstIndex: Math.floor((size * index) / threads) + 1,
    lastIndex: Math.floor((size * (index + 1)) / threads),
  }));

const settle = async (client: pg.Client, size: number): Promise<void> => {
  for (const table of ["tokens", "links"]) {
    await client.query(`alter table ${table} alter column id restart with ${size + 1}`);
  }
  await client.query("vacuum (analyze) tokens, links, token_counters");
};

/** Everything about the schema that could make a kept database another one than a fresh one. */
const fingerprintOf = (url: string): Promise<string> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ line: string }>(
      `select concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default) as line
         from information_schema.columns where table_schema = 'public'
       union all select indexdef from pg_indexes where schemaname = 'public'
       union all select conname || pg_get_constraintdef(oid) from pg_constraint
       union all select name from schema_migrations
       order by 1`,
    );
    return createHash("sha256")
      .update(rows.map((row) => row.line).join("\n"))
      .digest("hex");
  });

/**
 * Reads into the database's memory, as far as it fits there, what verifications read: as in a bank whose database has
 * been up for longer than a run lasts.
 */
export const warmUp = (cluster: BenchCluster, { name }: SeededDatabase): Promise<void> =>
  withClient(cluster.adminUrlOf(name), async (client) => {
    await client.query("create extension if not exists pg_prewarm");
    await client.query(
      `select pg_prewarm(relation::regclass)
        from unnest(array['links', 'links_by_subject', 'token_counters', 'token_counters_pkey']) as relation`,
    );
  });

/** What earlier runs added is taken away, past the trigger that keeps audit events for ever. */
const forgetRuns = (cluster: BenchCluster, name: string): Promise<void> =>
  withClient(cluster.adminUrlOf(name), async (client) => {
    await client.query("set session_replication_role = replica");
    await client.query("truncate verifications, audit_events, origin_refusals");
    await client.query("reset session_replication_role");
    await client.query("vacuum (analyze) token_counters");
  });
