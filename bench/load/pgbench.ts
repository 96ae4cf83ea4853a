/** PostgreSQL's own yardstick beside ours: `pgbench -N` with 64 clients and prepared statements. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, globSync } from "node:fs";
import { text } from "node:stream/consumers";
import { withClient, type BenchCluster } from "./bench-cluster.ts";
import { print } from "./print.ts";

const program = (): string => {
  const installed = globSync("/usr/lib/postgresql/*/bin/pgbench").sort().at(-1) ?? "pgbench";
  if (!existsSync(installed) && spawnSync(installed, ["--version"]).error !== undefined) {
    throw new Error("pgbench is missing; Debian has it in the package postgresql-15.");
  }
  return installed;
};

const databaseName = (scale: number): string => `pgbench_${scale}`;

/** Its tables, made once for each scale. */
export const preparePgbench = async (cluster: BenchCluster, scale: number): Promise<void> => {
  print(`pgbench: ${spawnSync(program(), ["--version"]).stdout.toString().trim()}, scale ${scale}`);
  const name = databaseName(scale);
  if ((await cluster.exists(name)) && (await accountsIn(cluster.urlOf(name))) === scale * 100_000) {
    return;
  }
  await cluster.create(name);
  await run(cluster, scale, ["-i", "-q", "-s", String(scale)]).ended;
};

const accountsIn = (url: string): Promise<number> =>
  withClient(url, async (client) => {
    const found = await client.query<{ count: number }>(
      "select count(*)::integer as count from pgbench_accounts",
    );
    return found.rows[0]?.count ?? 0;
  }).catch(() => 0);

/** Starts a timed run; its transactions per second, connecting not counted. */
export const startPgbench = (
  cluster: BenchCluster,
  scale: number,
  seconds: number,
): { readonly pid: number; readonly perSecond: Promise<number> } => {
  const { pid, ended } = run(cluster, scale, [
    ...["-N", "-c", "64", "-j", "2", "-M", "prepared", "-T", String(seconds)],
  ]);
  const perSecond = ended.then((output) => {
    const found = /^tps = ([0-9.]+)/m.exec(output)?.[1];
    if (found === undefined) throw new Error(`pgbench said no figure: ${output}`);
    return Number(found);
  });
  return { pid, perSecond };
};

const run = (cluster: BenchCluster, scale: number, options: readonly string[]) => {
  const url = new URL(cluster.urlOf(databaseName(scale)));
  const child = spawn(program(), options, {
    env: {
      PATH: process.env["PATH"],
      PGHOST: url.hostname,
      PGPORT: url.port,
      PGUSER: url.username,
      PGPASSWORD: decodeURIComponent(url.password),
      PGDATABASE: url.pathname.slice(1),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = (async (): Promise<string> => {
    const [output, complaints, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "exit") as Promise<[number | null]>,
    ]);
    if (code !== 0) throw new Error(`pgbench ended with ${code ?? "a signal"}: ${complaints}`);
    return output;
  })();
  return { pid: child.pid ?? 0, ended };
};
