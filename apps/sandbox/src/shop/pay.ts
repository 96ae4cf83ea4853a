/** One payment at the shop's terminal: card data, funds, the dynamic password, and then the money. */
import type { AccountNumber } from "@ramznama/persian";
import { type Clock, toTimestamp } from "../platform/clock.ts";
import type { BankClient } from "../bank/bank-client.ts";
import { digestTransaction } from "../bank/transaction-digest.ts";
import { type CodeOutcome, verifyCode } from "../bank/verify-code.ts";
import type { CardSecrets } from "../core-bank/card-secrets.ts";
import type { CoreBankService } from "../core-bank/core-bank.ts";
import { accountOfCard } from "../core-bank/core-bank-state.ts";
import { type MovementRefusal, refuseMovement } from "../core-bank/decide-movement.ts";
import type { SignInThrottle } from "../identity/sign-in-throttle.ts";
import type { Payment } from "./parse-payment.ts";

export const MERCHANT = "فروشگاه خیابان";
const TERMINAL = "shop-terminal-01";

export interface Till {
  readonly client: BankClient;
  readonly coreBank: CoreBankService;
  readonly cardSecrets: CardSecrets;
  /** A limit on guessing what is printed on a card. */
  readonly throttle: SignInThrottle;
  readonly clock: Clock;
}

export type PaymentOutcome =
  | Exclude<CodeOutcome, { kind: "accepted" }>
  | { readonly kind: "paid"; readonly at: number }
  | { readonly kind: "card_refused" }
  | { readonly kind: "card_paused" }
  | { readonly kind: "money_refused"; readonly reason: MovementRefusal };

export async function pay(
  till: Till,
  payment: Payment,
  transactionReference: string,
): Promise<PaymentOutcome> {
  const { coreBank, client } = till;
  const { cardNumber, amountRials, code } = payment;
  const from = findAccount(till, payment);
  if (typeof from === "object") return from;
  const movement = { from, to: null, amountRials, reference: transactionReference };
  // Before the code is asked about: a code is not spent on money that cannot move.
  const reason = refuseMovement(coreBank.state(), movement);
  if (reason !== undefined && reason !== "reference_used") return { kind: "money_refused", reason };
  const outcome = await verifyCode(client, {
    purpose: "card-second-password",
    subject: cardNumber,
    code,
    transactionReference,
    origin: TERMINAL,
    transactionDigest: digestTransaction(amountRials, MERCHANT),
  });
  return outcome.kind === "accepted" ? takeMoney(till, movement) : outcome;
}

function findAccount(
  { coreBank, cardSecrets, throttle }: Till,
  { cardNumber, cvv2, expiry }: Payment,
): AccountNumber | { readonly kind: "card_refused" | "card_paused" } {
  if (throttle.isPaused(cardNumber)) return { kind: "card_paused" };
  const account = accountOfCard(coreBank.state(), cardNumber);
  if (account !== undefined && cardSecrets.verifyPrinted(cardNumber, { cvv2, expiry }))
    return account;
  throttle.recordFailure(cardNumber);
  return { kind: "card_refused" };
}

interface Taking {
  readonly from: AccountNumber;
  readonly to: null;
  readonly amountRials: number;
  readonly reference: string;
}

function takeMoney({ coreBank, clock }: Till, movement: Taking): PaymentOutcome {
  const now = clock.now();
  const kind = "money-moved";
  const description = `خرید از ${MERCHANT}`;
  const moved = coreBank.move({ kind, ...movement, description, at: toTimestamp(now) });
  // The same entry again was answered with the same acceptance, and its money has moved already.
  return moved.ok || moved.reason === "reference_used"
    ? { kind: "paid", at: now }
    : { kind: "money_refused", reason: moved.reason };
}
