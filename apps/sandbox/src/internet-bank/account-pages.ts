/** The pages after signing in: accounts, transfer, and what came of it. */
import {
  groupThousands,
  toPersianDigits,
  verificationText,
  type AccountNumber,
} from "@ramznama/persian";
import type { BankAnswer } from "../bank/bank-client.ts";
import type { blockTokens } from "@ramznama/contract";
import { refusalWords } from "../bank/refusal-words.ts";
import {
  balanceOf,
  type CoreBank,
  type CoreCustomer,
  holdersOf,
  type Movement,
} from "../core-bank/core-bank-state.ts";
import { renderField, renderHidden, renderRefusal } from "../pages/field.ts";
import { type Html, html } from "../pages/html.ts";
import { icon, type IconName } from "../pages/icons.ts";
import { momentWords, renderNumber, rialWords } from "../pages/words.ts";
import { renderFrame } from "./frame.ts";
import type { Transfer, TransferErrors, TransferForm, TransferOutcome } from "./transfer.ts";

export interface InsideParts {
  readonly bankName: string;
  readonly bank: CoreBank;
  readonly customer: CoreCustomer;
}

const MOVEMENTS_SHOWN = 8;

export function renderAccounts({ bankName, bank, customer }: InsideParts): string {
  const own = new Set<string>(customer.accounts);
  const movements = bank.movements.filter(
    ({ from, to }) => own.has(from) || (to !== null && own.has(to)),
  );
  const content = html`<h1>حساب‌ها</h1>
    <ul class="accounts">
      ${customer.accounts.map((account) => renderAccount(bank, account))}
    </ul>
    <div class="actions">
      <a class="button" href="/internet-bank/transfer">${icon("transfer")}انتقال وجه</a>
      <a class="button quiet" href="/internet-bank/block">${icon("lock")}مسدود کردن رمزنما</a>
    </div>
    <h2>گردش حساب</h2>
    ${
      movements.length === 0
        ? html`<p class="empty">هنوز گردشی ثبت نشده است.</p>`
        : html`<ol class="movements">
            ${movements.slice(0, MOVEMENTS_SHOWN).map((movement) => renderMovement(movement, own))}
          </ol>`
    }`;
  return renderFrame({ bankName, title: "حساب‌ها", customer, content });
}

function renderAccount(bank: CoreBank, account: AccountNumber): Html {
  const joint = holdersOf(bank, account).length > 1;
  return html`<li class="account">
    <span>${joint ? "حساب مشترک" : "حساب"} ${renderNumber(account)}</span>
    <strong>${rialWords(balanceOf(bank, account))}</strong>
  </li>`;
}

function renderMovement({ from, to, amountRials, description, at }: Movement, own: Set<string>) {
  const leaves = own.has(from);
  const arrives = to !== null && own.has(to);
  const words = leaves ? description : `انتقال از حساب ${from}`;
  const sign = leaves && !arrives ? "-" : arrives && !leaves ? "+" : "";
  return html`<li>
    <span>${words}</span>
    <strong dir="ltr">${sign}${toPersianDigits(groupThousands(amountRials))}</strong>
    <time datetime="${at}">${momentWords(Date.parse(at))}</time>
  </li>`;
}

export type TypedTransfer = Omit<TransferForm, "code">;

export interface TransferPageParts extends InsideParts {
  readonly typed: TypedTransfer;
  readonly errors?: TransferErrors;
}

export function renderTransferPage(parts: TransferPageParts): string {
  const { bankName, bank, customer, typed, errors = {} } = parts;
  const wrong = Object.keys(errors).length > 0;
  const content = html`<form class="panel" method="post" action="/internet-bank/transfer">
    <h1>انتقال وجه</h1>
    ${wrong ? renderRefusal("انتقال انجام نشد. موارد مشخص‌شده را درست کنید.") : undefined}
    ${renderHidden("order", typed.order)}
    <fieldset>
      <legend>از حساب</legend>
      ${customer.accounts.map((account, index) => renderSource(bank, account, typed.from === "" ? index === 0 : typed.from === account))}
      ${errors.from === undefined ? undefined : html`<p class="error">${errors.from}</p>`}
    </fieldset>
    ${renderField({ name: "to", label: "به حساب", value: typed.to, error: errors.to, hint: "حسابی در همین بانک؛ شماره‌ها در صفحه اصلی محیط آزمایشی است.", kind: "number", maxLength: 32, autofocus: true })}
    ${renderField({ name: "amount", label: "مبلغ (ریال)", value: typed.amount, error: errors.amount, kind: "amount", maxLength: 24 })}
    ${renderField({
      name: "code",
      label: "رمز حساب",
      hint: "در همراه بانک، بخش رمزنما، «حساب/درگاه»: «دریافت رمز».",
      error: errors.code,
      kind: "digits",
      autocomplete: "one-time-code",
      maxLength: 24,
    })}
    <button class="button" type="submit">انتقال</button>
    <a class="button quiet" href="/internet-bank/accounts">انصراف</a>
  </form>`;
  return renderFrame({ bankName, title: "انتقال وجه", customer, content });
}

