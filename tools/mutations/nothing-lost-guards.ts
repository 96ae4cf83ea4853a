/** The guards of what was acknowledged: R3, and what the journal and the floor keep over a restore. */

import type { Mutation } from "./mutation.ts";
import { server } from "./source-paths.ts";

const nothingLost = "tests/src/r3-nothing-lost.test.ts";

const restored = "tests/src/restore.test.ts";

export const nothingLostGuards: readonly Mutation[] = [
  {
    name: "a batch stores what was decided before a recovery",
    aim: "restore",
    edits: [
      {
        file: server("verification/store-batch.ts"),
        find: "is not distinct from $14::bigint",
        replace: "is distinct from -1 - coalesce($14::bigint, 0)",
      },
    ],
    test: server("verification/verify-batch-disturbed.test.ts"),
  },
  {
    name: "a commit is acknowledged before it is on disk",
    aim: "R3",
    edits: [
      {
        file: server("platform/database.ts"),
        find: `options: ["-c timezone=UTC",`,
        replace: `options: ["-c synchronous_commit=off", "-c timezone=UTC",`,
      },
    ],
    test: nothingLost,
  },
  {
    name: "the answer leaves before the transaction commits",
    aim: "R3",
    edits: [
      {
        file: server("platform/database.ts"),
        find: "return await database.transaction().execute(work);",
        replace: `return await new Promise<T>((resolve, reject) => {
        database
          .transaction()
          .execute(async (tx) => {
            const result = await work(tx);
            resolve(result);
            await new Promise((later) => setTimeout(later, 20));
            return result;
          })
          .catch(reject);
      });`,
      },
    ],
    test: nothingLost,
  },
  {
    name: "after a restore codes below the floor are accepted",
    aim: "restore",
    edits: [
      {
        file: server("verification/counters.ts"),
        find: "raiseToFloor(row?.last_accepted_step ?? null, floorSecond, profile)",
        replace: "raiseToFloor(row?.last_accepted_step ?? null, null, profile)",
      },
    ],
    test: restored,
  },
  {
    name: "a connection to a database that went back in time is let through",
    aim: "restore",
    edits: [
      {
        file: server("start-server.ts"),
        find: "journal === undefined ? {} : { admit: journal.admit.bind(journal) }",
        replace: "journal === undefined ? {} : { admit: () => Promise.resolve() }",
      },
    ],
    test: restored,
  },
  {
    name: "a connection that owes an answer goes back to the pool",
    aim: "R3",
    edits: [
      {
        file: server("platform/prepared-statements.ts"),
        find: "isDiscarded === true || isUnanswered",
        replace: "isDiscarded === true",
      },
    ],
    test: "apps/server/src/platform/silent-database.test.ts",
  },
  {
    name: "activation codes from before a restore can be used once more",
    aim: "restore",
    edits: [
      {
        file: server("recovery/recover.ts"),
        find: "await voidOpenCodes(tx, now);",
        replace: "",
      },
    ],
    test: restored,
  },
  {
    name: "forgotten revocations and blocks are not done again",
    aim: "restore",
    edits: [
      {
        file: server("recovery/find-forgotten.ts"),
        find: 'if (decision.act === "apply" && isDoneAgain(noted, recovery)) {',
        replace: 'if (decision.act !== "apply" && isDoneAgain(noted, recovery)) {',
      },
    ],
    test: restored,
  },
  {
    name: "an older database is not known by the number it lost",
    aim: "restore",
    edits: [
      {
        file: server("recovery/decide-recovery.ts"),
        find: " || numberNow < number",
        replace: "",
      },
    ],
    test: server("recovery/decide-recovery.test.ts"),
  },
  {
    name: "a change is acknowledged before it stands in the journal",
    aim: "restore",
    edits: [
      {
        file: server("platform/database.ts"),
        find: "await afterCommit(database, used);",
        replace: "",
      },
    ],
    test: "tests/src/journal-killed.test.ts",
  },
  {
    name: "a line of the journal does not continue the one before it",
    aim: "restore",
    edits: [
      {
        file: server("recovery/journal-text.ts"),
        find: "    before = line.slice(0, MAC_LENGTH);",
        replace: "",
      },
      {
        file: server("recovery/journal-text.ts"),
        find: "mac: tag };",
        replace: "mac: before };",
      },
    ],
    test: server("recovery/journal-text.test.ts"),
  },
  {
    name: "a server forgets marks of the journal while another one compares with them",
    aim: "restore",
    edits: [
      {
        file: server("recovery/keep-journal.ts"),
        find: "await lockName(tx, comparisonLock);",
        replace: "",
      },
    ],
    test: server("recovery/keep-journal-shared.test.ts"),
  },
  {
    name: "a disk of the journal that hangs keeps every acknowledgement waiting",
    aim: "R3",
    edits: [
      {
        file: server("recovery/keep-journal.ts"),
        find: "await this.#disk.write(work);",
        replace: "await work();",
      },
    ],
    test: server("recovery/hanging-disk.test.ts"),
  },
  {
    name: "a disk of the journal that hangs takes one thread after the other",
    aim: "R3",
    edits: [
      {
        file: server("recovery/patient-disk.ts"),
        find: "if (hanging > 0) throw new DiskHangsError();",
        replace: "",
      },
    ],
    test: server("recovery/hanging-disk.test.ts"),
  },
  {
    name: "the journal does not hear of a counter that is accepted",
    aim: "restore",
    edits: [
      {
        file: server("verification/accepted-code.ts"),
        find: "await noteAcceptedCounter(tx, code.tokenId, code.step);",
        replace: "",
      },
    ],
    test: "tests/src/restore-imported.test.ts",
  },
  {
    name: "the first of two codes that a backup brought back is taken for new",
    aim: "restore",
    edits: [
      {
        file: server("verification/imported-memory.ts"),
        find: "atSeconds > (floorSecond ?? -1)",
        replace: "atSeconds > -1",
      },
    ],
    test: server("verification/imported-memory.test.ts"),
  },
];
