/**
 * Has this device sent these very bytes before? They are found by H(request) alone, so what was answered once is
 * answered again, byte for byte, whatever became of the server key it was sealed to (protocol.md, Activation). The
 * device has proved its key with this very request, and its key is part of the hash: nobody else's repetition is found.
 */
import {
  decideRepetition,
  hashActivationRequest,
  type ActivationReply,
  type Platform,
} from "@ramznama/activation";
import type { SealedRequest } from "@ramznama/contract";
import type { Database } from "../platform/database.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { DeviceCaller } from "../platform/serve-route.ts";
import { rememberedOf } from "./activation-state.ts";

interface RecalledRequest {
  /** Answered or refused before, to this device. */
  readonly isKnown: boolean;
  /** To be sent again: device and token are alive, and this root is the token's present one. */
  readonly reply?: ActivationReply;
}

/** @throws RamznamaError `invalid_request` */
export const recallRequest = async (
  { database, platform }: { readonly database: Database; readonly platform: Platform },
  { caller, body }: { readonly caller: DeviceCaller; readonly body: SealedRequest },
): Promise<RecalledRequest> => {
  const requestHash = await hashActivationRequest(platform, body, caller.keyHash);
  if (requestHash === undefined) {
    throw new RamznamaError("invalid_request", { errors: [{ path: "/ct", code: "malformed" }] });
  }
  const row = await loadRow(database, caller.thumbprint, requestHash);
  const remembered = row && rememberedOf(row.standing, row.reason);
  if (row === undefined || remembered === undefined) return { isKnown: false };
  const { state, owner, customer_id: customerId } = row;
  const token = state === null || owner === null ? undefined : { state, customerId: owner };
  const decision = decideRepetition({ customerId }, token, remembered);
  return decision.outcome === "replay"
    ? { isKnown: true, reply: storedReply(row) }
    : { isKnown: true };
};

/** One statement, and so one moment: whoever ends device or token comes before the answer or after it. */
const loadRow = (database: Database, thumbprint: string, requestHash: Uint8Array) =>
  database
    .selectFrom("devices")
    .leftJoin("activations as answered", (join) =>
      join
        .onRef("answered.device_id", "=", "devices.id")
        .on("answered.request_hash", "=", requestHash),
    )
    .leftJoin("tokens", "tokens.id", "answered.token_id")
    .leftJoin("activation_refusals as refused", (join) =>
      join
        .onRef("refused.device_id", "=", "devices.id")
        .on("refused.request_hash", "=", requestHash),
    )
    .select([
      "devices.customer_id",
      "answered.standing",
      "answered.reply",
      "tokens.state",
      "tokens.customer_id as owner",
      "refused.reason",
    ])
    .where("devices.thumbprint", "=", thumbprint)
    .where("devices.ended_at", "is", null)
    .executeTakeFirst();

/** What is to be sent again; the database keeps it for as long as it awaits its confirmation. */
export const storedReply = ({
  reply,
}: {
  readonly reply: ActivationReply | null;
}): ActivationReply => {
  if (reply === null) throw new Error("an awaiting activation has lost its reply");
  return reply;
};
