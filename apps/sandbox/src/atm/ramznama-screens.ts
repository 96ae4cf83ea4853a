/** The ATM's «رمزنما»: what it offers, what it asks before it acts, and what came of it. */
import { renderField, renderHidden, renderRefusal } from "../pages/field.ts";
import { type Html, html } from "../pages/html.ts";
import { icon } from "../pages/icons.ts";
import { renderPrintButton, renderReceipt } from "../pages/receipt.ts";
import { momentWords, renderNumber } from "../pages/words.ts";
import { refusalWords } from "../bank/refusal-words.ts";
import type { BankRefusal } from "../bank/bank-client.ts";
import { toPersianDigits } from "@ramznama/persian";
import type { AtmResult } from "./atm-acts.ts";
import { renderExit, renderKey, renderScreen } from "./atm-screens.ts";

export interface ServiceParts {
  readonly bankName: string;
  readonly idleSeconds: number;
  /** Made by the ATM for this screen: one intent, one reference. */
  readonly intent: string;
}

export function renderRamznamaMenu({ intent, ...frame }: ServiceParts): string {
  const content = html`<div class="menu">
      <form method="post" action="/atm/tokens">
        ${renderHidden("intent", intent)}
        <button class="key" type="submit">
          ${icon("receipt")}<span>دریافت رمزنمای کارت<small>رسید با شماره سریال</small></span>
        </button>
      </form>
      ${renderKey("/atm/resend", "message", "ارسال مجدد کد فعالسازی")}
      ${renderKey("/atm/release", "phone", "آزادسازی دستگاه", "برای گوشی جدید")}
      ${renderKey("/atm/block", "lock", "مسدود کردن رمزنما", "گوشی گم یا دزدیده شده")}
    </div>
    <p class="note">رمزنمای حساب/درگاه در شعبه داده می‌شود.</p>
    ${renderKey("/atm/menu", "back", "بازگشت")} ${renderExit()}`;
  return renderScreen({ ...frame, title: "رمزنما", content });
}

export interface ResendParts extends ServiceParts {
  readonly serial: string;
  readonly error?: string;
}

export function renderResend({ intent, serial, error, ...frame }: ResendParts): string {
  const content = html`<p>
      کد تازه‌ای به شماره همراه ثبت‌شده در بانک پیامک می‌شود و کد پیشین باطل است.
    </p>
    <form class="keys" method="post" action="/atm/resend">
      ${renderHidden("intent", intent)}
      ${renderField({ name: "serial", label: "شماره سریال رمزنما", value: serial, hint: "روی رسید چاپ شده است.", error, kind: "digits", maxLength: 32, autofocus: true })}
      <button class="key wide" type="submit">ارسال مجدد</button>
    </form>
    ${renderKey("/atm/ramznama", "back", "بازگشت")} ${renderExit()}`;
  return renderScreen({ ...frame, title: "ارسال مجدد کد فعالسازی", content });
}

const CONFIRMATIONS = {
  release: {
    title: "آزادسازی دستگاه",
    lines: [
      "دستگاهی که رمزنمای شما روی آن است آزاد می‌شود و همه رمزنماهای آن از کار می‌افتد.",
      "تا ۲۴ ساعت پس از آن، شماره سریال تازه فقط در شعبه و با مدرک شناسایی داده می‌شود.",
    ],
    confirm: "آزاد شود",
  },
  block: {
    title: "مسدود کردن رمزنما",
    lines: [
      "همه رمزنماهای شما، کارت و حساب/درگاه، همین حالا مسدود می‌شود.",
      "رفع مسدودی فقط در شعبه و با مدرک شناسایی انجام می‌شود.",
    ],
    confirm: "مسدود شود",
  },
} as const;

export function renderConfirmation(
  act: keyof typeof CONFIRMATIONS,
  { intent, ...frame }: ServiceParts,
): string {
  const { title, lines, confirm } = CONFIRMATIONS[act];
  const content = html`${lines.map((line) => html`<p>${line}</p>`)}
    <div class="menu">
      <a class="key" href="/atm/ramznama" autofocus>${icon("back")}<span>انصراف</span></a>
      <form method="post" action="/atm/${act}">
        ${renderHidden("intent", intent)}
        <button class="key harm" type="submit">${icon("alert")}<span>${confirm}</span></button>
      </form>
    </div>
    ${renderExit()}`;
  return renderScreen({ ...frame, title, content });
}

export type ResultFrame = Omit<ServiceParts, "intent">;

export function renderResult(result: AtmResult, frame: ResultFrame): string {
  const { title, words, paper } = describeResult(result, frame.bankName);
  const content = html`${words} ${renderKey("/atm/ramznama", "back", "بازگشت به رمزنما")}
  ${renderExit()}`;
  return renderScreen({ ...frame, title, content, paper });
}

interface Description {
  readonly title: string;
  readonly words: Html;
  readonly paper?: Html;
}

function describeResult(result: AtmResult, bankName: string): Description {
  switch (result.kind) {
    case "issued":
      return {
        title: "رسید خود را بردارید",
        words: html`<p>
            شماره سریال روی رسید است. کد فعالسازی به ${renderNumber(result.token.smsSentTo)} پیامک
            شد.
          </p>
          ${renderPrintButton()}`,
        paper: renderReceipt({
          receipt: result.token.receipt,
          printedAt: `خودپرداز ${bankName}`,
        }),
      };
    case "sent":
      return {
        title: "کد فعالسازی فرستاده شد",
        words: html`<p>
          کد تازه به ${renderNumber(result.code.smsSentTo)} پیامک شد و تا
          ${momentWords(Date.parse(result.code.activationExpiresAt))} اعتبار دارد.
        </p>`,
      };
    case "released":
      return {
        title: result.released ? "دستگاه آزاد شد" : "دستگاهی ثبت نبود",
        words: html`<p>
          ${
            result.released
              ? "اکنون می‌توانید گوشی دیگری را ثبت کنید. برای شماره سریال تازه، تا ۲۴ ساعت به شعبه مراجعه کنید."
              : "برای شما دستگاهی ثبت نشده است؛ می‌توانید گوشی خود را ثبت کنید."
          }
        </p>`,
      };
    case "blocked":
      return {
        title: "رمزنما مسدود شد",
        words: html`<p>
          ${toPersianDigits(String(result.blockedTokens))} رمزنما مسدود شد و رمزهای آن‌ها دیگر
          پذیرفته نمی‌شود. برای رفع مسدودی با مدرک شناسایی به شعبه مراجعه کنید.
        </p>`,
      };
    case "refused":
      return { title: "انجام نشد", words: renderRefused(result.refusal) };
  }
}

function renderRefused(refusal: BankRefusal): Html {
  const { text, reference, mayRetry } = refusalWords(refusal);
  const again = html`<form method="post" action="/atm/again">
    <button class="key wide" type="submit">تلاش دوباره</button>
  </form>`;
  return html`${renderRefusal(text, reference)} ${mayRetry ? again : undefined}`;
}
