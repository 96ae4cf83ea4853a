/** The screens of the ATM before and around its services: card, PIN, menu, good-bye. */
import {
  groupCardNumber,
  maskCardNumber,
  parseCardNumber,
  toPersianDigits,
} from "@ramznama/persian";
import type { CoreCustomer } from "../core-bank/core-bank-state.ts";
import { renderField, renderRefusal } from "../pages/field.ts";
import { type Html, html } from "../pages/html.ts";
import { icon, type IconName } from "../pages/icons.ts";
import { renderPlace } from "../pages/place.ts";
import { renderNumber, rialWords, waitWords } from "../pages/words.ts";

export interface ScreenParts {
  readonly bankName: string;
  readonly title: string;
  readonly content: Html;
  /** A card is in: the screen says when the visit ends, and ends it. */
  readonly idleSeconds?: number;
  /** What comes out of the receipt slot. */
  readonly paper?: Html | undefined;
}

export function renderScreen(parts: ScreenParts): string {
  const { bankName, title, content, idleSeconds, paper } = parts;
  const body = html`<main class="atm" data-idle="${idleSeconds}">
    <header class="sign">${icon("bank")}<strong>${bankName}</strong><span>خودپرداز</span></header>
    <section class="screen">
      <h1>${title}</h1>
      ${content}
      <p class="idle" role="status" data-idle-note hidden></p>
    </section>
    <div class="slots" aria-hidden="true">
      <span class="slot card-slot ${idleSeconds === undefined ? "" : "taken"}">کارت</span>
      <span class="slot receipt-slot">رسید</span>
    </div>
    ${paper}
  </main>`;
  return renderPlace({ place: "atm", title: `خودپرداز: ${title}`, body, script: "atm.js" });
}

export interface CardScreenParts {
  readonly bankName: string;
  readonly customers: readonly CoreCustomer[];
  readonly typed?: string;
  readonly error?: string;
}

/** People with more cards than this show the rest on demand. */
const CARDS_AT_ONCE = 3;

export function renderCardScreen({ bankName, customers, typed, error }: CardScreenParts): string {
  const content = html`<p>شماره کارت را وارد کنید یا یکی از کارت‌های این محیط را بردارید.</p>
    <form class="keys" method="post" action="/atm/card">
      ${renderField({ name: "cardNumber", label: "شماره کارت", value: typed, error, kind: "digits", maxLength: 32, autofocus: true })}
      <button class="key wide" type="submit">ادامه</button>
    </form>
    <form class="wallet" method="post" action="/atm/card">
      <h2>کارت‌های محیط آزمایشی</h2>
      <ul>
        ${customers.map(renderCardsOf)}
      </ul>
    </form>`;
  return renderScreen({ bankName, title: "خوش آمدید", content });
}

function renderCardsOf({ name, cards }: CoreCustomer): Html {
  const rows = cards.filter(({ active }) => active).map(({ number }) => renderCardKey(number));
  const folded = rows.slice(CARDS_AT_ONCE);
  return html`<li>
    <span>${name}</span>
    ${rows.slice(0, CARDS_AT_ONCE)}
    ${
      folded.length === 0
        ? undefined
        : html`<details>
            <summary>${toPersianDigits(String(folded.length))} کارت دیگر</summary>
            ${folded}
          </details>`
    }
  </li>`;
}

function renderCardKey(number: string): Html {
  const card = parseCardNumber(number);
  return html`<button class="card-key" type="submit" name="cardNumber" value="${number}">
    ${renderNumber(card.ok ? groupCardNumber(card.value) : number)}
  </button>`;
}

export interface PinScreenParts {
  readonly bankName: string;
  readonly idleSeconds: number;
  readonly triesLeft?: number;
}

export function renderPinScreen({ bankName, idleSeconds, triesLeft }: PinScreenParts): string {
  const content = html`${triesLeft === undefined ? undefined : renderRefusal(wrongPin(triesLeft))}
    <form class="keys" method="post" action="/atm/pin">
      ${renderField({ name: "pin", label: "رمز اول کارت", kind: "secret-digits", maxLength: 12, autofocus: true })}
      <div class="keypad" data-keypad="pin" hidden>
        ${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => html`<button type="button" value="${digit}">${digit}</button>`)}
        <button type="button" value="clear" aria-label="پاک کردن">${icon("erase")}</button>
        <button type="button" value="0">0</button>
      </div>
      <button class="key wide" type="submit">تایید</button>
    </form>
    ${renderExit()}`;
  return renderScreen({ bankName, title: "رمز کارت را وارد کنید", content, idleSeconds });
}

function wrongPin(triesLeft: number): string {
  const tries = toPersianDigits(String(triesLeft));
  return `رمز درست نیست. ${tries} بار دیگر می‌توانید وارد کنید؛ سپس کارت برای مدتی نزد خودپرداز می‌ماند.`;
}

/** One key of the menu: a page to go to. */
export function renderKey(address: string, picture: IconName, label: string, note?: string): Html {
  return html`<a class="key" href="${address}">
    ${icon(picture)}<span
      >${label}${note === undefined ? undefined : html`<small>${note}</small>`}</span
    >
  </a>`;
}

export function renderExit(): Html {
  return html`<form class="exit" method="post" action="/atm/exit">
    <button class="key quiet" type="submit">${icon("exit")}<span>خروج</span></button>
  </form>`;
}

export function renderMenu(bankName: string, cardNumber: string, idleSeconds: number): string {
  const content = html`<p class="whose">کارت ${renderNumber(masked(cardNumber))}</p>
    <nav class="menu" aria-label="خدمات">
      ${renderKey("/atm/ramznama", "key", "رمزنما", "رمز دوم پویا با گوشی شما")}
      ${renderKey("/atm/balance", "wallet", "اعلام موجودی")}
    </nav>
    ${renderExit()}`;
  return renderScreen({ bankName, title: "یک خدمت را انتخاب کنید", content, idleSeconds });
}

export function renderBalance(
  bankName: string,
  balanceRials: number | undefined,
  idleSeconds: number,
): string {
  const text =
    balanceRials === undefined ? "این کارت حسابی ندارد." : `موجودی: ${rialWords(balanceRials)}`;
  const content = html`<p class="amount">${text}</p>
    ${renderKey("/atm/menu", "back", "بازگشت")} ${renderExit()}`;
  return renderScreen({ bankName, title: "اعلام موجودی", content, idleSeconds });
}

export type Farewell = "left" | "ended" | { readonly keptSeconds: number };

export function renderFarewell(bankName: string, farewell: Farewell): string {
  const [title, text] = farewellWords(farewell);
  const content = html`<p>${text}</p>
    <a class="key wide" href="/atm">شروع دوباره</a>`;
  return renderScreen({ bankName, title, content });
}

function farewellWords(farewell: Farewell): readonly [string, string] {
  switch (farewell) {
    case "left":
      return ["خدانگهدار", "کارت خود را بردارید."];
    case "ended":
      return ["زمان شما به پایان رسید", "چون مدتی کاری نکردید، کارت بیرون داده شد. آن را بردارید."];
    default: {
      const wait = waitWords(farewell.keptSeconds);
      return [
        "کارت نزد خودپرداز ماند",
        `رمز چند بار نادرست وارد شد. ${wait} دیگر می‌توانید دوباره تلاش کنید.`,
      ];
    }
  }
}

export function masked(cardNumber: string): string {
  const card = parseCardNumber(cardNumber);
  return card.ok ? maskCardNumber(card.value) : cardNumber;
}
