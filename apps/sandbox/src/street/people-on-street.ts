/** The bank's customers as newcomers need them: everything that a place may ask, for nobody here is real. */
import { groupCardNumber, parseCardNumber, toPersianDigits } from "@ramznama/persian";
import type { CoreCustomer } from "../core-bank/core-bank-state.ts";
import { type Html, html } from "../pages/html.ts";
import { renderNumber } from "../pages/words.ts";

export interface CardOfPerson {
  readonly number: string;
  readonly expiry: string;
  readonly pin: string;
  readonly cvv2: string;
}

export interface PersonOnStreet {
  readonly customer: CoreCustomer;
  /** Live cards. */
  readonly cards: readonly CardOfPerson[];
}

/** People with more cards than this show the rest on demand. */
const CARDS_AT_ONCE = 2;

export function renderPerson({ customer, cards }: PersonOnStreet): Html {
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
    ${renderCards(cards)}
  </li>`;
}

function renderCards(cards: readonly CardOfPerson[]): Html {
  const rows = cards.map(renderCard);
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

function renderCard({ number, expiry, pin, cvv2 }: CardOfPerson): Html {
  return html`<li class="bank-card">
    ${renderNumber(inGroups(number))}
    <span>رمز ${renderNumber(pin)}</span>
    <span>CVV2 ${renderNumber(cvv2)}</span>
    <span>انقضا ${renderNumber(expiry)}</span>
  </li>`;
}

/** Four by four, as on the card. */
export function inGroups(number: string): string {
  const card = parseCardNumber(number);
  return card.ok ? groupCardNumber(card.value) : number;
}
