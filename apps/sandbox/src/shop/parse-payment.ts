/** What was typed on the payment page: typed values, or what is wrong beside which field. */
import {
  type CardNumber,
  compactDigits,
  parseCardNumber,
  parseDigitText,
  parseRialAmount,
  refusalText,
  type RialAmount,
} from "@ramznama/persian";
import { z } from "zod";
import { parseExpiry } from "./parse-expiry.ts";

const typed = z.string().max(128);

export const PaymentForm = z.strictObject({
  amount: typed,
  cardNumber: typed,
  cvv2: typed,
  expiry: typed,
  code: typed,
});

export type PaymentForm = z.output<typeof PaymentForm>;

export interface Payment {
  readonly amountRials: RialAmount;
  readonly cardNumber: CardNumber;
  readonly cvv2: string;
  readonly expiry: string;
  readonly code: string;
}

export type PaymentErrors = Readonly<Partial<Record<keyof PaymentForm, string>>>;

export type ParsedPayment =
  | { readonly ok: true; readonly payment: Payment }
  | { readonly ok: false; readonly errors: PaymentErrors };

/** Dynamic passwords have 8 digits here; another bank's may have 6 to 10. */
const CODE_DIGITS = { least: 6, most: 10 };

export function parsePayment(form: PaymentForm, cardPrefix: string): ParsedPayment {
  const amount = parseRialAmount(form.amount);
  const card = parseCardNumber(form.cardNumber, cardPrefix);
  const cvv2 = /^\d{3,4}$/u.exec(compactDigits(form.cvv2))?.[0];
  const expiry = parseExpiry(form.expiry);
  const code = parseDigitText(form.code, CODE_DIGITS);
  if (amount.ok && card.ok && cvv2 !== undefined && expiry !== undefined && code.ok) {
    const payment = { amountRials: amount.value, cardNumber: card.value, cvv2, expiry };
    return { ok: true, payment: { ...payment, code: code.value } };
  }
  return {
    ok: false,
    errors: {
      ...(amount.ok ? {} : { amount: refusalText("rialAmount", amount.reason, "fa") }),
      ...(card.ok ? {} : { cardNumber: refusalText("cardNumber", card.reason, "fa") }),
      ...(cvv2 === undefined ? { cvv2: "CVV2 سه یا چهار رقم پشت کارت است." } : {}),
      ...(expiry === undefined
        ? { expiry: "تاریخ انقضا را به شکل سال/ماه وارد کنید، مانند ۱۴۰۸/۱۰." }
        : {}),
      ...(code.ok ? {} : { code: refusalText("dynamicCode", code.reason, "fa") }),
    },
  };
}
