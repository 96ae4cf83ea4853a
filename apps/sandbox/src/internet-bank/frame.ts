/** The frame of the internet bank: its name above, and who is signed in. */
import type { CoreCustomer } from "../core-bank/core-bank-state.ts";
import { type Html, html } from "../pages/html.ts";
import { icon } from "../pages/icons.ts";
import { renderPlace } from "../pages/place.ts";

export interface FrameParts {
  readonly bankName: string;
  readonly title: string;
  readonly customer?: CoreCustomer | undefined;
  readonly content: Html;
}

export function renderFrame({ bankName, title, customer, content }: FrameParts): string {
  const body = html`<header class="bank-bar">
      <span class="bank-name">${icon("bank")}<strong>اینترنت‌بانک</strong>${bankName}</span>
      ${customer === undefined ? undefined : renderWho(customer)}
    </header>
    <main class="ibank ${customer === undefined ? "door" : ""}">${content}</main>`;
  return renderPlace({ place: "internet-bank", title: `اینترنت‌بانک: ${title}`, body });
}

function renderWho({ name }: CoreCustomer): Html {
  return html`<div class="session">
    <span>${name}</span>
    <form method="post" action="/internet-bank/sign-out">
      <button class="link-button" type="submit">${icon("exit")}خروج</button>
    </form>
  </div>`;
}
