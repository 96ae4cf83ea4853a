/** The guards of a token's life and of its clocks: R6 and R7. */

import type { Mutation } from "./mutation.ts";
import { activation, otp, server } from "./source-paths.ts";

const lifecycle = "tests/src/r6-lifecycle.test.ts";

const clocks = "tests/src/r7-clocks.test.ts";

const verifyImported = "packages/otp/src/verify-imported.test.ts";

const fewSequences = { R6_SEQUENCES: "300" };

export const lifecycleGuards: readonly Mutation[] = [
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
        find: `if (!isSigned) return refused("bad_signature");`,
        replace: `if (!isSigned && time < 0) return refused("bad_signature");`,
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
];
