/**
 * P3: the same load on 10 thousand, 1 million and 10 million active tokens in one PostgreSQL, in turns. `--quick` is
 * for development: 1, 10 and 100 thousand.
 */
import { parseArgs } from "node:util";
import { median, print, round } from "./load/print.ts";
import { ensureSeeded, type SeededDatabase } from "./load/seeded-database.ts";
import { measureRun, openTestStand, type TestStand } from "./load/test-stand.ts";

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { quick: { type: "boolean", default: false }, rounds: { type: "string" } },
});
const sizes = values.quick ? [1_000, 10_000, 100_000] : [10_000, 1_000_000, 10_000_000];
const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));
const timing = values.quick ? { warmUpSeconds: 2, seconds: 5 } : { warmUpSeconds: 5, seconds: 30 };

const measureSize = async (stand: TestStand, database: SeededDatabase): Promise<number> => {
  const server = await stand.startServer(database);
  const name = `${database.size}`;
  const run = await measureRun(
    stand,
    database,
    { name, callers: 64, by: { servers: [server] } },
    timing,
  );
  // One at a time: idle servers would hold connections and their workers look for work.
  await server.stop();
  return run.perSecond;
};

const stand = await openTestStand();
try {
  const databases: SeededDatabase[] = [];
  for (const size of sizes) databases.push(await ensureSeeded(stand.cluster, size));
  const rates = new Map<number, number[]>(sizes.map((size) => [size, []]));
  for (let turn = 1; turn <= rounds; turn += 1) {
    print(`round ${turn} of ${rounds}, ${timing.seconds} s each after ${timing.warmUpSeconds} s`);
    for (const database of databases) {
      rates.get(database.size)?.push(await measureSize(stand, database));
    }
  }
  const medians = sizes.map((size) => median(rates.get(size) ?? []));
  sizes.forEach((size, index) => {
    print(`${size} tokens: ${medians[index]?.toFixed(0) ?? "?"} verifications/s`);
  });
  print(JSON.stringify({ ratio: round((medians.at(-1) ?? 0) / (medians[0] ?? 1), 3) }));
} finally {
  await stand.stop();
}
