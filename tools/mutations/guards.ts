/** The guards, as data. Texts are matched exactly: whoever moves a guard moves its line here too. */

import { cardGuards } from "./card-guards.ts";
import { guessingGuards } from "./guessing-guards.ts";
import type { Edit, Mutation } from "./mutation.ts";

const server = (path: string) => `apps/server/src/${path}`;
const otp = (path: string) => `packages/otp/src/${path}`;
const activation = (path: string) => `packages/activation/src/${path}`;

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
const nothingLost = "tests/src/r3-nothing-lost.test.ts";
const lifecycle = "tests/src/r6-lifecycle.test.ts";
const clocks = "tests/src/r7-clocks.test.ts";
const authorization = "tests/src/r9-authorization.test.ts";
const restored = "tests/src/restore.test.ts";
const simulation = activation("simulate-activation.test.ts");

const importedCodes = "tests/src/imported-codes.test.ts";
const verifyImported = "packages/otp/src/verify-imported.test.ts";

const fewRounds = { R1_ROUNDS: "20" };
const fewSeeds = { R5_SEEDS: "200" };
const fewSequences = { R6_SEQUENCES: "300" };

export const mutations: readonly Mutation[] = [
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
    test: server("verification/verify-batch.test.ts"),
  },
  {
    name: "a batch stores what was decided before a recovery",
    aim: "restore",
    edits: [
      {
        file: server("verification/store-batch.ts"),
        find: "is not distinct from $17::bigint",
        replace: "is distinct from -1 - coalesce($17::bigint, 0)",
      },
    ],
    test: server("verification/verify-batch.test.ts"),
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
    name: "the time of a refusal tells where in the window an older code was found",
    aim: "R12",
    edits: [
      {
        file: otp("verify-totp.ts"),
        find: "searchSteps(kernel, verification, older, false)",
        replace: "searchSteps(kernel, verification, older, true)",
      },
    ],
    test: otp("verify-totp.test.ts"),
  },
  {
    name: "a seed's HMAC states stay in the memory of the window kernel",
    aim: "R10",
    edits: [
      {
        file: otp("wasm-kernel.ts"),
        find: "memory.fill(0, 0, keyDependentBytes);",
        replace: "memory.fill(0, 0, 1);",
      },
    ],
    test: otp("wasm-kernel.test.ts"),
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
    name: "drift is learnt with one-second steps",
    aim: "R7",
    edits: [
      {
        file: otp("drift.ts"),
        find: "policy.stepSeconds >= learnableStepSecondsMin &&",
        replace: "policy.stepSeconds >= learnableStepSecondsMin - 29 &&",
      },
    ],
    test: verifyImported,
  },
  {
    name: "the drift follows a code by as many steps as it is off",
    aim: "R7",
    edits: [
      {
        file: otp("drift.ts"),
        find: "return withinDrift(policy, driftSteps - 1);",
        replace: "return withinDrift(policy, driftOfFreshCode(policy, now, acceptedStep));",
      },
    ],
    test: verifyImported,
  },
  {
    name: "a code beyond an imported token's window is a free guess",
    aim: "R12",
    edits: [
      {
        file: server("verification/decide-verification.ts"),
        find: ` || verdict.reason === "out_of_step");`,
        replace: ");",
      },
    ],
    test: server("verification/decide-verification.test.ts"),
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
    name: "any channel enters every channel's door",
    aim: "R9",
    edits: [
      {
        file: server("platform/serve-route.ts"),
        find: `caller?.kind === "channel" && overlaps(access.scopes, caller.scopes);`,
        replace: `caller?.kind === "channel";`,
      },
    ],
    test: authorization,
  },
  {
    name: "any member of staff enters every role's door",
    aim: "R9",
    edits: [
      {
        file: server("platform/serve-route.ts"),
        find: `caller?.kind === "staff" && overlaps(access.roles, caller.roles);`,
        replace: `caller?.kind === "staff";`,
      },
    ],
    test: authorization,
  },
  {
    name: "a channel with one verifying scope verifies every purpose",
    aim: "R9",
    edits: [
      {
        file: server("verification/routes.ts"),
        find: 'if (!caller.scopes.has(`verify:${body.purpose}`)) throw new RamznamaError("forbidden");',
        replace: "",
      },
    ],
    test: authorization,
  },
  {
    name: "a phone deletes tokens of other devices",
    aim: "R9",
    edits: [
      {
        file: server("tokens/load-tokens.ts"),
        find: `.where("device_id", "=", deviceId)`,
        replace: `.where("device_id", "is not", null)`,
      },
    ],
    test: "tests/src/r9-other-peoples-tokens.test.ts",
  },
  {
    name: "a proof of the device key is good twice",
    aim: "R9",
    edits: [
      {
        file: server("device-proof/device-proof-door.ts"),
        find: `if (seen === undefined) throw new RamznamaError("proof_replayed");`,
        replace: "void seen;",
      },
    ],
    test: server("device-proof/device-proof-door.test.ts"),
  },
  {
    name: "a stranger's device activates the owner's token",
    aim: "R5",
    edits: [
      {
        file: activation("decide-activation.ts"),
        find: "const owned = token?.customerId === device.customerId ? token : undefined;",
        replace: "const owned = token;",
      },
    ],
    test: activation("decide-activation.test.ts"),
  },
  {
    name: "the same request again is answered anew",
    aim: "R5",
    edits: [
      {
        file: activation("decide-activation.ts"),
        find: "if (remembered !== undefined) return decideRepetition(remembered, owned);",
        replace: "",
      },
    ],
    test: activation("decide-activation.test.ts"),
  },
  {
    name: "an answer whose root was replaced is sent again",
    aim: "R5",
    edits: [
      {
        file: activation("decide-activation.ts"),
        find: `owned?.state === "confirming" && remembered.current`,
        replace: `owned?.state === "confirming"`,
      },
    ],
    test: simulation,
    environment: fewSeeds,
  },
  {
    name: "a refusal that a phone has believed is not remembered",
    aim: "R5",
    edits: [
      {
        file: activation("decide-activation.ts"),
        find: 'return { outcome: "refuse", reason, spends, voidsCode: false, remember: true };',
        replace: 'return { outcome: "refuse", reason, spends, voidsCode: false, remember: false };',
      },
    ],
    test: simulation,
    environment: fewSeeds,
  },
  {
    name: "the phone drops its pending activation on anybody's word",
    aim: "R5",
    edits: [
      {
        file: activation("reduce-activation.ts"),
        find: `      return event.tagged
        ? drop({ kind: "refused", code: event.code })
        : wait(current, { kind: "waiting", code: event.code });
    case "server-key-gone":`,
        replace: `      return drop({ kind: "refused", code: event.code });
    case "server-key-gone":`,
      },
    ],
    test: activation("reduce-activation.test.ts"),
  },
  {
    name: "the phone sends before it has stored",
    aim: "R5",
    edits: [
      {
        file: activation("reduce-activation.ts"),
        find: `return { activation, steps: [{ step: "store", activation }, send] };`,
        replace: `return { activation, steps: [send, { step: "store", activation }] };`,
      },
    ],
    test: activation("reduce-activation.test.ts"),
  },
  {
    name: "a late answer is taken for the present exchange's",
    aim: "R5",
    edits: [
      {
        file: activation("reduce-activation.ts"),
        find: `if ("about" in event && event.about !== exchangeOf(current)) return stay(current);`,
        replace: "",
      },
    ],
    test: activation("reduce-activation.test.ts"),
  },
  {
    name: "an answer without the server's tag is opened",
    aim: "R5",
    edits: [
      {
        file: activation("open-activation-reply.ts"),
        find: `if (!equalInConstantTime(reply.tag, expectedTag)) return refused("wrong_tag");`,
        replace: 'if (expectedTag.length === 0) return refused("wrong_tag");',
      },
    ],
    test: activation("vectors.test.ts"),
  },
  {
    name: "another device is registered although the first one's tokens live",
    aim: "R6",
    edits: [
      {
        file: server("customers/decide-registration.ts"),
        find: "if (state.otherDevice?.hasLiveTokens === true) {",
        replace: "if (state.otherDevice?.hasLiveTokens === true && state.wrongAttempts < 0) {",
      },
    ],
    test: lifecycle,
    environment: fewSequences,
  },
  {
    name: "the older token of a card outlives the confirmation of the newer one",
    aim: "R6",
    edits: [
      {
        file: server("activation/confirm-activation.ts"),
        find: `if (token.kind !== "card") return;`,
        replace: `if (token.kind !== "account-gateway") return;`,
      },
    ],
    test: lifecycle,
    environment: fewSequences,
  },
  {
    name: "time signed for another question moves the phone's clock",
    aim: "R7",
    edits: [
      {
        file: activation("signed-time.ts"),
        find: `if (nonce !== sentNonce) return refused("other_nonce");`,
        replace: `if (nonce === "") return refused("other_nonce");`,
      },
    ],
    test: clocks,
  },
  {
    name: "time that nobody of the bank has signed moves the phone's clock",
    aim: "R7",
    edits: [
      {
        file: activation("signed-time.ts"),
        find: `if (!(await verifyJws(platform, key, jws))) return refused("bad_signature");`,
        replace: `if (!(await verifyJws(platform, key, jws)) && time < 0) return refused("bad_signature");`,
      },
    ],
    test: clocks,
  },
  {
    name: "a phone whose clock was corrected backwards shows its seconds again",
    aim: "R7",
    edits: [
      {
        file: "packages/phone/src/decide-code-second.ts",
        find: "return second >= nextFree",
        replace: "return second >= 0 || second >= nextFree",
      },
    ],
    test: clocks,
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
        find: 'if (decision.act === "apply" && recovery.applies) {',
        replace: 'if (decision.act !== "apply" && recovery.applies) {',
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
  ...guessingGuards,
  ...cardGuards,
];
