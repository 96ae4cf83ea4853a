/** The counter's pages: sign in, find a customer, issue and link, and the receipt. */
import type { IssuedToken, RouteOutput, searchCustomers, TokenSummary } from "@ramznama/contract";
import { groupTokenSerial, parseTokenSerial, toPersianDigits } from "@ramznama/persian";
import { renderField, renderHidden, renderRefusal } from "../pages/field.ts";
import { type Html, html } from "../pages/html.ts";
import { icon } from "../pages/icons.ts";
import { renderPlace } from "../pages/place.ts";
import { renderPrintButton, renderReceipt } from "../pages/receipt.ts";
import { momentWords, renderNumber } from "../pages/words.ts";
import { SEARCH_KINDS, type SearchForm } from "./parse-search.ts";
import type { Teller } from "./staff-session.ts";

export type Customer = RouteOutput<typeof searchCustomers>["customers"][number];

/** What came of the last act, shown once above the page. */
export interface Note {
  readonly good: boolean;
  readonly text: string;
  readonly reference?: string | undefined;
}

export interface CounterFrame {
  readonly bankName: string;
  readonly teller: Teller;
  readonly note?: Note | undefined;
}

function renderFrame(frame: Omit<CounterFrame, "teller">, title: string, who: Html, content: Html) {
  const body = html`<header class="desk-bar">
      <span class="bank-name">${icon("bank")}<strong>${frame.bankName}</strong>باجه شعبه</span>
      ${who}
    </header>
    <main class="desk">${renderNote(frame.note)} ${content}</main>`;
  return renderPlace({ place: "counter", title: `باجه شعبه: ${title}`, body });
}

function renderNote(note: Note | undefined): Html | undefined {
  if (note === undefined) return undefined;
  if (!note.good) return renderRefusal(note.text, note.reference);
  return html`<p class="done" role="status">${icon("check")}${note.text}</p>`;
}

function renderTeller({ name }: Teller): Html {
  return html`<div class="session">
    <span>${name}</span>
    <form method="post" action="/counter/sign-out">
      <button class="link-button" type="submit">${icon("exit")}خروج</button>
    </form>
  </div>`;
}

export function renderCounterDoor(bankName: string, note?: Note): string {
  const content = html`<form class="panel" method="post" action="/counter/sign-in">
      <h1>ورود کارمند</h1>
      <p>برای صدور و اتصال رمزنمای حساب/درگاه، کارمند باجه با حساب سازمانی خود وارد می‌شود.</p>
      <button class="button" type="submit">ورود</button>
    </form>
    <p class="hint">
      محیط آزمایشی: کارمند باجه <code dir="ltr">teller</code>، رمز
      <code dir="ltr">sandbox-teller</code>
    </p>`;
  return renderFrame({ bankName, note }, "ورود", html``, content);
}

export interface SearchParts extends CounterFrame {
  readonly typed?: SearchForm | undefined;
  readonly error?: string | undefined;
  /** More than one: the holders of a joint account. */
  readonly found?: readonly Customer[] | undefined;
}

export function renderSearch(parts: SearchParts): string {
  const { typed, error, found = [] } = parts;
  const by = typed?.by ?? "nationalId";
  const kinds = Object.entries(SEARCH_KINDS).map(
    ([kind, label]) =>
      html`<label class="tab">
        <input type="radio" name="by" value="${kind}" ${kind === by ? html`checked` : undefined} />
        <span>${label}</span>
      </label>`,
  );
  const content = html`<form class="panel" method="post" action="/counter/search">
      <h1>جستجوی مشتری</h1>
      <fieldset class="tabs">
        <legend>جستجو با</legend>
        ${kinds}
      </fieldset>
      ${renderField({ name: "number", label: "شماره", value: typed?.number, error, maxLength: 40, autofocus: true })}
      <button class="button" type="submit">${icon("search")}جستجو</button>
    </form>
    ${found.length === 0 ? undefined : renderFound(found)}`;
  return renderFrame(parts, "جستجوی مشتری", renderTeller(parts.teller), content);
}

function renderFound(found: readonly Customer[]): Html {
  return html`<section>
    <h2>صاحبان این حساب</h2>
    <form class="found" method="post" action="/counter/choose">
      ${found.map(
        ({ customerId, name }) =>
          html`<button class="button quiet" type="submit" name="customerId" value="${customerId}">
            ${name}
          </button>`,
      )}
    </form>
  </section>`;
}

export interface CustomerParts extends CounterFrame {
  readonly customer: Customer;
  readonly tokens: readonly TokenSummary[];
  readonly intent: string;
}

