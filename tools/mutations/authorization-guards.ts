/** The guards of the doors: R9. */

import type { Mutation } from "./mutation.ts";
import { server } from "./source-paths.ts";

const authorization = "tests/src/r9-authorization.test.ts";

export const authorizationGuards: readonly Mutation[] = [
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
];
