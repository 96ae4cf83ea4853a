/** The front page: the street as a picture, the first walk through it, and the people. */
import { type Html, html } from "../pages/html.ts";
import { icon } from "../pages/icons.ts";
import { renderPage } from "../pages/layout.ts";
import { type FacadeName, renderFacade } from "./facades.ts";
import { renderFirstWalk } from "./first-walk.ts";
import { type PersonOnStreet, renderPerson } from "./people-on-street.ts";

export interface Street {
  readonly bankName: string;
  readonly appName: string;
  readonly publicUrl: string;
  readonly internalUrl: string;
  /** Where the phone is for a visitor from the local network; undefined at this machine. */
  readonly lanPublicUrl: string | undefined;
  readonly people: readonly PersonOnStreet[];
}

export function renderStreet(street: Street): string {
  const { bankName, appName, people, lanPublicUrl } = street;
  const publicUrl = phoneAddress(street);
  const title = `محیط آزمایشی ${bankName}`;
  const walker = people.find(({ cards, customer }) => cards.length > 0 && customer.mobile !== null);
  const card = walker?.cards[0];
  const body = html`<main class="street">
    <header class="brand">
      <h1>${title}</h1>
      <p>
        ${
          lanPublicUrl === undefined
            ? "همه چیز روی همین رایانه است؛ آدم‌ها، کارت‌ها و پیامک‌ها ساختگی‌اند."
            : "از شبکه محلی آمده‌اید؛ آدم‌ها، کارت‌ها و پیامک‌ها ساختگی‌اند. باجه شعبه و ورود کارمند فقط روی رایانه میزبان باز می‌شود."
        }
      </p>
    </header>
    <nav class="scene" aria-label="خیابان">
      <ul>
        ${listPlaces(street).map(renderPlaceOnStreet)}
      </ul>
    </nav>
    ${
      walker === undefined || card === undefined
        ? undefined
        : renderFirstWalk({ person: walker.customer, card, appName, publicUrl })
    }
    <h2 id="people">مشتریان بانک</h2>
    <p class="hint">
      رمز عبور هر کس در درگاه <bdi dir="ltr">sandbox-</bdi> به‌اضافه نام کاربری اوست.
    </p>
    <ul class="people">
      ${people.map(renderPerson)}
    </ul>
    ${lanPublicUrl === undefined ? renderStaff() : undefined}
    ${lanPublicUrl === undefined ? renderDoors(street) : undefined}
  </main>`;
  const head = html`<link rel="stylesheet" href="/assets/street.css" />`;
  return renderPage({ title, body, head });
}

interface PlaceOnStreet {
  readonly facade: FacadeName;
  readonly name: string;
  readonly note: string;
  readonly address: string;
}

function phoneAddress({ publicUrl, lanPublicUrl }: Street): string {
  return lanPublicUrl ?? publicUrl;
}

function listPlaces(street: Street): readonly PlaceOnStreet[] {
  const phone = { name: street.appName, address: `${phoneAddress(street)}/` };
  return [
    { facade: "atm", name: "خودپرداز", note: "رسید با شماره سریال", address: "/atm" },
    { facade: "phone", note: "رمزنما در گوشی", ...phone },
    { facade: "sms", name: "پیامک‌ها", note: "کدها به اینجا می‌رسند", address: "/inbox" },
    { facade: "shop", name: "فروشگاه", note: "رمز دوم پویا", address: "/shop" },
    { facade: "branch", name: "باجه شعبه", note: "رمزنمای حساب/درگاه", address: "/branch" },
    { facade: "home", name: "اینترنت‌بانک", note: "ورود و انتقال", address: "/internet-bank" },
  ];
}

function renderPlaceOnStreet({ facade, name, note, address }: PlaceOnStreet): Html {
  return html`<li>
    <a href="${address}">${renderFacade(facade)}<strong>${name}</strong><small>${note}</small></a>
  </li>`;
}

const STAFF = [
  ["teller", "کارمند باجه", "صدور، اتصال و پاسخ به «چرا کار نمی‌کند؟»"],
  ["supervisor", "مسئول شعبه", "همان‌ها، و تایید درخواست‌های همکاران"],
  ["officer", "مسئول امنیت", "مهلت‌ها، موج‌های رد، نشست‌ها و رویدادها"],
  ["auditor", "حسابرس", "جستجو در رویدادها و خروجی آن‌ها"],
] as const;

/** Who signs in at the branch console, and with what. */
function renderStaff(): Html {
  return html`<section class="doors" aria-labelledby="staff">
    <h2 id="staff">${icon("bank")}کارکنان شعبه</h2>
    <p class="hint">
      در <a href="/branch">سامانه شعبه</a> با نام کاربری و رمز
      <bdi dir="ltr">sandbox-</bdi> به‌اضافه همان نام وارد می‌شوند، مانند
      <bdi dir="ltr">teller</bdi> با <bdi dir="ltr">sandbox-teller</bdi>.
    </p>
    <ul>
      ${STAFF.map(
        ([user, role, work]) =>
          html`<li><strong>${role}</strong> <code dir="ltr">${user}</code>: ${work}</li>`,
      )}
    </ul>
  </section>`;
}

/** For those who write programs: the doors, described. */
function renderDoors({ publicUrl, internalUrl }: Street): Html {
  const door = (address: string, name: string) =>
    html`<li>
      <a href="${address}/openapi.json">${name} <code dir="ltr">${address || "/"}</code></a>
    </li>`;
  return html`<section class="doors">
    <h2>${icon("desk")}برای برنامه‌نویسان</h2>
    <ul>
      ${door(publicUrl, "سرویس گوشی مشتری")} ${door(internalUrl, "سرویس شعبه و درگاه‌های بانک")}
      ${door("", "بانکداری متمرکز و پیامک")}
    </ul>
  </section>`;
}