function renderSource(bank: CoreBank, account: AccountNumber, checked: boolean): Html {
  return html`<label class="choice">
    <input
      type="radio"
      name="from"
      value="${account}"
      required
      ${checked ? html`checked` : undefined}
    />
    <span>${renderNumber(account)}<small>${rialWords(balanceOf(bank, account))}</small></span>
  </label>`;
}

export interface TransferResultParts extends InsideParts {
  readonly transfer: Transfer;
  readonly outcome: TransferOutcome;
}

export function renderTransferResult(parts: TransferResultParts): string {
  const { bankName, customer, bank, transfer, outcome } = parts;
  const { title, tone, picture, words, again } = describe(outcome);
  const content = html`<section class="panel outcome ${tone}">
    <span class="seal">${icon(picture)}</span>
    <h1>${title}</h1>
    ${words}
    <dl class="facts">
      <dt>از حساب</dt>
      <dd>${renderNumber(transfer.from)}</dd>
      <dt>به حساب</dt>
      <dd>${renderNumber(transfer.to)}</dd>
      <dt>مبلغ</dt>
      <dd>${rialWords(transfer.amountRials)}</dd>
      <dt>موجودی مبدا</dt>
      <dd>${rialWords(balanceOf(bank, transfer.from))}</dd>
    </dl>
    ${again}
    <a class="button quiet" href="/internet-bank/accounts">حساب‌ها</a>
  </section>`;
  return renderFrame({ bankName, title, customer, content });
}

interface Description {
  readonly title: string;
  readonly tone: "good" | "bad" | "waiting";
  readonly picture: IconName;
  readonly words: Html;
  readonly again?: Html;
}

const bad = { title: "انتقال انجام نشد", tone: "bad", picture: "alert" } as const;
const tryAgain = html`<a class="button" href="/internet-bank/transfer">تلاش دوباره</a>`;

function describe(outcome: TransferOutcome): Description {
  switch (outcome.kind) {
    case "moved": {
      const words = `${verificationText("accepted", "fa")} ${momentWords(outcome.at)}`;
      return {
        title: "انتقال انجام شد",
        tone: "good",
        picture: "check",
        words: html`<p>${words}</p>`,
      };
    }
    case "rejected":
      return { ...bad, words: html`<p>${verificationText("rejected", "fa")}</p>`, again: tryAgain };
    case "money_refused":
      return {
        ...bad,
        words: html`<p>حساب در این میان تغییر کرد. موجودی را ببینید و دوباره تلاش کنید.</p>`,
        again: tryAgain,
      };
    case "unanswered": {
      const { text, reference, mayRetry } = refusalWords(outcome.refusal);
      const retry = html`<form method="post" action="/internet-bank/again">
        <button class="button" type="submit">تلاش دوباره</button>
      </form>`;
      const words = renderRefusal(text, reference);
      const title = "هنوز پاسخی نرسیده است";
      return { ...bad, title, tone: "waiting", words, again: mayRetry ? retry : tryAgain };
    }
  }
}

export interface BlockedParts {
  readonly bankName: string;
  readonly customer?: CoreCustomer | undefined;
  readonly answer: BankAnswer<typeof blockTokens>;
}

export function renderBlocked({ bankName, customer, answer }: BlockedParts): string {
  const done = answer.ok;
  const words = done
    ? html`<p>
        ${toPersianDigits(String(answer.value.blockedTokens))} رمزنما مسدود شد و رمزهای آن‌ها دیگر
        پذیرفته نمی‌شود. برای رفع مسدودی با مدرک شناسایی به شعبه مراجعه کنید.
      </p>`
    : renderRefusal(refusalWords(answer).text, refusalWords(answer).reference);
  const title = done ? "رمزنما مسدود شد" : "مسدود نشد";
  const content = html`<section class="panel outcome ${done ? "good" : "bad"}">
    <span class="seal">${icon(done ? "lock" : "alert")}</span>
    <h1>${title}</h1>
    ${words}
    ${done ? undefined : html`<a class="button" href="/internet-bank/block">تلاش دوباره</a>`}
    <a class="button quiet" href="/internet-bank">بازگشت</a>
  </section>`;
  return renderFrame({ bankName, title, customer, content });
}
