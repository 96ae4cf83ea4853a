import { describe, expect, test } from "vitest";
import { approvalKinds, approvalStates } from "../../../contract/src/approvals.ts";
import { tokenStates } from "../../../contract/src/formats.ts";
import { problemCodes } from "../../../contract/src/problem.ts";
import { findingCodes } from "../../../contract/src/token-explanations.ts";
import {
  branchText,
  branchTextKeys,
  causeText,
  deskProblemText,
  eventText,
  eventTypes,
  languages,
  type BranchTextKey,
  type Language,
} from "../index.ts";

/** Every name that any text asks for, so that all can be filled in alike. */
const everything = {
  ...{ reference: "a1b2", name: "y", count: 3, when: "w", until: "u", branch: "b", who: "x" },
  ...{ mobile: "m", serial: "s", login: "l", account: "a", platform: "p", time: "t", n: 5 },
  ...{ at: " (z)", purpose: "q", accepted: 1, refused: 2, throttled: 3 },
};

const fill = (key: BranchTextKey, language: Language): string =>
  // The types ask for exactly the names of one key; here it is any of them.
  branchText<"reference">(key as "reference", language, everything);

describe("The words of the branch console", () => {
  test.each(branchTextKeys())(
    "%s says something in both languages, with nothing left open",
    (key) => {
      for (const language of languages) {
        expect(fill(key, language)).toMatch(/\p{L}/u);
        expect(fill(key, language)).not.toMatch(/[{}]|undefined/);
      }
    },
  );

  test("Persian texts are spelt with Persian letters; digits of their own are Persian", () => {
    for (const key of branchTextKeys()) {
      const own = branchText<"reference">(key as "reference", "fa", { reference: "" });
      expect(own.replaceAll("undefined", ""), key).not.toMatch(/[يك٠-٩0-9]/);
    }
  });

  test("there is one for every finding, token state, approval kind and approval state of the contract", () => {
    const keys = new Set<string>(branchTextKeys());
    const clock = ["finding_clock_off_ahead", "finding_clock_off_behind", "findingNext_clock_off"];
    const findings = findingCodes
      .filter((code) => code !== "clock_off")
      .flatMap((code) => [`finding_${code}`, `findingNext_${code}`]);
    const wanted = [
      ...clock,
      ...findings,
      ...tokenStates.map((state) => `state_${state}`),
      ...approvalKinds.flatMap((kind) => [`approvalKind_${kind}`, `approvalWhat_${kind}`]),
      ...approvalStates.map((state) => `approvalState_${state}`),
    ];
    expect(wanted.filter((key) => !keys.has(key))).toEqual([]);
  });

  test("every problem has words for the desk, and what nobody knows has none", () => {
    for (const code of problemCodes) expect(deskProblemText(code, "fa"), code).toMatch(/\p{L}/u);
    expect(deskProblemText("made_up", "fa")).toBeUndefined();
    expect(deskProblemText("toString", "fa")).toBeUndefined();
  });

  test("events and causes have words in both languages", () => {
    for (const type of eventTypes) {
      expect(eventText(type, "fa")).toMatch(/\p{Script=Arabic}/u);
      expect(eventText(type, "en")).toMatch(/[a-z]/u);
    }
    expect(causeText("no_match", "fa")).toContain("نادرست");
    expect(eventText("constructor", "fa")).toBeUndefined();
  });
});
