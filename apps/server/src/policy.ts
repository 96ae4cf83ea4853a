/** What a bank decides for itself; the defaults are those of product.md. All durations in the unit of their name. */
import type { TokenProfile } from "./tokens/index.ts";

export interface Policy {
  readonly bankName: string;
  /** First digits of this bank's card numbers. */
  readonly cardPrefix: string;
  /** For tokens issued from now on. */
  readonly profile: TokenProfile;
  readonly activation: {
    /** Life of an activation code. */
    readonly codeSeconds: number;
  };
  readonly registration: {
    readonly codeSeconds: number;
    readonly wrongCodes: number;
    /**
     * Wrong codes of a person in a rolling year, at most, where one code was enough; beyond them a message holds two, and
     * both must be typed.
     */
    readonly wrongCodesPerYear: number;
    /** Requests of one device key within a day. */
    readonly perDeviceAndDay: number;
    /** Codes a person gets within a day before the next ones are sent more slowly. */
    readonly promptCodesPerDay: number;
    /** The pause before each further code: slower, never refused, or strangers could lock a person out. */
    readonly slowCodeSeconds: number;
  };
  readonly enrolment: {
    /** After a change of the mobile number only a branch issues, identity seen. */
    readonly mobileSettlesSeconds: number;
    /** The same after a device was released at an ATM. */
    readonly releaseSettlesSeconds: number;
    /** How long a branch's identity check holds for its customer. */
    readonly identityHoldsSeconds: number;
  };
  readonly approvals: {
    /** After this nobody decides a request any more. */
    readonly lifeSeconds: number;
    /** Whether a new account waits for a second person; all else that has four eyes always does. */
    readonly accountLinks: boolean;
  };
  readonly perCardAndDay: {
    readonly issues: number;
    readonly codes: number;
    readonly releases: number;
    readonly blocks: number;
  };
  readonly guessing: GuessingPolicy;
  /** Of browsers at the branch console. */
  readonly staffSessions: SessionPolicy;
  /** Of browsers at the mobile bank. */
  readonly customerSessions: SessionPolicy;
}

export interface SessionPolicy {
  /** Without use a session ends after so long. */
  readonly idleSeconds: number;
  /** However much it is used, it ends after so long. */
  readonly lifeSeconds: number;
  /** The cookie's secret is changed at the first use after so long. */
  readonly rotationSeconds: number;
  /** How much longer a changed secret is good, for requests that were under way. */
  readonly graceSeconds: number;
  /** The provider is asked again for the person's roles at the first use after so long. */
  readonly roleCheckSeconds: number;
  /** How long a session goes on while the provider does not answer. */
  readonly providerAwaySeconds: number;
}

export interface GuessingPolicy {
  /**
   * Failures of a token in a rolling year, at most; fewer where its digits and window make a guess likelier. Beyond them
   * only declared seconds are looked at.
   */
  readonly failuresPerYearMax: number;
  /** Failures within a day that cost no delay: typing errors. */
  readonly freeFailures: number;
  /** The delay after the first failure beyond those; it doubles with each further one. */
  readonly firstDelaySeconds: number;
  readonly longestDelaySeconds: number;
  /** Refusals of one origin within an hour after which that origin must wait. */
  readonly originFailuresPerHour: number;
  /** The same of a whole channel: an alarm and never a wait. */
  readonly channelFailuresPerHour: number;
  /** Wrong codes that a declared second is compared with. */
  readonly triesPerDeclaredSecond: number;
  /** Of one token, neither used nor spent nor over yet. */
  readonly declaredSecondsAtOnce: number;
  /** Of one token. */
  readonly declaredSecondsPerDay: number;
}

const hours = (count: number): number => count * 3_600;

export const defaultPolicy: Policy = {
  bankName: "بانک مسکن",
  cardPrefix: "628023",
  profile: { hash: "SHA-256", digits: 8, stepSeconds: 1, validitySeconds: 121, skewSeconds: 10 },
  activation: { codeSeconds: hours(24) },
  registration: {
    codeSeconds: 300,
    wrongCodes: 5,
    wrongCodesPerYear: 90,
    perDeviceAndDay: 10,
    promptCodesPerDay: 10,
    slowCodeSeconds: 60,
  },
  enrolment: {
    mobileSettlesSeconds: hours(72),
    releaseSettlesSeconds: hours(24),
    identityHoldsSeconds: 1_800,
  },
  approvals: { lifeSeconds: hours(2), accountLinks: true },
  perCardAndDay: { issues: 5, codes: 5, releases: 2, blocks: 5 },
  guessing: {
    failuresPerYearMax: 70,
    freeFailures: 5,
    firstDelaySeconds: 15,
    longestDelaySeconds: 3_600,
    originFailuresPerHour: 60,
    channelFailuresPerHour: 2_000,
    triesPerDeclaredSecond: 20,
    declaredSecondsAtOnce: 10,
    declaredSecondsPerDay: 100,
  },
  staffSessions: {
    idleSeconds: 900,
    lifeSeconds: hours(8),
    rotationSeconds: 300,
    graceSeconds: 30,
    roleCheckSeconds: 600,
    providerAwaySeconds: 1_800,
  },
  customerSessions: {
    idleSeconds: 600,
    lifeSeconds: hours(1),
    rotationSeconds: 300,
    graceSeconds: 30,
    roleCheckSeconds: 600,
    // A provider that is away ends nobody's hour.
    providerAwaySeconds: hours(1),
  },
};
