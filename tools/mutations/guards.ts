/** The guards, as data. Texts are matched exactly: whoever moves a guard moves its line here too. */

import { cardMutations } from "./card-guards.ts";
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

const acceptedOnce = "tests/src/r1-accepted-once.test.ts";
const failuresCounted = "tests/src/r2-failures-counted.test.ts";
const nothingLost = "tests/src/r3-nothing-lost.test.ts";
const authorization = "tests/src/r9-authorization.test.ts";
const simulation = activation("simulate-activation.test.ts");

const fewRounds = { R1_ROUNDS: "20" };
const fewSeeds = { R5_SEEDS: "200" };

export const mutations: readonly Mutation[] = [
  {
    name: "two verifications look at one token at the same time",
    aim: "R1",
    edits: [withoutTokenLock],
    test: acceptedOnce,
    environment: fewRounds,
  },
  {
    name: "neither the lock nor the compare-and-set holds",
    aim: "R1",
    edits: [withoutTokenLock, withoutCompareAndSet],
    test: acceptedOnce,
    environment: fewRounds,
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
    name: "failures of one moment overwrite one another",
    aim: "R2",
    edits: [withoutTokenLock],
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
        find: `options: "-c timezone=UTC -c client_min_messages=warning",`,
        replace: `options: "-c timezone=UTC -c client_min_messages=warning -c synchronous_commit=off",`,
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
  ...cardMutations,
];
