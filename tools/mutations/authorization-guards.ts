/** The guards of the doors: R9. */

import type { Mutation } from "./mutation.ts";
import { server } from "./source-paths.ts";

const authorization = "tests/src/r9-authorization.test.ts";

const objects = "tests/src/r9-objects.test.ts";

const approvals = "tests/src/approvals.test.ts";

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
  {
    name: "whoever asked for something approves it too",
    aim: "R9",
    edits: [
      {
        file: server("approvals/decide-approval.ts"),
        find: `if (approval.requestedBy === decider.user) return "own_request";`,
        replace: "",
      },
    ],
    test: objects,
  },
  {
    name: "another branch decides a request",
    aim: "R9",
    edits: [
      {
        file: server("approvals/decide-approval.ts"),
        find: `if (approval.branch !== decider.branch) return "approval_not_found";`,
        replace: "",
      },
    ],
    test: objects,
  },
  {
    name: "every branch reads every branch's requests",
    aim: "R9",
    edits: [
      {
        file: server("approvals/find-approvals.ts"),
        find: `.selectAll().where("branch", "=", branch);`,
        replace: `.selectAll().where("branch", "!=", \`\${branch} \`);`,
      },
    ],
    test: objects,
  },
  {
    name: "a colleague takes a request back",
    aim: "R9",
    edits: [
      {
        file: server("approvals/decide-approval.ts"),
        find: `if (approval.requestedBy !== by.user) return { kind: "refuse", reason: "forbidden" };`,
        replace: "",
      },
    ],
    test: objects,
  },
  {
    name: "what has changed since it was asked is done all the same",
    aim: "R9",
    edits: [
      {
        file: server("approvals/decide-approval.ts"),
        find: `return isSame(approval.basis, basisNow) ?`,
        replace: `return basisNow !== undefined ?`,
      },
    ],
    test: approvals,
  },
  {
    name: "an account is linked by one person alone",
    aim: "R9",
    edits: [
      {
        file: server("links/routes.ts"),
        find: `purpose === "account-password" && policy.approvals.accountLinks;`,
        replace: `purpose === "account-password" && !policy.approvals.accountLinks;`,
      },
    ],
    test: approvals,
  },
  {
    name: "the owner's block is lifted for somebody whom nobody has identified",
    aim: "R9",
    edits: [
      {
        file: server("lifecycle/ask-second-person.ts"),
        find: `if (until === null) throw new RamznamaError("identity_required");`,
        replace: "void until;",
      },
    ],
    test: objects,
  },
  {
    name: "a document seen at one branch counts at every other",
    aim: "R9",
    edits: [
      {
        file: server("customers/identity-checks.ts"),
        find: `.where("branch", "=", branch)`,
        replace: "",
      },
    ],
    test: objects,
  },
  {
    name: "a person without a branch acts at a desk",
    aim: "R9",
    edits: [
      {
        file: server("platform/serve-route.ts"),
        find: `if (lacksBranch(access, who)) throw new RamznamaError("branch_required");`,
        replace: "",
      },
    ],
    test: objects,
  },
  {
    name: "any branch prints the receipts of another",
    aim: "R9",
    edits: [
      {
        file: server("issuance/print-again.ts"),
        find: `if (token.branch !== caller.branch) throw new RamznamaError("other_branch");`,
        replace: "",
      },
    ],
    test: objects,
  },
];
