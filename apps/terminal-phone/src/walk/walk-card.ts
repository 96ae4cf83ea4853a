/** A card token from the ATM's receipt to a code that pays once (S3, S4, S10–S18). */
import { issueCardToken, type IssuedToken } from "@ramznama/contract";
import { findActivationCode, findRegistrationCode } from "@ramznama/persian";
import { describeRefusal } from "./describe-outcome.ts";
import { signInChannel } from "./identity.ts";
import { expectThat, OtherCustomerNeeded, WalkFailure } from "./walk-step.ts";
import {
  callInternal,
  expectAccepted,
  expectRejected,
  issuerOf,
  newReference,
  takeCodeOffline,
  verify,
  type Walking,
} from "./walking.ts";

interface CardToken {
  readonly cardNumber: string;
  readonly issued: IssuedToken;
  readonly code: string;
}

export async function walkCard(walking: Walking): Promise<void> {
  const token = await issueCard(walking);
  await registerPhone(walking);
  const id = await activateCard(walking, token);
  const shop = await signInChannel(issuerOf(walking), "shop");
  await payOnce(walking, shop, id, token.cardNumber);
}

async function issueCard(walking: Walking): Promise<CardToken> {
  const { enter, walker, inbox, say } = walking;
  await enter("issue a card token");
  const atm = await signInChannel(issuerOf(walking), "atm");
  const listening = await inbox.listen(walker.mobile, findActivationCode);
  for (const cardNumber of walker.cards) {
    const answer = await callInternal(walking, atm, issueCardToken, {
      body: { kind: "card", cardNumber, requestReference: newReference("issue") },
    });
    if (answer.ok) {
      const issued = answer.value;
      say(`the ATM prints a receipt for card ${issued.receipt.subject}: serial ${issued.serial}`);
      const code = await listening.read();
      say(`the SMS to ${issued.smsSentTo} brings an activation code of ${code.length} digits`);
      return { cardNumber, issued, code };
    }
    const { code } = answer.problem;
    if (code !== "daily_limit_reached") throw new WalkFailure(`the ATM was refused: ${code}`);
    say("one card has reached its limit of the day; the next is taken");
  }
  throw new OtherCustomerNeeded("all cards of this customer have reached the limit of the day");
}

async function registerPhone({ enter, walker, walkPhone, inbox, say }: Walking): Promise<void> {
  await enter("register the phone");
  const { phone } = walkPhone;
  const { nationalId, mobile } = walker;
  const listening = await inbox.listen(mobile, findRegistrationCode);
  const started = await phone.startRegistration({ nationalId, mobile });
  if (!started.ok && started.reason === "already_registered") {
    say("it is registered since an earlier walk, and the server knows it");
    return;
  }
  if (!started.ok) throw new WalkFailure(`it was refused: ${describeRefusal(started)}`);
  say("national id and mobile number sent, sealed to the pinned server key");
  const confirmed = await phone.confirmRegistration(await listening.read());
  if (confirmed.ok) {
    say("the code of the SMS shown: the phone is the customer's one device now");
    return;
  }
  if (confirmed.reason === "problem" && confirmed.problem.code === "device_already_registered") {
    throw new OtherCustomerNeeded("this customer uses another phone with live tokens");
  }
  throw new WalkFailure(`the code was refused: ${describeRefusal(confirmed)}`);
}

async function activateCard(walking: Walking, token: CardToken): Promise<string> {
  const { enter, walkPhone, say } = walking;
  await enter("activate the card token");
  const { cardNumber, code } = token;
  const { serial } = token.issued;
  const outcome = await walkPhone.phone.activate({ kind: "card", cardNumber, serial, code });
  if (!outcome.ok) throw new WalkFailure(`it was refused: ${describeRefusal(outcome)}`);
  expectThat(outcome.state === "active", "the confirmation did not reach the server");
  say("card number, serial and code typed; both sides hold the same seed, which never travelled");
  return outcome.id;
}

async function payOnce(
  walking: Walking,
  shop: string,
  id: string,
  cardNumber: string,
): Promise<void> {
  const { enter, say } = walking;
  await enter("take a code offline");
  const code = await takeCodeOffline(walking, id);
  const request = { purpose: "card-second-password", subject: cardNumber, code } as const;
  const transactionReference = newReference("pay");

  await enter("pay in the shop");
  const first = await verify(walking, shop, { ...request, transactionReference });
  expectAccepted(first);
  say("the shop asks, the server accepts the code");

  await enter("repeat the payment's reference");
  const replay = await verify(walking, shop, { ...request, transactionReference });
  expectAccepted(replay);
  expectThat(replay.replayed === true, "the same reference was not answered as a repetition");
  expectThat(replay.verificationId === first.verificationId, "the repetition has another answer");
  say(
    "the shop did not hear the answer and asks again: same answer, marked replayed, nothing spent",
  );

  await enter("pay again with the same code");
  const transactionAgain = newReference("pay");
  const second = await verify(walking, shop, {
    ...request,
    transactionReference: transactionAgain,
  });
  say(`another payment with the same code is rejected: ${expectRejected(second)}`);
}
