/** The guards of R12: what a guess may be compared with, how often, and who hears of it. */

import type { Mutation } from "./mutation.ts";

const verification = (path: string) => `apps/server/src/verification/${path}`;

const odds = verification("decide-guess.test.ts");
const declaration = verification("decide-declaration.test.ts");
const declared = "tests/src/declared-seconds.test.ts";
const spray = "tests/src/spray.test.ts";
const customers = (path: string) => `apps/server/src/customers/${path}`;
const registrationGuesses = "tests/src/registration-guesses.test.ts";

export const guessingGuards: readonly Mutation[] = [
  {
    name: "a year of failures has no limit",
    aim: "R12",
    edits: [
      {
        file: verification("decide-throttle.ts"),
        find: "if (oldest !== undefined) return oldest + yearInSeconds - nowSeconds;",
        replace: "void oldest;",
      },
    ],
    test: odds,
  },
  {
    name: "a batch looks at a guess and leaves the counting for later",
    aim: "R12",
    edits: [
      {
        file: verification("verify-batch.ts"),
        find: `if (verdict.reason !== "no_match") return { kind: "careful" };`,
        replace: `if (verdict.reason !== undefined) return { kind: "careful" };`,
      },
    ],
    test: "apps/server/src/verification/verify-batch.test.ts",
  },
  {
    name: "every token may fail seventy times a year, whatever its digits",
    aim: "R12",
    edits: [
      {
        file: verification("decide-guess.ts"),
        find: "failuresPerYear: Math.min(guessing.failuresPerYearMax, failuresPerYear),",
        replace: "failuresPerYear: Math.max(guessing.failuresPerYearMax, failuresPerYear),",
      },
    ],
    test: odds,
  },
  {
    name: "while guesses must wait the whole window is searched all the same",
    aim: "R12",
    edits: [
      {
        file: verification("search-candidates.ts"),
        find: "if (declares === undefined) {",
        replace: "if (declares === undefined || now > 0) {",
      },
    ],
    test: declared,
  },
  {
    name: "a declared second may be tried without end",
    aim: "R12",
    edits: [
      {
        file: verification("decide-declaration.ts"),
        find: ".filter(({ tries }) => tries < triesMax)",
        replace: ".filter(({ tries }) => tries >= 0)",
      },
    ],
    test: declaration,
  },
  {
    name: "a wrong code costs a declared second nothing",
    aim: "R12",
    edits: [
      {
        file: verification("count-guess.ts"),
        find: "const tries = await saveTry(tx, token.id, missed.steps);",
        replace: "const tries = Number(saveTry.length < 0);",
      },
    ],
    test: declared,
  },
  {
    name: "wrong codes lengthen the failures of a token that looks at declared seconds alone",
    aim: "R12",
    edits: [
      {
        file: verification("decide-verification.ts"),
        find: "failedTokenIds: guesses.filter((one) => one.declaredSteps === undefined).map(idOf),",
        replace: "failedTokenIds: guesses.map(idOf),",
      },
    ],
    test: declared,
  },
  {
    name: "an accepted second lives on among the declared ones",
    aim: "R1",
    edits: [
      {
        file: verification("decide-declaration.ts"),
        find: ".filter(({ step }) => lastAcceptedStep === null || step > lastAcceptedStep)",
        replace: "",
      },
    ],
    test: declaration,
  },
  {
    name: "a second of any time may be declared",
    aim: "R12",
    edits: [
      {
        file: verification("decide-declaration.ts"),
        find: `if (!isInWindow(step, window)) return { outcome: "refuse", reason: "out_of_window" };`,
        replace: "",
      },
    ],
    test: declaration,
  },
  {
    name: "a phone declares seconds without end",
    aim: "R12",
    edits: [
      {
        file: verification("decide-declaration.ts"),
        find: "if (oldestLiving !== undefined) {",
        replace: "if (oldestLiving === 0) {",
      },
      {
        file: verification("decide-declaration.ts"),
        find: "if (oldest !== undefined) return tooMany(oldest + dayInSeconds - nowSeconds);",
        replace: "void oldest;",
      },
    ],
    test: declared,
  },
  {
    name: "any registered phone declares seconds of anybody's token",
    aim: "R9",
    edits: [
      {
        file: verification("declare-second.ts"),
        find: "const own = found?.device_id === device.id ? found : undefined;",
        replace: "const own = found;",
      },
    ],
    test: declared,
  },
  {
    name: "a spray over throttled cards is counted for nobody",
    aim: "R12",
    edits: [
      {
        file: verification("verify-carefully.ts"),
        find: `    const throttled = await throttle(tx, attempt, "guesses", retryAfterSeconds);
    await countAgainstOrigin(tx, attempt, policy.guessing.originFailuresPerHour);
    return throttled;`,
        replace: `    return throttle(tx, attempt, "guesses", retryAfterSeconds);`,
      },
    ],
    test: spray,
  },
  {
    name: "one code for a joint account is tried against every holder's token",
    aim: "R12",
    edits: [
      {
        file: verification("verify-carefully.ts"),
        find: "if (new Set(tokens.map((token) => token.customer_id)).size > 1) {",
        replace: "if (new Set(tokens.map((token) => token.customer_id)).size > 99) {",
      },
    ],
    test: "tests/src/links.test.ts",
  },
  {
    name: "a spray from many terminals alarms nobody",
    aim: "R12",
    edits: [
      {
        file: verification("channel-refusals.ts"),
        find: "await refusals.count(call.channel, call.reference);",
        replace: "",
      },
    ],
    test: spray,
  },
  {
    name: "one code registers a device however many were guessed at",
    aim: "R12",
    edits: [
      {
        file: customers("decide-code-sending.ts"),
        find: "needsSecond: guesses + rules.wrongCodes > rules.wrongCodesPerYear,",
        replace: "needsSecond: guesses + rules.wrongCodes < 0,",
      },
    ],
    test: customers("decide-code-sending.test.ts"),
  },
  {
    name: "the first of two codes registers a device alone",
    aim: "R12",
    edits: [
      {
        file: customers("decide-registration.ts"),
        find: `if (state.secondDue) return { kind: "go-on-to-second" };`,
        replace: "",
      },
    ],
    test: registrationGuesses,
  },
  {
    name: "the tries of requests that are open at the same time are nobody's",
    aim: "R12",
    edits: [
      {
        file: customers("registration-records.ts"),
        find: ".then(eb.val(wrongCodes))",
        replace: ".then(eb.val(0 * wrongCodes))",
      },
    ],
    test: registrationGuesses,
  },
  {
    name: "what was guessed at registration codes is forgotten after a week",
    aim: "R12",
    edits: [
      {
        file: customers("tables.ts"),
        find: "(created_at < ${daysAgo(now, 366)} or",
        replace: "(created_at < ${daysAgo(now, 7)} or",
      },
    ],
    test: customers("forget-registrations.test.ts"),
  },
  {
    name: "one code sent twice tells the desk when it will be good",
    aim: "R12",
    edits: [
      {
        file: "apps/server/src/explanations/decide-findings.ts",
        find: `agreesWithinSeconds &&
      secondOf(other) !== secondOf(last),`,
        replace: `agreesWithinSeconds &&
      secondOf(other) > 0,`,
      },
    ],
    test: "apps/server/src/explanations/decide-findings.test.ts",
  },
  {
    name: "the desk sees in a token's history that a guess fits a second to come",
    aim: "R12",
    edits: [
      {
        file: "apps/server/src/explanations/routes.ts",
        find: `type !== "code.explained"`,
        replace: `type !== ""`,
      },
    ],
    test: "tests/src/token-explanations.test.ts",
  },
];
