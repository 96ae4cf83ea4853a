/** The front page: the street with its places, and what to try first. */
import { groupCardNumber, parseCardNumber, toPersianDigits } from "@ramznama/persian";
import type { CoreCustomer } from "../core-bank/core-bank-state.ts";
import { type Html, html } from "../pages/html.ts";
import { icon } from "../pages/icons.ts";
import { renderPage } from "../pages/layout.ts";

export interface Street {
  readonly bankName: string;
  readonly appName: string;
  readonly publicUrl: string;
  readonly internalUrl: string;
  readonly customers: readonly CoreCustomer[];
}

/** People with more cards than this show the rest on demand. */
const CARDS_AT_ONCE = 2;

export function renderStreet(street: Street): string {
  const title = `محیط آزمایشی ${street.bankName}`;
  const body = html`<main class="street">
    <header class="brand">
      <span class="mark">${icon("house")}</span>
      <h1>${title}</h1>
      <p>همه چیز روی همین رایانه است؛ آدم‌ها، کارت‌ها و پیامک‌ها ساختگی‌اند.</p>
    </header>
    ${renderFirstSteps()}
    <h2>خیابان</h2>
    <ul class="places">
      ${renderPlaces(street)}
    </ul>
    <h2>مشتریان بانک</h2>
    <p class="hint">برای امتحان، شماره کارت یکی از این مشتریان را به کار ببرید.</p>
    <ul class="people">
      ${street.customers.map(renderCustomer)}
    </ul>
  </main>`;
  return renderPage({ title, body });
}

function renderFirstSteps(): Html {
  return html`<section class="panel first">
    <h2>از کجا شروع کنم؟</h2>
    <ol>
      <li>
        در ترمینال بنویسید <code dir="ltr">npm run walk</code>؛ همه راه، از شماره سریال تا رمزی که
        فقط یک بار پذیرفته می‌شود، گام به گام نشان داده می‌شود.
      </li>
      <li><a href="/inbox">صندوق پیامک</a> را باز نگه دارید و رسیدن کد فعالسازی را ببینید.</li>
    </ol>
  </section>`;
}

function renderPlaces({ appName, publicUrl, internalUrl }: Street): Html[] {
  const addressOf = (url: string) =>
    html`<a class="number" href="${url}/openapi.json" dir="ltr">${url}</a>`;
  return [
    html`<li>
      <a class="place" href="/inbox">
        ${icon("message")}<strong>صندوق پیامک</strong>
        <span>گوشی همه مشتریان؛ کد فعالسازی به اینجا می‌رسد.</span>
      </a>
    </li>`,
    html`<li>
      <div class="place">
        ${icon("phone")}<strong>${appName}</strong>
        <span>سرویس گوشی مشتری، در نشانی ${addressOf(publicUrl)}</span>
      </div>
    </li>`,
    html`<li>
      <div class="place">
        ${icon("desk")}<strong>سرویس شعبه و درگاه‌های بانک</strong>
        <span>برای کارمندان، خودپرداز و فروشگاه، در نشانی ${addressOf(internalUrl)}</span>
      </div>
    </li>`,
    html`<li>
      <a class="place" href="/openapi.json">
        ${icon("bank")}<strong>بانکداری متمرکز</strong>
        <span>مشتریان، کارت‌ها و حساب‌ها؛ شرح سرویس‌های این نشانی.</span>
      </a>
    </li>`,
  ];
}

function renderCustomer(customer: CoreCustomer): Html {
  const { name, nationalId, mobile, gatewayLogin, accounts } = customer;
  return html`<li class="person">
    <h3>${name}</h3>
    <dl>
      <dt>کد ملی</dt>
      <dd>${renderNumber(nationalId)}</dd>
      <dt>تلفن همراه</dt>
      <dd>
        ${mobile === null ? "ثبت نشده" : html`<a href="/inbox?to=${mobile}">${renderNumber(mobile)}</a>`}
      </dd>
      <dt>نام کاربری درگاه</dt>
      <dd>${gatewayLogin === null ? "ندارد" : renderNumber(gatewayLogin)}</dd>
      <dt>حساب</dt>
      <dd>
        ${accounts.length === 0 ? "ندارد" : accounts.map((account) => html`<span>${renderNumber(account)}</span> `)}
      </dd>
    </dl>
    ${renderCards(customer.cards.filter(({ active }) => active))}
  </li>`;
}

function renderCards(cards: CoreCustomer["cards"]): Html {
  const rows = cards.map(({ number }) => html`<li>${renderNumber(inGroups(number))}</li>`);
  const [shown, folded] = [rows.slice(0, CARDS_AT_ONCE), rows.slice(CARDS_AT_ONCE)];
  return html`<ul class="cards">
      ${shown}
    </ul>
    ${
      folded.length === 0
        ? undefined
        : html`<details>
            <summary>${toPersianDigits(String(folded.length))} کارت دیگر</summary>
            <ul class="cards">
              ${folded}
            </ul>
          </details>`
    }`;
}

function renderNumber(number: string): Html {
  return html`<bdi class="number" dir="ltr">${number}</bdi>`;
}

/** Four by four, as on the card. */
function inGroups(number: string): string {
  const card = parseCardNumber(number);
  return card.ok ? groupCardNumber(card.value) : number;
}
