/** What the benches of verification share: the database, the provider, who makes load, and one run from plan to proof. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { startBenchCluster, withClient, type BenchCluster } from "./bench-cluster.ts";
import {
  serverEnvironment,
  startBenchSandbox,
  startBenchServer,
  type BenchSandbox,
  type BenchServer,
} from "./bench-server.ts";
import { cpuBetween, describeCpu, sampleCpu, type CpuShares } from "./cpu-times.ts";
import type { LoadResult, RunTimes } from "./measure.ts";
import { print } from "./print.ts";
import { warmUp, type SeededDatabase } from "./seeded-database.ts";
import { startLoadProcess, type LoadProcess } from "./start-load-process.ts";

export interface TestStand {
  readonly cluster: BenchCluster;
  readonly sandbox: BenchSandbox;
  readonly generator: LoadProcess;
  startServer(database: SeededDatabase): Promise<BenchServer>;
  /** A process that holds the engine and calls it. */
  startEngine(database: SeededDatabase): Promise<LoadProcess>;
  stop(): Promise<void>;
}

export const openTestStand = async (): Promise<TestStand> => {
  const cluster = await startBenchCluster();
  const opened: (() => unknown)[] = [() => cluster.stop()];
  const stop = async (): Promise<void> => {
    for (const close of opened.splice(0).reverse()) await close();
  };
  try {
    mkdirSync(join(cluster.folder, "sandbox"), { recursive: true });
    const sandbox = await startBenchSandbox(cluster.folder);
    opened.push(() => sandbox.stop());
    const generator = startLoadProcess();
    opened.push(() => {
      generator.stop();
    });
    return {
      cluster,
      sandbox,
      generator,
      startServer: async (database) => {
        const server = await startBenchServer({
          environment: serverEnvironment(sandbox.url, database),
          logFile: join(cluster.folder, "server.log"),
        });
        opened.push(() => server.stop());
        return server;
      },
      startEngine: async (database) => {
        const engine = startLoadProcess();
        opened.push(() => {
          engine.stop();
        });
        const environment = serverEnvironment(sandbox.url, database);
        await engine.ask({ do: "open-engine", environment });
        return engine;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};

export interface Timing {
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

export interface Subject {
  readonly name: string;
  readonly callers: number;
  /** Over HTTP against these servers, or the engine in this process. */
  readonly by: { readonly servers: readonly BenchServer[] } | { readonly engine: LoadProcess };
}

export interface RunFigures extends LoadResult {
  readonly cpu: CpuShares;
}

/** When the last run on a database began, and how fast each subject was, for the plan of the next. */
const lastStarts = new Map<string, number>();
const lastRates = new Map<string, number>();
const firstGuessPerSecond = { http: 24_000, engine: 40_000 };

export const measureRun = async (
  stand: TestStand,
  database: SeededDatabase,
  subject: Subject,
  timing: Timing,
): Promise<RunFigures> => {
  const overHttp = "servers" in subject.by;
  const caller = "servers" in subject.by ? stand.generator : subject.by.engine;
  const guess = firstGuessPerSecond[overHttp ? "http" : "engine"];
  const lastRate = lastRates.get(subject.name);
  const perSecond = lastRate === undefined ? guess : Math.max(lastRate * 2, guess / 4);
  await warmUp(stand.cluster, database);
  await stand.cluster.checkpoint();
  const { start = 0 } = await caller.ask({
    do: "plan",
    size: database.size,
    secret: database.secret.toString("hex"),
    count: Math.ceil(perSecond * (timing.warmUpSeconds + timing.seconds)) + subject.callers,
    lastStart: lastStarts.get(database.name) ?? 0,
  });
  // On a busy machine the plan itself may be late; then its codes arrive a little older.
  const startAt = Math.max(start * 1000, Date.now() + 500);
  lastStarts.set(database.name, Math.ceil(startAt / 1000));
  const times: RunTimes = { startAt, ...timing };
  const running =
    "servers" in subject.by
      ? caller.ask({
          do: "http",
          ports: subject.by.servers.map(({ internalPort }) => internalPort),
          path: "/bank/v1/verifications",
          bearer: await stand.sandbox.takeShopToken(),
          callers: subject.callers,
          times,
        })
      : caller.ask({ do: "engine", callers: subject.callers, times });
  const [{ result }, cpu] = await Promise.all([running, cpuDuring(stand, subject, times)]);
  if (result === undefined) throw new Error("a load process gave no figures");
  lastRates.set(subject.name, result.perSecond);
  printRun(subject, result, cpu);
  for (const fault of await faultsOf(database, result)) {
    print(`NOT VALID: ${fault}`);
    process.exitCode = 1;
  }
  return { ...result, cpu };
};

const cpuDuring = async (
  stand: TestStand,
  { by }: Subject,
  times: RunTimes,
): Promise<CpuShares> => {
  const roots = {
    ...("servers" in by
      ? { ...pidsOf(by.servers), callers: stand.generator.pid }
      : { "engine with callers": by.engine.pid }),
    postgres: stand.cluster.postgres.pid,
    bench: process.pid,
  };
  await wait(Math.max(0, times.startAt + times.warmUpSeconds * 1000 - Date.now()));
  const before = sampleCpu(roots);
  await wait(times.seconds * 1000);
  const shares = cpuBetween(before, sampleCpu(roots));
  // The bench's own tree holds all the others; what is left of it is the provider and this program.
  const { bench = 0, ...parts } = shares.byName;
  const known = Object.values(parts).reduce((sum, share) => sum + share, 0);
  const own = Math.max(0, bench - known);
  return {
    ...shares,
    byName: { ...parts, bench: own },
    others: Math.max(0, shares.busy - known - own),
  };
};

const pidsOf = (servers: readonly BenchServer[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    servers.map(({ pid }, index) => [index === 0 ? "server" : `server ${index + 1}`, pid]),
  );

const rejectedShareMax = 0.01;

/** What makes a run worthless, in words; the bench goes on, says so, and ends with an exit code that tells it. */
const faultsOf = async (
  database: SeededDatabase,
  result: LoadResult,
): Promise<readonly string[]> => {
  const faults: string[] = [];
  const stored = await countAccepts(database, result.runName);
  // An answer that was lost on its way may have been an accept.
  if (stored < result.accepted || stored > result.accepted + result.failed) {
    faults.push(`callers saw ${result.accepted} accepts, the database holds ${stored}`);
  }
  const notAccepted = result.rejected + result.failed;
  if (notAccepted > rejectedShareMax * (result.accepted + notAccepted)) {
    faults.push(
      `${result.rejected} rejected and ${result.failed} failed of ${result.accepted + notAccepted}`,
    );
  }
  if (result.failed > 0) faults.push(`the first failure: ${result.firstFailure}`);
  return faults;
};

const countAccepts = (database: SeededDatabase, runName: string): Promise<number> =>
  withClient(database.url, async (client) => {
    const found = await client.query<{ count: number }>(
      `select count(*)::integer as count from verifications
        where transaction_reference like $1 and answer->>'outcome' = 'accepted'`,
      [`${runName}-%`],
    );
    return found.rows[0]?.count ?? 0;
  });

const printRun = ({ name }: Subject, result: LoadResult, cpu: CpuShares): void => {
  print(
    `${name.padEnd(12)} ${result.perSecond.toFixed(0).padStart(6)}/s  ` +
      `p50 ${result.p50Milliseconds.toFixed(1)} ms, p99 ${result.p99Milliseconds.toFixed(1)} ms, ` +
      `longest ${result.longestMilliseconds.toFixed(0)} ms; ` +
      `${result.accepted} accepted, ${result.rejected} rejected, ${result.failed} failed; ` +
      `processors: ${describeCpu(cpu)}`,
  );
};
