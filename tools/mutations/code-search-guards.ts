/** The guards of the search for a code: what its time and its memory would tell (R10, R12). */

import type { Mutation } from "./mutation.ts";
import { otp, server } from "./source-paths.ts";

export const codeSearchGuards: readonly Mutation[] = [
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
];
