/**
 * What becomes of one change that the journal has and the database forgot. What takes something away from a token is
 * done again, since it can only make the bank more careful; what gives needs a person or a phone. Pure.
 */
import type { TokenState } from "@ramznama/contract";
import type { LifecycleChange } from "./lifecycle-change.ts";

export const findings = [
  "revocation",
  "suspension",
  "link-ended",
  "device-ended",
  "block",
  "issue-forgotten",
  "activation-forgotten",
  "confirmation-forgotten",
  "lift-forgotten",
  "link-forgotten",
  "device-forgotten",
  "unblock-forgotten",
  "counter-raised",
  "same",
] as const;
export type Finding = (typeof findings)[number];

export interface FindingDecision {
  readonly finding: Finding;
  /** `apply`: to be done again; `open`: for a person; `nothing`: the database says the same, or knows better. */
  readonly act: "apply" | "open" | "nothing";
}

/** The same thing as the database has it; null: it is not there. */
export interface KnownState {
  readonly state: string | null;
  /** The database has changed it in a generation later than the forgotten change. */
  readonly changedSince: boolean;
}

const same: FindingDecision = { finding: "same", act: "nothing" };

export const decideFinding = (change: LifecycleChange, known: KnownState): FindingDecision => {
  if (change.kind === "counter") return decideCounter(change.counter, known);
  if (known.changedSince || known.state === change.state) return same;
  switch (change.kind) {
    case "token":
      return known.state === null
        ? decideUnknownToken(change.state)
        : decideToken(change.state, known.state);
    case "link":
      return take(change.state === "ended", known, "link-ended", "link-forgotten");
    case "device":
      return take(change.state === "ended", known, "device-ended", "device-forgotten");
    case "block":
      return change.state === "blocked"
        ? { finding: "block", act: "apply" }
        : { finding: "unblock-forgotten", act: known.state === null ? "nothing" : "open" };
  }
};

/** A counter only rises, whatever the database has done with it since. */
const decideCounter = (was: number, { state }: KnownState): FindingDecision =>
  state !== null && Number(state) < was ? { finding: "counter-raised", act: "apply" } : same;

/** What has ended needs no second end where it is not even known. */
const take = (
  ended: boolean,
  { state }: KnownState,
  taken: "link-ended" | "device-ended",
  given: "link-forgotten" | "device-forgotten",
): FindingDecision => {
  if (ended) return { finding: taken, act: state === null ? "nothing" : "apply" };
  return { finding: given, act: "open" };
};

const decideUnknownToken = (was: TokenState): FindingDecision => {
  if (was === "ended") return { finding: "revocation", act: "nothing" };
  return { finding: was === "issued" ? "issue-forgotten" : "activation-forgotten", act: "open" };
};

const decideToken = (was: TokenState, is: string): FindingDecision => {
  if (is === "ended") return same;
  switch (was) {
    case "ended":
      return { finding: "revocation", act: "apply" };
    case "suspended":
      return { finding: "suspension", act: "apply" };
    case "active":
      if (is === "suspended") return { finding: "lift-forgotten", act: "open" };
      if (is === "confirming") return { finding: "confirmation-forgotten", act: "open" };
      return { finding: "activation-forgotten", act: "open" };
    case "confirming":
      return is === "issued" ? { finding: "activation-forgotten", act: "open" } : same;
    case "issued":
      return same;
  }
};
