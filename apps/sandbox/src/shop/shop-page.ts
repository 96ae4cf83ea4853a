/** The shop's payment page, and what comes of a payment. */
import { groupThousands, maskCardNumber, verificationText } from "@ramznama/persian";
import { refusalWords } from "../bank/refusal-words.ts";
import { renderField, renderRefusal } from "../pages/field.ts";
import { type Html, html } from "../pages/html.ts";
import { icon, type IconName } from "../pages/icons.ts";
import { renderPlace } from "../pages/place.ts";
import { momentWords, renderNumber, rialWords } from "../pages/words.ts";
import type { Payment, PaymentErrors, PaymentForm } from "./parse-payment.ts";
import { MERCHANT, type PaymentOutcome } from "./pay.ts";

/** What is kept when the page is shown again: never CVV2 and code. */
export type KeptPayment = Pick<PaymentForm, "amount" | "cardNumber" | "expiry">;

const FIRST_AMOUNT_RIALS = 1_250_000;

export const firstPayment: KeptPayment = {
  amount: groupThousands(FIRST_AMOUNT_RIALS),
  cardNumber: "",
  expiry: "",
};

export function renderPaymentPage(kept: KeptPayment, errors: PaymentErrors = {}): string {
  const wrong = Object.keys(errors).length > 0;
  const body = html`<main class="till">
    <header class="merchant">
      <span class="mark">${icon("shop")}</span>
      <div>
        <h1>پرداخت اینترنتی</h1>
        <p>${MERCHANT}</p>
      </div>
    </header>
    <form class="panel" method="post" action="/shop/payment">
      ${wrong ? renderRefusal("پرداخت انجام نشد. موارد مشخص‌شده را درست کنید.") : undefined}
      ${renderField({ name: "amount", label: "مبلغ (ریال)", value: kept.amount, error: errors.amount, kind: "amount", maxLength: 24 })}
      ${renderField({ name: "cardNumber", label: "شماره کارت", value: kept.cardNumber, error: errors.cardNumber, kind: "digits", maxLength: 32, autofocus: kept.cardNumber === "" })}
      <div class="pair">
        ${renderField({ name: "cvv2", label: "CVV2", error: errors.cvv2, kind: "secret-digits", maxLength: 4 })}
        ${renderField({ name: "expiry", label: "تاریخ انقضا (سال/ماه)", value: kept.expiry, error: errors.expiry, maxLength: 9 })}
      </div>
      ${renderField({
        name: "code",
        label: "رمز دوم پویا",
        hint: "در همراه بانک، بخش رمزنما، «دریافت رمز» را بزنید و رمز را اینجا بنویسید یا بچسبانید.",
        error: errors.code,
        kind: "digits",
        autocomplete: "one-time-code",
        maxLength: 24,
        autofocus: kept.cardNumber !== "",
      })}
      <button class="button" type="submit">پرداخت</button>
    </form>
    <p class="hint">محیط آزمایشی است؛ مشخصات کارت‌ها در <a href="/#people">صفحه اصلی</a> است.</p>
  </main>`;
  return renderPlace({ place: "shop", title: "پرداخت اینترنتی", body });
}

export function renderPaymentResult(outcome: PaymentOutcome, payment: Payment): string {
  const { title, tone, picture, text, action } = describe(outcome);
  const body = html`<main class="till">
    <section class="panel outcome ${tone}">
      <span class="seal">${icon(picture)}</span>
      <h1>${title}</h1>
      ${text}
      <dl class="facts">
        <dt>پذیرنده</dt>
        <dd>${MERCHANT}</dd>
        <dt>مبلغ</dt>
        <dd>${rialWords(payment.amountRials)}</dd>
        <dt>کارت</dt>
        <dd>${renderNumber(maskCardNumber(payment.cardNumber))}</dd>
        ${
          outcome.kind === "paid"
            ? html`<dt>زمان</dt>
                <dd>${momentWords(outcome.at)}</dd>`
            : undefined
        }
      </dl>
      ${action}
    </section>
  </main>`;
  return renderPlace({ place: "shop", title, body });
}

interface Description {
  readonly title: string;
  readonly tone: "good" | "bad" | "waiting";
  readonly picture: IconName;
  readonly text: Html;
  readonly action: Html;
}

const bad = { title: "پرداخت انجام نشد", tone: "bad", picture: "alert" } as const;
const tryAgain = html`<a class="button" href="/shop">تلاش دوباره</a>`;

function describe(outcome: PaymentOutcome): Description {
  switch (outcome.kind) {
    case "paid":
      return {
        title: "پرداخت انجام شد",
        tone: "good",
        picture: "check",
        text: html`<p>${verificationText("accepted", "fa")} این رمز دیگر به کار نمی‌آید.</p>`,
        action: html`<a class="button" href="/shop">خرید دیگر</a>`,
      };
    case "rejected":
      return { ...bad, text: html`<p>${verificationText("rejected", "fa")}</p>`, action: tryAgain };
    case "card_refused":
      return {
        ...bad,
        text: html`<p>
          مشخصات کارت پذیرفته نشد. شماره کارت، CVV2 و تاریخ انقضا را با کارت مقایسه کنید.
        </p>`,
        action: tryAgain,
      };
    case "card_paused":
      return {
        ...bad,
        text: html`<p>تلاش‌های ناموفق با این کارت زیاد بود. ده دقیقه دیگر دوباره تلاش کنید.</p>`,
        action: tryAgain,
      };
    case "money_refused":
      return {
        ...bad,
        text: html`<p>موجودی حساب برای این خرید کافی نیست. مبلغ کمتری بپردازید.</p>`,
        action: tryAgain,
      };
    case "unanswered":
      return describeUnanswered(outcome);
  }
}

function describeUnanswered({ refusal }: Extract<PaymentOutcome, { kind: "unanswered" }>) {
  const words = refusalWords(refusal);
  return {
    ...bad,
    title: "هنوز پاسخی نرسیده است",
    tone: "waiting" as const,
    text: html`<p>${words.text}</p>
      ${words.reference === undefined ? undefined : html`<p class="reference">شماره پیگیری: <bdi dir="ltr">${words.reference}</bdi></p>`}`,
    action: words.mayRetry
      ? html`<form method="post" action="/shop/again">
            <button class="button" type="submit">تلاش دوباره</button>
          </form>
          <a class="button quiet" href="/shop">بازگشت به فرم پرداخت</a>`
      : tryAgain,
  };
}
