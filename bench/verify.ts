/**
 * P1: the whole service over HTTP and its engine without, with a million active tokens, next to `pgbench -N` on the
 * same PostgreSQL, in turns. `--quick` is for development: small, short, once.
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { setTimeout as wait } from "node:timers/promises";
import { cpuBetween, describeCpu, sampleCpu } from "./load/cpu-times.ts";
import { preparePgbench, startPgbench } from "./load/pgbench.ts";
import { median, print, round } from "./load/print.ts";
import { ensureSeeded, type SeededDatabase } from "./load/seeded-database.ts";
import { startLoadProcess } from "./load/start-load-process.ts";
import {
  measureRun,
  openTestStand,
  type RunFigures,
  type Subject,
  type TestStand,
  type Timing,
} from "./load/test-stand.ts";

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    quick: { type: "boolean", default: false },
    tokens: { type: "string" },
    seconds: { type: "string" },
    rounds: { type: "string" },
  },
});
const size = Number(values.tokens ?? (values.quick ? 10_000 : 1_000_000));
const seconds = Number(values.seconds ?? (values.quick ? 5 : 30));
const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));
const scale = values.quick ? 10 : 100;
const timing: Timing = { warmUpSeconds: values.quick ? 2 : 5, seconds };

const runPgbench = async (stand: TestStand): Promise<number> => {
  await stand.cluster.checkpoint();
  const { pid, perSecond } = startPgbench(stand.cluster, scale, seconds);
  const roots = { pgbench: pid, postgres: stand.cluster.postgres.pid };
  const before = sampleCpu(roots);
  // The last moment is left out, so that pgbench still lives when its time is read.
  await wait(seconds * 1000 - 500);
  const cpu = cpuBetween(before, sampleCpu(roots));
  const rate = await perSecond;
  print(`pgbench -N   ${rate.toFixed(0).padStart(6)}/s  processors: ${describeCpu(cpu)}`);
  return rate;
};

/** What the callers manage against a server that does nothing: far above what the service is asked. */
const printCeiling = async (stand: TestStand, database: SeededDatabase): Promise<void> => {
  const sparring = startLoadProcess();
  const { port = 0 } = await sparring.ask({ do: "sparring" });
  const secret = database.secret.toString("hex");
  const { start = 0 } = await stand.generator.ask({
    ...{ do: "plan", size, secret, count: 900_000, lastStart: 0 },
  });
  const times = { startAt: Math.max(start * 1000, Date.now() + 200), warmUpSeconds: 1, seconds: 3 };
  const { result } = await stand.generator.ask({
    ...{ do: "http", ports: [port], path: "/bank/v1/verifications", bearer: "x".repeat(500) },
    ...{ callers: 64, times },
  });
  sparring.stop();
  print(`the callers alone, against a server that does nothing: ${result?.perSecond.toFixed(0)}/s`);
};

const measure = async (stand: TestStand): Promise<Record<string, number>> => {
  const database = await ensureSeeded(stand.cluster, size);
  await preparePgbench(stand.cluster, scale);
  await printCeiling(stand, database);
  const server = await stand.startServer(database);
  const engine = await stand.startEngine(database);
  const subjects: readonly Subject[] = [
    { name: "http64", callers: 64, by: { servers: [server] } },
    { name: "engine64", callers: 64, by: { engine } },
    { name: "http512", callers: 512, by: { servers: [server] } },
    { name: "engine512", callers: 512, by: { engine } },
  ];
  const ratios = new Map<string, number[]>();
  const figures: RunFigures[] = [];
  for (let turn = 1; turn <= rounds; turn += 1) {
    print(`round ${turn} of ${rounds}, ${seconds} s each after ${timing.warmUpSeconds} s`);
    const yardstick = await runPgbench(stand);
    for (const subject of subjects) {
      const run = await measureRun(stand, database, subject, timing);
      if ("servers" in subject.by) figures.push(run);
      ratios.set(subject.name, [...(ratios.get(subject.name) ?? []), run.perSecond / yardstick]);
    }
  }
  const last = Object.fromEntries(
    ["http64", "http512", "engine64", "engine512"].map((name) => [
      name,
      round(median(ratios.get(name) ?? [])),
    ]),
  );
  const tails = figures.map((run) => run.p99Milliseconds / run.p50Milliseconds);
  for (const [name, list] of ratios)
    print(`${name} / pgbench -N: ${list.map((r) => r.toFixed(2)).join(", ")}`);
  print(`p99 / p50 over HTTP: ${tails.map((tail) => tail.toFixed(1)).join(", ")}`);
  return { ...last, p99OverP50: round(median(tails), 1) };
};

print(
  `${size} active tokens; ${cpus().length} processors (${cpus()[0]?.model ?? "?"}), Node ${process.version}`,
);
const stand = await openTestStand();
try {
  print(JSON.stringify(await measure(stand)));
} finally {
  await stand.stop();
}
