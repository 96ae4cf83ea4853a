/** Loads, in the transaction that will store the outcome, everything `decideActivation` looks at. */
import { timingSafeEqual } from "node:crypto";
import {
  asUnixMilliseconds,
  type ActivationRefusal,
  type ActivationReply,
  type ActivationState,
  type ActivationToken,
  type OpenedActivationRequest,
  type RememberedActivation,
} from "@ramznama/activation";
import type { DeviceRow } from "../customers/index.ts";
import { codeDigest } from "../issuance/index.ts";
import type { Keyring } from "../keys/index.ts";
import { subjectKeyOf } from "../links/index.ts";
import type { Tables, Tx } from "../platform/database.ts";
import { lockTokenIfAny, type TokenRow } from "../tokens/index.ts";

export interface LoadedState {
  readonly state: ActivationState;
  /** Undefined when the key has no live device, or not any more. */
  readonly device: Pick<DeviceRow, "id" | "customer_id"> | undefined;
  readonly token: TokenRow | undefined;
  /** What was answered to these very bytes and still waits for its confirmation. */
  readonly reply: ActivationReply | null;
}

/** Nothing else is loaded for a key without a device: it is told so, whatever it asked. */
export const unregistered: LoadedState = {
  state: { device: undefined, token: undefined, remembered: undefined },
  device: undefined,
  token: undefined,
  reply: null,
};

/** The caller holds the lock of the device's customer, and the device may have been released before that. */
export const loadActivationState = async (
  tx: Tx,
  keyring: Keyring,
  thumbprint: string,
  opened: OpenedActivationRequest,
  { day, signedInAs }: { readonly day: string; readonly signedInAs: string | undefined },
): Promise<LoadedState> => {
  const token = await lockTokenIfAny(tx, opened.body.serial);
  const row = await loadRow(tx, thumbprint, token?.id ?? noSuchId, opened.requestHash, day);
  if (row === undefined) return unregistered;
  const device = { id: row.id, customer_id: row.customer_id };
  return {
    device,
    token,
    reply: row.reply,
    state: {
      device: {
        customerId: row.customer_id,
        platform: row.platform,
        signedInAs,
        unrecognisedToday: row.unrecognised ?? 0,
      },
      token: tokenState(keyring, token, row, opened),
      remembered: rememberedOf(row.standing, row.reason),
    },
  };
};

const noSuchId = -1;

/**
 * The live device of a key and all that is known of this request, in one statement. Nothing of it changes while the
 * locks of the customer and the token are held; an unknown serial takes the same statements as a known one.
 */
const loadRow = (
  tx: Tx,
  thumbprint: string,
  tokenId: number,
  requestHash: Uint8Array,
  day: string,
) =>
  tx
    .selectFrom("devices")
    .leftJoin("activation_codes as code", (join) => join.on("code.token_id", "=", tokenId))
    .leftJoin("activations as answered", (join) =>
      join
        .onRef("answered.device_id", "=", "devices.id")
        .on("answered.request_hash", "=", requestHash),
    )
    .leftJoin("activation_refusals as refused", (join) =>
      join
        .onRef("refused.device_id", "=", "devices.id")
        .on("refused.request_hash", "=", requestHash),
    )
    .leftJoin("unrecognised_serials as counted", (join) =>
      join.onRef("counted.device_id", "=", "devices.id").on("counted.day", "=", day),
    )
    // A card token has one card.
    .leftJoin("links as card", (join) =>
      join
        .on("card.token_id", "=", tokenId)
        .on("card.purpose", "=", "card-second-password")
        .on("card.ended_at", "is", null),
    )
    .select([
      "devices.id",
      "devices.customer_id",
      "devices.platform",
      "code.code_digest",
      "code.expires_at",
      "code.wrong_attempts",
      "code.starts",
      "answered.standing",
      "answered.reply",
      "refused.reason",
      "counted.count as unrecognised",
      "card.subject_key as card_key",
    ])
    .where("devices.thumbprint", "=", thumbprint)
    .where("devices.ended_at", "is", null)
    .executeTakeFirst();

type Row = NonNullable<Awaited<ReturnType<typeof loadRow>>>;

/** Wrong serial and wrong code look alike in time too: the digest is made and compared either way. */
const tokenState = (
  keyring: Keyring,
  token: TokenRow | undefined,
  row: Row,
  { body }: OpenedActivationRequest,
): ActivationToken | undefined => {
  const typed = codeDigest(keyring, body.serial, body.code);
  const stored = row.code_digest ?? codeDigest(keyring, body.serial, "no such code");
  const matches = timingSafeEqual(typed, stored) && row.code_digest !== null;
  const cardMatches = namesItsCard(keyring, token, row, body);
  const { expires_at: expiresAt, wrong_attempts: wrongAttempts, starts: startsCount } = row;
  if (token === undefined || expiresAt === null) return undefined;
  return {
    kind: token.kind,
    state: token.state,
    customerId: token.customer_id,
    cardMatches,
    code: {
      expiresAt: asUnixMilliseconds(expiresAt.getTime()),
      wrongAttempts: wrongAttempts ?? 0,
      matches,
      startsCount: startsCount ?? 0,
    },
  };
};

const namesItsCard = (
  keyring: Keyring,
  token: TokenRow | undefined,
  { card_key: cardKey }: Row,
  body: OpenedActivationRequest["body"],
): boolean => {
  if (body.kind !== "card") return token?.kind !== "card";
  const typed = subjectKeyOf(keyring, "card-second-password", body.cardNumber);
  return cardKey !== null && timingSafeEqual(cardKey, typed);
};

export const rememberedOf = (
  standing: Tables["activations"]["standing"] | null,
  reason: ActivationRefusal | null,
): RememberedActivation | undefined => {
  if (standing !== null) return { outcome: "answered", current: standing === "awaiting" };
  return reason === null ? undefined : { outcome: "refused", reason };
};
