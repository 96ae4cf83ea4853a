/** A transfer between accounts of the bank, with the account password («رمز حساب»). */
import {
  parseAccountNumber,
  parseDigitText,
  parseRialAmount,
  refusalText,
  type AccountNumber,
  type RialAmount,
} from "@ramznama/persian";
import { z } from "zod";
import type { BankClient } from "../bank/bank-client.ts";
import { digestTransaction } from "../bank/transaction-digest.ts";
import { type CodeOutcome, verifyCode } from "../bank/verify-code.ts";
import type { CoreBankService } from "../core-bank/core-bank.ts";
import type { CoreCustomer } from "../core-bank/core-bank-state.ts";
import { type MovementRefusal, refuseMovement } from "../core-bank/decide-movement.ts";
import { type Clock, toTimestamp } from "../platform/clock.ts";

const typed = z.string().max(128);

export const TransferForm = z.strictObject({
  order: z.uuid(),
  from: typed,
  to: typed,
  amount: typed,
  code: typed,
});

export type TransferForm = z.output<typeof TransferForm>;

export interface Transfer {
  readonly from: AccountNumber;
  readonly to: AccountNumber;
  readonly amountRials: RialAmount;
  readonly code: string;
}

export type TransferErrors = Readonly<Partial<Record<keyof TransferForm, string>>>;

export type ParsedTransfer =
  | { readonly ok: true; readonly transfer: Transfer }
  | { readonly ok: false; readonly errors: TransferErrors };

export function parseTransfer(form: TransferForm, customer: CoreCustomer): ParsedTransfer {
  const from = customer.accounts.find((number) => number === form.from);
  const to = parseAccountNumber(form.to);
  const amount = parseRialAmount(form.amount);
  const code = parseDigitText(form.code, { least: 6, most: 10 });
  if (from !== undefined && to.ok && amount.ok && code.ok) {
    const transfer = { from, to: to.value, amountRials: amount.value, code: code.value };
    return { ok: true, transfer };
  }
  return {
    ok: false,
    errors: {
      ...(from === undefined ? { from: "یکی از حساب‌های خود را انتخاب کنید." } : {}),
      ...(to.ok ? {} : { to: refusalText("accountNumber", to.reason, "fa") }),
      ...(amount.ok ? {} : { amount: refusalText("rialAmount", amount.reason, "fa") }),
      ...(code.ok ? {} : { code: refusalText("dynamicCode", code.reason, "fa") }),
    },
  };
}

const UNKNOWN_ACCOUNT = "حسابی با این شماره در این بانک نیست. شماره حساب مقصد را بررسی کنید.";

export const MOVEMENT_ERRORS: Readonly<Record<MovementRefusal, TransferErrors>> = {
  account_unknown: { to: UNKNOWN_ACCOUNT },
  same_account: { to: "حساب مبدا و مقصد یکی است. حساب دیگری وارد کنید." },
  insufficient_funds: { amount: "موجودی حساب برای این مبلغ کافی نیست. مبلغ کمتری وارد کنید." },
  reference_used: {},
};

export interface TransferDesk {
  readonly client: BankClient;
  readonly coreBank: CoreBankService;
  readonly clock: Clock;
}

export type TransferOutcome =
  | Exclude<CodeOutcome, { kind: "accepted" }>
  | { readonly kind: "moved"; readonly at: number }
  | { readonly kind: "money_refused"; readonly reason: MovementRefusal };

export interface TransferCall {
  readonly customer: CoreCustomer;
  readonly transfer: Transfer;
  readonly transactionReference: string;
  readonly origin: string;
}

export async function makeTransfer(
  { client, coreBank, clock }: TransferDesk,
  { customer, transfer, transactionReference, origin }: TransferCall,
): Promise<TransferOutcome> {
  const { from, to, amountRials, code } = transfer;
  const movement = { from, to, amountRials, reference: transactionReference };
  // Before the code is asked about: a code is not spent on money that cannot move.
  const reason = refuseMovement(coreBank.state(), movement);
  if (reason !== undefined && reason !== "reference_used") return { kind: "money_refused", reason };
  const outcome = await verifyCode(client, {
    purpose: "account-password",
    subject: from,
    code,
    transactionReference,
    origin,
    // Of a joint account each holder has a password; the one who is signed in pays.
    holder: customer.customerId,
    transactionDigest: digestTransaction(amountRials, to),
  });
  if (outcome.kind !== "accepted") return outcome;
  const now = clock.now();
  const description = `انتقال به حساب ${to}`;
  const at = toTimestamp(now);
  const moved = coreBank.move({ kind: "money-moved", ...movement, description, at });
  return moved.ok || moved.reason === "reference_used"
    ? { kind: "moved", at: now }
    : { kind: "money_refused", reason: moved.reason };
}
