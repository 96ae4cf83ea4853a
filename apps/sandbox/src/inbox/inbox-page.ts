/** The inbox as people see it: the phones of the bank's customers, and the messages of one. */
import {
  findActivationCode,
  findRegistrationCode,
  formatJalaliDate,
  formatTehranTimeWithSeconds,
  toPersianDigits,
} from "@ramznama/persian";
import { type Html, html } from "../pages/html.ts";
import { icon } from "../pages/icons.ts";
import { renderPage } from "../pages/layout.ts";
import type { Message } from "./inbox.ts";

export interface Phone {
  readonly mobile: string;
  readonly owner: string | undefined;
  /** Newest first. */
  readonly messages: readonly Message[];
}

const REFRESH_SECONDS = 5;

/** With JavaScript the page looks for news itself; without, the browser loads it anew. */
function refreshing(): Html {
  return html`<noscript><meta http-equiv="refresh" content="${REFRESH_SECONDS}" /></noscript>
    <script type="module" src="/assets/inbox.js"></script>`;
}

export function renderPhones(phones: readonly Phone[], newest: string | undefined): string {
  const body = html`<main class="phone" data-newest="${newest}">
    ${renderStatusBar()}
    <header class="bar">
      <a class="back" href="/" aria-label="بازگشت به صفحه اصلی">${icon("back")}</a>
      <h1>صندوق پیامک</h1>
    </header>
    <p class="hint">هر شماره یک گوشی است. این صندوق فقط در محیط آزمایشی باز است.</p>
    <ul class="rows">
      ${phones.map(renderPhoneRow)}
    </ul>
  </main>`;
  return renderPage({ title: "صندوق پیامک", body, head: refreshing() });
}

function renderPhoneRow({ mobile, owner, messages }: Phone): Html {
  const [latest] = messages;
  return html`<li>
    <a class="row" href="/inbox?to=${mobile}">
      <span class="avatar">${icon("phone")}</span>
      <span class="row-text">
        <strong>${owner ?? "شماره ناشناس"}</strong>
        <bdi class="number" dir="ltr">${mobile}</bdi>
        <span class="preview">${latest?.text ?? "پیامکی نرسیده است"}</span>
      </span>
      ${messages.length === 0 ? undefined : html`<span class="count">${toPersianDigits(String(messages.length))}</span>`}
    </a>
  </li>`;
}

export function renderPhone({ mobile, owner, messages }: Phone): string {
  const title = owner ?? "شماره ناشناس";
  const body = html`<main class="phone" data-to="${mobile}" data-newest="${messages[0]?.messageId}">
    ${renderStatusBar()}
    <header class="bar">
      <a class="back" href="/inbox" aria-label="بازگشت به صندوق پیامک">${icon("back")}</a>
      <h1>${title}</h1>
      <bdi class="number" dir="ltr">${mobile}</bdi>
    </header>
    ${
      messages.length === 0
        ? html`<p class="empty">هنوز پیامکی به این شماره نرسیده است.</p>`
        : html`<ol class="messages">
            ${messages.map(renderMessage)}
          </ol>`
    }
  </main>`;
  return renderPage({ title: `پیامک‌های ${title}`, body, head: refreshing() });
}

function renderMessage({ text, receivedAt }: Message): Html {
  const code = findActivationCode(text) ?? findRegistrationCode(text);
  const at = Date.parse(receivedAt);
  const time = toPersianDigits(`${formatJalaliDate(at)}، ${formatTehranTimeWithSeconds(at)}`);
  return html`<li class="message">
    <p class="bubble">${text}</p>
    ${code === undefined ? undefined : renderCode(code)}
    <time datetime="${receivedAt}">${time}</time>
  </li>`;
}

/** What stands at the top of every phone; there to be seen only. */
function renderStatusBar(): Html {
  return html`<div class="status-bar" aria-hidden="true">
    <span>رمزنما</span><span class="signal"><i></i><i></i><i></i><i></i></span>
  </div>`;
}

/** One tap selects it; with JavaScript, another puts it on the clipboard. */
function renderCode(code: string): Html {
  return html`<p class="code">
    <code dir="ltr">${code}</code>
    <button class="copy" type="button" data-copy="${code}" hidden>
      ${icon("copy")}<span aria-live="polite">کپی کد</span>
    </button>
  </p>`;
}
