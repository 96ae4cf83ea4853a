/** Loads, in the transaction that will store the outcome, everything `decideActivation` looks at. */
import { timingSafeEqual } from "node:crypto";
import {
  asUnixMilliseconds,
  type ActivationState,
  type ActivationToken,
  type OpenedActivationRequest,
  type RememberedActivation,
} from "@ramznama/activation";
import type { DeviceRow } from "../customers/index.ts";
import { codeDigest, lockActivationCode, type ActivationCodeRow } from "../issuance/index.ts";
import type { Keyring } from "../keys/index.ts";
import { loadLinks, subjectKeyOf } from "../links/index.ts";
import type { Tx } from "../platform/database.ts";
import { loadTokenBySerial, lockTokens, type TokenRow } from "../tokens/index.ts";

export interface LoadedState {
  readonly state: ActivationState;
  readonly token: TokenRow | undefined;
  readonly code: ActivationCodeRow | undefined;
}

export const loadActivationState = async (
  tx: Tx,
  keyring: Keyring,
  device: DeviceRow,
  opened: OpenedActivationRequest,
  { day, signedInAs }: { readonly day: string; readonly signedInAs: string | undefined },
): Promise<LoadedState> => {
  const token = await lockTokenOf(tx, opened.body.serial);
  const code = await lockActivationCode(tx, token?.id ?? noSuchId);
  const remembered = await loadRemembered(tx, device.id, opened.requestHash);
  const counted = await tx
    .selectFrom("unrecognised_serials")
    .select("count")
    .where("device_id", "=", device.id)
    .where("day", "=", day)
    .executeTakeFirst();
  return {
    token,
    code,
    state: {
      device: {
        alive: device.ended_at === null,
        customerId: device.customer_id,
        platform: device.platform,
        signedInAs,
        unrecognisedToday: counted?.count ?? 0,
      },
      token: await tokenState(tx, keyring, token, code, opened),
      remembered,
    },
  };
};

const noSuchId = -1;

const lockTokenOf = async (tx: Tx, serial: string): Promise<TokenRow | undefined> => {
  const found = await loadTokenBySerial(tx, serial);
  // An unknown serial takes the same statements as a known one.
  const [token] = await lockTokens(tx, [found?.id ?? noSuchId]);
  return token;
};

/** Wrong serial and wrong code look alike in time too: the digest is made and compared either way. */
const tokenState = async (
  tx: Tx,
  keyring: Keyring,
  token: TokenRow | undefined,
  code: ActivationCodeRow | undefined,
  { body }: OpenedActivationRequest,
): Promise<ActivationToken | undefined> => {
  const typed = codeDigest(keyring, body.serial, body.code);
  const stored = code?.code_digest ?? codeDigest(keyring, body.serial, "no such code");
  const matches = timingSafeEqual(typed, stored) && code !== undefined;
  const cardMatches = await namesItsCard(tx, keyring, token, body);
  if (token === undefined || code === undefined) return undefined;
  return {
    kind: token.kind,
    state: token.state,
    customerId: token.customer_id,
    cardMatches,
    code: {
      expiresAt: asUnixMilliseconds(code.expires_at.getTime()),
      wrongAttempts: code.wrong_attempts,
      voided: false,
      matches,
      startsCount: code.starts,
    },
  };
};

const namesItsCard = async (
  tx: Tx,
  keyring: Keyring,
  token: TokenRow | undefined,
  body: OpenedActivationRequest["body"],
): Promise<boolean> => {
  if (body.kind !== "card") return token?.kind !== "card";
  const typed = subjectKeyOf(keyring, "card-second-password", body.cardNumber);
  const links = await loadLinks(tx, [token?.id ?? noSuchId]);
  return links.some((link) => timingSafeEqual(link.subject_key, typed));
};

const loadRemembered = async (
  tx: Tx,
  deviceId: string,
  requestHash: Uint8Array,
): Promise<RememberedActivation | undefined> => {
  const answered = await tx
    .selectFrom("activations")
    .select("standing")
    .where("device_id", "=", deviceId)
    .where("request_hash", "=", requestHash)
    .executeTakeFirst();
  if (answered !== undefined) {
    return { outcome: "answered", current: answered.standing === "awaiting" };
  }
  const refusal = await tx
    .selectFrom("activation_refusals")
    .select("reason")
    .where("device_id", "=", deviceId)
    .where("request_hash", "=", requestHash)
    .executeTakeFirst();
  return refusal === undefined ? undefined : { outcome: "refused", reason: refusal.reason };
};