export function renderCustomer(parts: CustomerParts): string {
  const { customer, tokens, intent } = parts;
  const content = html`<header class="customer">
      <h1>${customer.name}</h1>
      <a href="/counter">مشتری دیگر</a>
    </header>
    ${renderFacts(customer)}
    <form class="panel" method="post" action="/counter/tokens">
      <h2>صدور رمزنمای حساب/درگاه</h2>
      ${renderHidden("intent", intent)}
      <label class="choice">
        <input type="checkbox" name="identitySeen" value="yes" required />
        <span>مدرک شناسایی مشتری را دیدم</span>
      </label>
      <button class="button" type="submit">${icon("receipt")}صدور و چاپ رسید</button>
    </form>
    <h2>رمزنماهای مشتری</h2>
    ${
      tokens.length === 0
        ? html`<p class="empty">هنوز رمزنمایی صادر نشده است.</p>`
        : renderTokens(parts)
    }`;
  return renderFrame(parts, parts.customer.name, renderTeller(parts.teller), content);
}

function renderFacts(customer: Customer): Html {
  const { mobile, gatewayLogin, accounts, device } = customer;
  return html`<dl class="facts">
    <dt>تلفن همراه</dt>
    <dd>${mobile === null ? "ثبت نشده" : renderNumber(mobile)}</dd>
    <dt>نام کاربری درگاه</dt>
    <dd>${gatewayLogin === null ? "ندارد" : renderNumber(gatewayLogin)}</dd>
    <dt>حساب‌ها</dt>
    <dd>${accounts.map(({ number }) => html`${renderNumber(number)} `)}</dd>
    <dt>دستگاه</dt>
    <dd>${device === null ? "ثبت نشده" : momentWords(Date.parse(device.registeredAt))}</dd>
  </dl>`;
}

/** What has ended is history, and folded away. */
function renderTokens({ tokens, customer, intent }: CustomerParts): Html {
  const render = (token: TokenSummary) => renderToken(token, customer, intent);
  const ended = tokens.filter(({ state }) => state === "ended");
  return html`<ul class="tokens">
      ${tokens.filter(({ state }) => state !== "ended").map(render)}
    </ul>
    ${
      ended.length === 0
        ? undefined
        : html`<details>
            <summary>${toPersianDigits(String(ended.length))} رمزنمای پایان‌یافته</summary>
            <ul class="tokens">
              ${ended.map(render)}
            </ul>
          </details>`
    }`;
}

const STATES: Readonly<Record<TokenSummary["state"], string>> = {
  issued: "در انتظار فعالسازی",
  confirming: "در حال فعالسازی",
  active: "فعال",
  suspended: "مسدود",
  ended: "پایان‌یافته",
};

function renderToken(token: TokenSummary, customer: Customer, intent: string): Html {
  const { serial, kind, state } = token;
  const links = kind === "account-gateway" && (state === "issued" || state === "active");
  return html`<li class="token ${state}">
    <header>
      <strong><bdi class="number" dir="ltr">${inGroups(serial)}</bdi></strong>
      <span>${kind === "card" ? "رمز دوم کارت" : "حساب/درگاه"}</span>
      <span class="state">${STATES[state]}</span>
    </header>
    ${links ? renderLinks(token, customer) : undefined}
    ${state === "issued" ? renderResend(serial, intent) : undefined}
  </li>`;
}

function renderLinks({ serial, links }: TokenSummary, customer: Customer): Html {
  const login = links.some(({ purpose }) => purpose === "gateway-login");
  const accounts = customer.accounts.map(({ number }) => {
    const linked = links.some(
      ({ purpose, subject }) =>
        purpose === "account-password" && subject.slice(-4) === number.slice(-4),
    );
    return renderBox("accounts", number, html`رمز حساب ${renderNumber(number)}`, linked);
  });
  return html`<form method="post" action="/counter/links">
    ${renderHidden("serial", serial)}
    ${customer.gatewayLogin === null ? undefined : renderBox("gatewayLogin", "yes", html`رمز ورود به درگاه`, login)}
    ${accounts}
    <button class="button quiet" type="submit">ثبت اتصال‌ها</button>
  </form>`;
}

function renderBox(name: string, value: string, label: Html, checked: boolean): Html {
  return html`<label class="choice">
    <input type="checkbox" name="${name}" value="${value}" ${checked ? html`checked` : undefined} />
    <span>${label}</span>
  </label>`;
}

/** The intent of the page and the serial together are one intent. */
function renderResend(serial: string, intent: string): Html {
  return html`<form method="post" action="/counter/resend">
    ${renderHidden("serial", serial)} ${renderHidden("intent", intent)}
    <button class="button quiet" type="submit">ارسال مجدد کد فعالسازی</button>
  </form>`;
}

export interface CounterReceiptParts extends CounterFrame {
  readonly token: IssuedToken;
}

export function renderCounterReceipt(parts: CounterReceiptParts): string {
  const { token, teller } = parts;
  const content = html`<section class="panel">
      <h1>رسید را به مشتری بدهید</h1>
      <p>کد فعالسازی به ${renderNumber(token.smsSentTo)} پیامک شد.</p>
      ${renderPrintButton()}
      <a class="button" href="/counter/customer">اتصال به درگاه و حساب</a>
    </section>
    ${renderReceipt({ receipt: token.receipt, printedAt: teller.name })}`;
  return renderFrame(parts, "رسید", renderTeller(teller), content);
}

function inGroups(serial: string): string {
  const parsed = parseTokenSerial(serial);
  return parsed.ok ? groupTokenSerial(parsed.value) : serial;
}
