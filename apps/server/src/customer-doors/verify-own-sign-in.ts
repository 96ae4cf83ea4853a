/**
 * Non-central login (S22): the gateway login and one dynamic code of a token that a branch linked to it. The verifier is
 * the one that channels ask, under the name of the mobile bank as a channel, so that every rule about codes and guesses
 * holds here as it does there.
 */
import type { CoreBank, CoreCustomer } from "../core-bank/index.ts";
import type { Keyring } from "../keys/index.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import { loadAnsweredAt, type VerifyCode } from "../verification/index.ts";

export interface OwnSignInContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly coreBank: CoreBank;
  readonly verifyCode: VerifyCode;
}

interface OwnSignIn {
  readonly gatewayLogin: string;
  readonly code: string;
  readonly requestReference: string;
  /** Network address of the caller; only a keyed digest of it goes further. */
  readonly address: string;
  readonly reference: string;
}

const channel = "mobile-bank";

/** For a double click and for an answer that was lost; a request that was written down somewhere opens nothing later. */
const repetitionSeconds = 60;

/** @throws RamznamaError `sign_in_refused` for every cause alike */
export const verifyOwnSignIn = async (
  context: OwnSignInContext,
  { gatewayLogin, code, requestReference, address, reference }: OwnSignIn,
): Promise<CoreCustomer> => {
  const { coreBank, keyring, verifyCode } = context;
  // Before the code is looked at, so that core banking being away spends none; and for unknown names just the same.
  const [customer, ...others] = await coreBank.findCustomers({ gatewayLogin });
  const transactionReference = nameOf(keyring, "sign-in", requestReference);
  const answer = await verifyCode({
    channel,
    request: {
      purpose: "gateway-login",
      subject: customer?.gatewayLogin ?? gatewayLogin,
      code,
      transactionReference,
      origin: nameOf(keyring, "network-address", address),
    },
    reference,
  });
  const isOld = answer.replayed === true && !(await isRecent(context, transactionReference));
  const isAccepted = answer.outcome === "accepted" && !isOld && others.length === 0;
  if (customer === undefined || !isAccepted) throw new RamznamaError("sign_in_refused");
  return customer;
};

/** Within 8 to 64 characters, as references and origins must be. */
const nameOf = (keyring: Keyring, what: string, value: string): string =>
  keyring.digest("subject", what, value).toString("base64url");

const isRecent = async (
  { database, clock }: OwnSignInContext,
  transactionReference: string,
): Promise<boolean> => {
  const answeredAt = await loadAnsweredAt(database, channel, transactionReference);
  return answeredAt !== undefined && clock.now() - answeredAt.getTime() < repetitionSeconds * 1_000;
};
