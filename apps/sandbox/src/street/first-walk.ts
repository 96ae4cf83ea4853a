/** The guided first walk: one person, one card, and what to do at each place, in order. */
import type { CoreCustomer } from "../core-bank/core-bank-state.ts";
import { type Html, html } from "../pages/html.ts";
import { renderNumber } from "../pages/words.ts";
import { type CardOfPerson, inGroups } from "./people-on-street.ts";

export interface WalkParts {
  readonly person: CoreCustomer;
  readonly card: CardOfPerson;
  readonly appName: string;
  readonly publicUrl: string;
}

interface Step {
  readonly place: string;
  readonly address: string;
  readonly text: Html;
  readonly data: readonly (readonly [label: string, value: string])[];
}

export function renderFirstWalk(parts: WalkParts): Html {
  const steps = listSteps(parts);
  return html`<section class="walk" aria-labelledby="first-walk">
    <h2 id="first-walk">نخستین گشت</h2>
    <p class="hint">با ${parts.person.name} همراه شوید؛ هر شماره با یک لمس انتخاب می‌شود.</p>
    <ol>
      ${steps.map(renderStep)}
    </ol>
    <p class="hint">همین راه در ترمینال: <code dir="ltr">npm run walk</code></p>
  </section>`;
}

function renderStep({ place, address, text, data }: Step): Html {
  return html`<li>
    <h3><a href="${address}">${place}</a></h3>
    <p>${text}</p>
    ${
      data.length === 0
        ? undefined
        : html`<dl>
            ${data.map(
              ([label, value]) =>
                html`<div>
                  <dt>${label}</dt>
                  <dd>${renderNumber(value)}</dd>
                </div>`,
            )}
          </dl>`
    }
  </li>`;
}

function listSteps({ person, card, appName, publicUrl }: WalkParts): readonly Step[] {
  const mobile = person.mobile ?? "";
  const login = person.gatewayLogin ?? "";
  const number = inGroups(card.number);
  return [
    {
      place: "خودپرداز",
      address: "/atm",
      text: html`کارت را بگذارید، رمز را بزنید و از «رمزنما» گزینه «دریافت رمزنمای کارت» را بردارید.
      شماره سریال روی رسید است.`,
      data: [
        ["کارت", number],
        ["رمز اول", card.pin],
      ],
    },
    {
      place: appName,
      address: `${publicUrl}/`,
      text: html`در پایین صفحه «رمزنما» را باز و این دستگاه را برای ${person.name} ثبت کنید.`,
      data: [
        ["کد ملی", person.nationalId],
        ["تلفن همراه", mobile],
      ],
    },
    {
      place: "پیامک‌ها",
      address: `/inbox?to=${mobile}`,
      text: html`کد ثبت دستگاه و کد فعالسازی به گوشی ${person.name} می‌رسد. این صفحه را باز نگه
      دارید.`,
      data: [],
    },
    {
      place: `${appName}، رمزنما`,
      address: `${publicUrl}/`,
      text: html`در «رمز دوم کارت» با «+» شماره کارت، شماره سریال رسید و کد فعالسازی را وارد کنید؛
      سپس «دریافت رمز». از این پس اینترنت لازم نیست.`,
      data: [["کارت", number]],
    },
    {
      place: "فروشگاه",
      address: "/shop",
      text: html`با رمز دوم پویا بپردازید؛ بعد همان رمز را یک بار دیگر امتحان کنید.`,
      data: [
        ["کارت", number],
        ["CVV2", card.cvv2],
        ["انقضا", card.expiry],
      ],
    },
    {
      place: "باجه شعبه",
      address: "/branch",
      text: html`به‌جای کارمند وارد شوید، مشتری را با کد ملی پیدا کنید، هویت را ثبت کنید، رمزنمای
      حساب/درگاه بدهید و آن را به درگاه و حساب متصل کنید. اتصال حساب را مسئول شعبه در «درخواست‌ها»
      تایید می‌کند؛ برای او از پنجره ناشناس مرورگر وارد شوید.`,
      data: [
        ["کارمند", "teller"],
        ["رمز", "sandbox-teller"],
        ["مسئول شعبه", "supervisor"],
        ["رمز او", "sandbox-supervisor"],
        ["کد ملی", person.nationalId],
      ],
    },
    {
      place: "اینترنت‌بانک",
      address: "/internet-bank",
      text: html`توکن را در «حساب/درگاه» گوشی فعال کنید، با رمز آن وارد شوید و پول جابه‌جا کنید.`,
      data: [
        ["نام کاربری", login],
        ["رمز عبور", `sandbox-${login}`],
      ],
    },
  ];
}
