/** May this token from a maker's file work for this customer? Pure. */
import type { TokenKind } from "@ramznama/contract";
import {
  failuresWithinOdds,
  learnsDrift,
  parseOtpPolicy,
  driftStepsMax,
  type OtpPolicy,
  type OtpPolicyRefusal,
  type TokenMemory,
} from "@ramznama/otp";
import type { LinkedSubject } from "../links/index.ts";
import { guessingOddsMax } from "../verification/index.ts";

/** 128 bits: RFC 4226 section 4, R6. */
const seedBytesMin = 16;
const makersTextMax = 64;

/**
 * Fewer failures a year than this, and its owner's own typing errors would stop the token. With 6 digits it leaves room
 * for 9 candidates.
 */
const failuresPerYearMin = 10;

export interface ImportedKey {
  /** As it stands in the file; parsed here. */
  readonly profile: unknown;
  /** The caller's, to be overwritten by the caller. */
  readonly seed: Uint8Array;
  readonly manufacturer: string;
  /** The number on the token itself. */
  readonly manufacturerSerial: string;
  /** Counter-based: the counter of the next code; 0 unless given. */
  readonly nextCounter?: number;
  /** Time-based: by how many steps the token's clock is known to be ahead; 0 unless given. */
  readonly driftSteps?: number;
}

export interface ImportState {
  /** Core banking knows the customer and says that every subject is theirs. */
  readonly ownsSubjects: boolean;
  readonly blocked: boolean;
  readonly subjectTaken: boolean;
  /** A token of this maker and number, or with this seed, was imported before, whatever became of it. */
  readonly importedBefore: boolean;
}

export type ImportRefusal =
  | OtpPolicyRefusal
  | "seed_too_short"
  | "maker_not_named"
  | "guessed_too_easily"
  | "start_value_out_of_range"
  | "links_do_not_fit"
  | "subject_not_owned"
  | "subject_taken"
  | "customer_blocked"
  | "already_imported";

export type ImportDecision =
  | {
      readonly ok: true;
      readonly policy: OtpPolicy;
      readonly begin: TokenMemory;
    }
  | { readonly ok: false; readonly reason: ImportRefusal };

export const decideImport = (
  key: ImportedKey,
  wanted: { readonly kind: TokenKind; readonly links: readonly LinkedSubject[] },
  state: ImportState,
): ImportDecision => {
  const policy = parseOtpPolicy(key.profile);
  if (!policy.ok) return policy;
  const begin = beginOf(policy.value, key);
  if (begin === undefined) return { ok: false, reason: "start_value_out_of_range" };
  const reason = refusalOfKey(policy.value, key) ?? refusalOfOwner(wanted, state);
  if (reason !== undefined) return { ok: false, reason };
  return { ok: true, policy: policy.value, begin };
};

const refusalOfKey = (policy: OtpPolicy, key: ImportedKey): ImportRefusal | undefined => {
  if (key.seed.length < seedBytesMin) return "seed_too_short";
  if (!isMakersText(key.manufacturer) || !isMakersText(key.manufacturerSerial)) {
    return "maker_not_named";
  }
  if (failuresWithinOdds(policy, guessingOddsMax) < failuresPerYearMin) return "guessed_too_easily";
  return undefined;
};

const isMakersText = (text: string): boolean =>
  text.trim() === text && text.length > 0 && text.length <= makersTextMax;

const refusalOfOwner = (
  { kind, links }: { readonly kind: TokenKind; readonly links: readonly LinkedSubject[] },
  state: ImportState,
): ImportRefusal | undefined => {
  if (!linksFit(kind, links)) return "links_do_not_fit";
  if (!state.ownsSubjects) return "subject_not_owned";
  if (state.blocked) return "customer_blocked";
  // S14: what works is ended by somebody, never by the way.
  if (state.subjectTaken) return "subject_taken";
  // Its used codes are remembered with the first import and with no other.
  if (state.importedBefore) return "already_imported";
  return undefined;
};

/** S2, S5: a card token serves its one card; the other kind serves a login and accounts, linked now or at the branch. */
const linksFit = (kind: TokenKind, links: readonly LinkedSubject[]): boolean => {
  const cards = links.filter((link) => link.purpose === "card-second-password").length;
  return kind === "card" ? cards === 1 && links.length === 1 : cards === 0;
};

const beginOf = (
  policy: OtpPolicy,
  { nextCounter = 0, driftSteps = 0 }: ImportedKey,
): TokenMemory | undefined => {
  if (policy.kind === "hotp") {
    if (!Number.isSafeInteger(nextCounter) || nextCounter < 0 || driftSteps !== 0) return undefined;
    return { driftSteps: 0, lastAccepted: nextCounter === 0 ? undefined : nextCounter - 1 };
  }
  if (!Number.isSafeInteger(driftSteps) || nextCounter !== 0) return undefined;
  const most = learnsDrift(policy) ? driftStepsMax(policy) : 0;
  return Math.abs(driftSteps) > most ? undefined : { driftSteps };
};
