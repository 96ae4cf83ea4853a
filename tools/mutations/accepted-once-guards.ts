/** The guards of "accepted once": R1, and R2 with it, since both stand on one row of counters. */

import type { Edit, Mutation } from "./mutation.ts";
import { otp, server } from "./source-paths.ts";

const withoutTokenLock: Edit = {
  file: server("tokens/load-tokens.ts"),
  find: `        .where("id", "in", ids)
        .orderBy("id")
        .forUpdate()
        .execute();`,
  replace: `        .where("id", "in", ids)
        .orderBy("id")
        .execute();`,
};

const withoutCompareAndSet: Edit = {
  file: server("verification/counters.ts"),
  find: "coalesce(token_counters.last_accepted_step, -1) < ${step}",
  replace: "true",
};

const withoutCountersLock: Edit = {
  file: server("verification/counters.ts"),
  find: "order by token_id for update`.execute(tx);",
  replace: "order by token_id`.execute(tx);",
};

const batchWithoutCompareAndSet: Edit = {
  file: server("verification/store-batch.ts"),
  find: "where c.ctid = d.place and c.token_id = d.token_id and c.version = d.version",
  replace: "where c.token_id = d.token_id",
};

const acceptedOnce = "tests/src/r1-accepted-once.test.ts";

const failuresCounted = "tests/src/r2-failures-counted.test.ts";

const importedCodes = "tests/src/imported-codes.test.ts";

const verifyImported = "packages/otp/src/verify-imported.test.ts";

const fewRounds = { R1_ROUNDS: "20" };

