/**
 * The server's decision over an opened activation request (protocol.md, Activation): pure, so that
 * the real server and the simulation of R5 decide with the same lines.
 *
 * The shell opens the request, loads the state in the transaction that will store the outcome, and
 * computes `matches` in constant time, against a made-up token too when the serial is unknown.
 */
import type { ActivationBody } from "./activation-messages.ts";
import type { ActivationRefusal } from "./activation-refusal.ts";
import type { UnixMilliseconds } from "./platform.ts";

export const wrongCodesMax = 5;
export const startsMax = 3;
export const unrecognisedPerDayMax = 10;

/** Registered, not released: the one live device of its customer. */
export interface ActivationDevice {
  readonly customerId: string;
  /** As registered; null or absent where that was not told. */
  readonly platform?: ActivationBody["platform"] | null;
  /** The page that sent the request is signed in as this customer; absent without a session. */
  readonly signedInAs?: string | undefined;
  /** Requests of this device today that were not recognised for another reason than the code. */
  readonly unrecognisedToday: number;
}

export interface ActivationCodeState {
  readonly expiresAt: UnixMilliseconds;
  readonly wrongAttempts: number;
  /** Whether HMAC(pepper, serial | code) is the stored one. */
  readonly matches: boolean;
  /** How often an activation was begun with this very code. */
  readonly startsCount: number;
}

export interface ActivationToken {
  readonly kind: "card" | "account-gateway";
  readonly state: "issued" | "confirming" | "active" | "suspended" | "ended";
  readonly customerId: string;
  /** Whether the card number typed is the token's; true for account/gateway. */
  readonly cardMatches: boolean;
  readonly code: ActivationCodeState;
}

/** What the server stored under H(request), if it has met these very bytes from this device. */
export type RememberedActivation =
  | {
      readonly outcome: "answered";
      /** False once a later start replaced its root. */
      readonly current: boolean;
    }
  | { readonly outcome: "refused"; readonly reason: ActivationRefusal };

export interface ActivationState {
  /** Undefined when the device key is not registered, or not any more. */
  readonly device: ActivationDevice | undefined;
  /** Undefined when no token has this serial. */
  readonly token: ActivationToken | undefined;
  readonly remembered: RememberedActivation | undefined;
}

export type ActivationDecision = RepetitionDecision | ActivationAcceptance;

export type RepetitionDecision =
  /** Send the stored reply, byte for byte; change nothing. */
  { readonly outcome: "replay" } | ActivationRefusalDecision;

/** Answer with a new root; the token becomes (or stays) confirming. */
export interface ActivationAcceptance {
  readonly outcome: "accept";
  /** How often the code has begun an activation now, this one included. */
  readonly startsCount: number;
  /** An unconfirmed root is replaced: delete its stored reply, its request is now not current. */
  readonly replacesUnconfirmed: boolean;
}

export interface ActivationRefusalDecision {
  readonly outcome: "refuse";
  readonly reason: ActivationRefusal;
  /** Whose counter rises by one: the activation code's or the device's. */
  readonly spends: "code_attempt" | "device_attempt" | undefined;
  /** The attempt spent was the code's last. */
  readonly voidsCode: boolean;
  /**
   * Store it under H(request). A tagged refusal makes the phone drop the request, so the same bytes
   * must never be acted upon later, nor spend anything again.
   */
  readonly remember: boolean;
}

export function decideActivation(
  state: ActivationState,
  body: Pick<ActivationBody, "kind" | "platform">,
  now: UnixMilliseconds,
): ActivationDecision {
  const { device, token, remembered } = state;
  if (device === undefined) return notRegistered;
  if (remembered !== undefined) return decideRepetition(device, token, remembered);
  const owned = token?.customerId === device.customerId ? token : undefined;
  const { platform, signedInAs } = device;
  if (platform != null && platform !== body.platform) return refuse("other_platform");
  if (signedInAs !== undefined && signedInAs !== device.customerId) {
    return refuse("signed_in_as_other");
  }
  if (device.unrecognisedToday >= unrecognisedPerDayMax) return refuse("daily_limit_reached");
  // The owner comes before the attempts are counted: a stranger's device can spend none of them,
  // and learns no more than that the serial is not recognised.
  if (owned === undefined) return refuse("activation_not_recognised", "device_attempt");
  return decideOwned(owned, body, now);
}

/**
 * The same bytes of the same device again, found by H(request): nothing of it needs the request opened, so a stored
 * answer comes also when its server key is retired. Device and token must still be alive.
 */
export function decideRepetition(
  device: Pick<ActivationDevice, "customerId"> | undefined,
  token: Pick<ActivationToken, "state" | "customerId"> | undefined,
  remembered: RememberedActivation,
): RepetitionDecision {
  if (device === undefined) return notRegistered;
  if (remembered.outcome === "refused") return { ...refuse(remembered.reason), remember: false };
  const isOwned = token?.customerId === device.customerId;
  const standing = isOwned ? refuseByState(token.state) : "token_state_conflict";
  if (standing !== undefined) return { ...refuse(standing), remember: false };
  if (token?.state === "confirming" && remembered.current) return { outcome: "replay" };
  return { ...refuse("token_state_conflict"), remember: false };
}

function decideOwned(
  token: ActivationToken,
  body: Pick<ActivationBody, "kind">,
  now: UnixMilliseconds,
): ActivationDecision {
  const { code } = token;
  const standing = refuseByState(token.state);
  if (standing !== undefined) return refuse(standing);
  if (token.kind !== body.kind) return refuse("wrong_kind");
  if (!token.cardMatches) return refuse("card_mismatch");
  if (now >= code.expiresAt) return refuse("activation_code_expired");
  if (code.wrongAttempts >= wrongCodesMax) return refuse("activation_code_locked");
  if (!code.matches) {
    const voidsCode = code.wrongAttempts + 1 >= wrongCodesMax;
    return { ...refuse("activation_not_recognised", "code_attempt"), voidsCode };
  }
  if (code.startsCount >= startsMax) return refuse("activation_too_many_starts");
  const replacesUnconfirmed = token.state === "confirming";
  return { outcome: "accept", startsCount: code.startsCount + 1, replacesUnconfirmed };
}

function refuseByState(state: ActivationToken["state"]): ActivationRefusal | undefined {
  switch (state) {
    case "issued":
    case "confirming":
      return undefined;
    case "active":
      return "activation_code_used";
    case "suspended":
      return "customer_blocked";
    case "ended":
      return "token_state_conflict";
  }
}

function refuse(
  reason: ActivationRefusal,
  spends?: "code_attempt" | "device_attempt",
): ActivationRefusalDecision {
  return { outcome: "refuse", reason, spends, voidsCode: false, remember: true };
}

/** A key that is not registered stays so; it may not fill the table of remembered refusals either. */
const notRegistered: ActivationRefusalDecision = {
  ...refuse("device_not_registered"),
  remember: false,
};
