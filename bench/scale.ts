/**
 * P7: the same load on one server process and spread over two, in turns, on one PostgreSQL. On a machine with two
 * processors, which the database and the callers share with them, it shows that two servers do not get in one another's
 * way; what more machines give, it cannot show. `--quick` is for development.
 */
import { parseArgs } from "node:util";
import { median, print } from "./load/print.ts";
import { ensureSeeded } from "./load/seeded-database.ts";
import { measureRun, openTestStand } from "./load/test-stand.ts";

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { quick: { type: "boolean", default: false }, rounds: { type: "string" } },
});
const size = values.quick ? 10_000 : 1_000_000;
const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));
const timing = values.quick ? { warmUpSeconds: 2, seconds: 5 } : { warmUpSeconds: 5, seconds: 30 };

const stand = await openTestStand();
try {
  const database = await ensureSeeded(stand.cluster, size);
  const rates: Record<"one" | "two", number[]> = { one: [], two: [] };
  for (let turn = 1; turn <= rounds; turn += 1) {
    print(`round ${turn} of ${rounds}, ${timing.seconds} s each after ${timing.warmUpSeconds} s`);
    for (const name of ["one", "two"] as const) {
      const servers = [await stand.startServer(database)];
      if (name === "two") servers.push(await stand.startServer(database));
      const run = await measureRun(stand, database, { name, callers: 64, by: { servers } }, timing);
      rates[name].push(run.perSecond);
      // An idle server would hold connections, and its workers look for work.
      await Promise.all(servers.map((server) => server.stop()));
    }
  }
  print(JSON.stringify({ one: Math.round(median(rates.one)), two: Math.round(median(rates.two)) }));
} finally {
  await stand.stop();
}