export const acceptedOnceGuards: readonly Mutation[] = [
  {
    name: "two servers store a code of one token at the same time",
    aim: "R1",
    edits: [batchWithoutCompareAndSet],
    test: acceptedOnce,
    environment: fewRounds,
  },
  {
    name: "a batch stores what was decided by an older state of the token",
    aim: "R1",
    edits: [batchWithoutCompareAndSet],
    test: server("verification/verify-batch-disturbed.test.ts"),
  },
  {
    name: "a token is in two batches at the same time",
    aim: "R1",
    edits: [
      {
        file: server("verification/verify-batch.ts"),
        find: "else if (!tokensUnderWay.has(decided.code.token.id)) {",
        replace: "else {",
      },
    ],
    test: server("verification/verify-batch.test.ts"),
  },
  {
    name: "a suspended token stays where batches find it",
    aim: "R1",
    edits: [
      {
        file: server("verification/tables.ts"),
        // The newest of the function's two texts.
        find: `if new.state = 'active' and new.provenance = 'activated' then
              update token_counters set version = version + 1, works = true, serial = new.serial,
                profile = short_profile(`,
        replace: `if new.sealed_seed is not null and new.provenance = 'activated' then
              update token_counters set version = version + 1, works = true, serial = new.serial,
                profile = short_profile(`,
      },
    ],
    test: server("verification/batch-rows.test.ts"),
  },
  {
    name: "an accepted code does not name the one before it",
    aim: "R1",
    edits: [
      {
        file: server("audit/append-audit.ts"),
        find: "before.last_accepted_event as previous_id",
        replace: "0::bigint as previous_id",
      },
    ],
    test: server("audit/token-events.test.ts"),
  },
  {
    name: "a subject or a reference is under way twice",
    aim: "R1",
    edits: [
      {
        file: server("verification/lanes.ts"),
        find: "keys.some((key) => keysUnderWay.has(key))",
        replace: "keys.some((key) => key === undefined)",
      },
    ],
    test: server("verification/lanes.test.ts"),
  },
  {
    name: "an accepted step may be stored again",
    aim: "R1",
    edits: [withoutCompareAndSet],
    test: server("verification/counters.test.ts"),
  },
  {
    name: "the window search does not know the last accepted step",
    aim: "R1",
    edits: [
      {
        file: server("verification/search-window.ts"),
        find: "lastAcceptedStep === null ? undefined : asTimeStep(lastAcceptedStep)",
        replace: "asTimeStep(lastAcceptedStep === null ? 0 : 0)",
      },
    ],
    test: acceptedOnce,
    environment: fewRounds,
  },
  {
    name: "an older code than the last accepted one counts as new",
    aim: "R1",
    edits: [
      {
        file: otp("verify-totp.ts"),
        find: "const olderCount = Math.min(Math.max(closed, 0), count);",
        replace: "const olderCount = Math.min(Math.max(closed, 0), 0);",
      },
    ],
    test: otp("verify-totp.test.ts"),
  },
  {
    name: "a newer second with the digits of the last accepted code is accepted",
    aim: "R1",
    edits: [
      {
        file: otp("verify-totp.ts"),
        find: "if (fresh >= 0 && !repeatsLastDigits) {",
        replace: "if (fresh >= 0) {",
      },
    ],
    test: otp("vectors.test.ts"),
  },
  {
    name: "a transaction reference is claimed although it has its answer",
    aim: "R1",
    edits: [
      {
        file: server("verification/remembered-answers.ts"),
        find: "if (claimed !== undefined) return undefined;",
        replace: "if (claimed?.channel !== null) return undefined;",
      },
    ],
    test: server("verification/remembered-answers.test.ts"),
  },
  {
    name: "a transaction reference answers for other content",
    aim: "R1",
    edits: [
      {
        file: server("verification/remembered-answers.ts"),
        find: `if (!timingSafeEqual(row.content_digest, digest)) throw new RamznamaError("reference_reused");`,
        replace: "",
      },
    ],
    test: server("verification/remembered-answers.test.ts"),
  },
  {
    name: "a seed is imported again under another spelling of its maker",
    aim: "R1",
    edits: [
      {
        file: server("imported-tokens/import-token.ts"),
        find: `keyring.digest("subject", "imported-seed", seed);`,
        replace: `keyring.digest("subject", "imported-seed", seed, String(Math.random()));`,
      },
    ],
    test: "tests/src/imported-lifecycle.test.ts",
  },
  {
    name: "the first of two codes in a row is not used up with the second",
    aim: "R1",
    edits: [
      {
        file: server("verification/accepted-code.ts"),
        find: "await saveAcceptedStep(tx, code.tokenId, code.step);",
        replace: "await saveAcceptedStep(tx, code.tokenId, code.step - 2);",
      },
    ],
    test: server("verification/imported-memory.test.ts"),
  },
  {
    name: "a code before the last accepted one may begin a resynchronisation",
    aim: "R1",
    edits: [
      {
        file: otp("resync-window.ts"),
        find: "runOf(Math.max(centre - reach, next, 0),",
        replace: "runOf(Math.max(centre - reach, 0),",
      },
    ],
    test: otp("guess-odds.test.ts"),
  },
  {
    name: "a wrong code between two codes in a row does not forget the first",
    aim: "R1",
    edits: [
      {
        file: server("verification/search-imported.ts"),
        find: "if (memory.firstCode !== undefined || firstCode !== undefined) {",
        replace: "if (firstCode !== undefined) {",
      },
    ],
    test: importedCodes,
  },
  {
    name: "the second of two codes in a row may come at any time",
    aim: "R1",
    edits: [
      {
        file: otp("decide-resync.ts"),
        find: "if (waited < 0 || waited > secondCodeWithinSeconds(policy)) return undefined;",
        replace: "if (waited < -secondCodeWithinSeconds(policy)) return undefined;",
      },
    ],
    test: verifyImported,
  },
  {
    name: "failures of one moment overwrite one another",
    aim: "R2",
    edits: [withoutTokenLock, withoutCountersLock],
    test: failuresCounted,
  },
  {
    name: "only the newest failure is kept",
    aim: "R2",
    edits: [
      {
        file: server("verification/counters.ts"),
        find: "const failures = [...failuresInYear(before, nowSeconds), nowSeconds];",
        replace:
          "const failures = [...failuresInYear(before, nowSeconds).slice(0, 0), nowSeconds];",
      },
    ],
    test: failuresCounted,
  },
];
