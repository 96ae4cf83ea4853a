/** The receipt («رسید»), on the screen as it comes out of the printer, on paper 80 mm wide. */
import type { IssuedToken } from "@ramznama/contract";
import { groupTokenSerial, parseTokenSerial, toPersianDigits } from "@ramznama/persian";
import { type Html, html } from "./html.ts";
import { icon } from "./icons.ts";
import { momentWords, renderNumber } from "./words.ts";

export interface ReceiptParts {
  readonly receipt: IssuedToken["receipt"];
  /** Where it was printed. */
  readonly printedAt: string;
}

export function renderReceipt({ receipt, printedAt }: ReceiptParts): Html {
  const { bankName, kind, serial, subject, smsSentTo, issuedAt, activationExpiresAt } = receipt;
  const card = kind === "card";
  return html`<article class="receipt" aria-label="رسید">
    <header>
      <strong>${bankName}</strong>
      <span>رسید رمزنما</span>
      <span>${printedAt}</span>
    </header>
    <dl>
      <dt>تاریخ و ساعت</dt>
      <dd>${momentWords(Date.parse(issuedAt))}</dd>
      <dt>${card ? "شماره کارت" : "نام مشتری"}</dt>
      <dd>${card ? renderNumber(subject) : subject}</dd>
      <dt>بخش</dt>
      <dd>${card ? "رمز دوم کارت" : "حساب/درگاه"}</dd>
    </dl>
    <p class="serial">
      <span>شماره سریال رمزنما</span>
      <bdi class="number" dir="ltr">${inGroups(serial)}</bdi>
    </p>
    <dl>
      <dt>کد فعالسازی پیامک شد به</dt>
      <dd>${renderNumber(smsSentTo)}</dd>
      <dt>مهلت فعالسازی</dt>
      <dd>${momentWords(Date.parse(activationExpiresAt)).slice(0, -3)}</dd>
    </dl>
    <p class="next">${nextSteps(card)}</p>
    <footer>کد فعالسازی را به هیچ‌کس نگویید؛ کارکنان بانک هرگز آن را نمی‌پرسند.</footer>
  </article>`;
}

function nextSteps(card: boolean): string {
  const section = card ? "رمز دوم کارت" : "حساب/درگاه";
  const first = card ? "شماره کارت، " : "";
  return toPersianDigits(
    `در همراه بانک: رمزنما ← ${section} ← «+»؛ سپس ${first}شماره سریال این رسید و کد فعالسازی پیامک را وارد و «تایید» را بزنید.`,
  );
}

function inGroups(serial: string): string {
  const parsed = parseTokenSerial(serial);
  return parsed.ok ? groupTokenSerial(parsed.value) : serial;
}

/** Needs the script; without one the browser's own menu prints the same. */
export function renderPrintButton(): Html {
  return html`<button class="button quiet" type="button" data-print hidden>
    ${icon("printer")}چاپ رسید
  </button>`;
}
