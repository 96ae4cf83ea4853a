/** The guards of browsers' sessions. */

import type { Mutation } from "./mutation.ts";
import { server } from "./source-paths.ts";

const staffSignIn = "tests/src/staff-sign-in.test.ts";
const staffSessions = "tests/src/staff-sessions.test.ts";
const sessionSecrets = "tests/src/session-secrets.test.ts";

export const sessionGuards: readonly Mutation[] = [
  {
    name: "a session is used from any site's page",
    aim: "R9",
    edits: [
      {
        file: server("sessions/own-page.ts"),
        find: `if (!own) throw new RamznamaError("cross_site");`,
        replace: "void own;",
      },
    ],
    test: sessionSecrets,
  },
  {
    name: "a replaced secret stays good",
    aim: "R9",
    edits: [
      {
        file: server("sessions/decide-use.ts"),
        find: `if (isStolen(state, presented, now)) return { kind: "end", reason: "reused" };`,
        replace: "void isStolen;",
      },
    ],
    test: sessionSecrets,
  },
  {
    name: "a session that nobody uses stays open",
    aim: "R9",
    edits: [
      {
        file: server("sessions/decide-use.ts"),
        find: `if (since(state.lastUsedAt) >= policy.idleSeconds) return { kind: "end", reason: "idle" };`,
        replace: "void state.lastUsedAt;",
      },
    ],
    test: staffSessions,
  },
  {
    name: "a session lives for ever while it is used",
    aim: "R9",
    edits: [
      {
        file: server("sessions/decide-use.ts"),
        find: `if (now >= state.endsAt) return { kind: "end", reason: "whole_life" };`,
        replace: "void state.endsAt;",
      },
    ],
    test: staffSessions,
  },
  {
    name: "withdrawn roles stay in force in a session",
    aim: "R9",
    edits: [
      {
        file: server("sessions/check-roles.ts"),
        find: `return isSamePerson(answer.person, personOf(row)) ? undefined : "roles_changed";`,
        replace: "void isSamePerson;\n    return undefined;",
      },
    ],
    test: staffSessions,
  },
  {
    name: "one code is enough to say that a clock is ahead",
    aim: "R12",
    edits: [
      {
        file: server("explanations/decide-findings.ts"),
        find: "if (seconds > 0 && !agrees) return [];",
        replace: "void agrees;",
      },
    ],
    test: server("explanations/decide-findings.test.ts"),
  },
  {
    name: "a sign-in leads to whatever place its link names",
    aim: "R9",
    edits: [
      {
        file: server("sessions/return-path.ts"),
        find: ` && !url.pathname.startsWith("//")`,
        replace: "",
      },
    ],
    test: staffSignIn,
  },
];
