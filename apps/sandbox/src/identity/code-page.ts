/** The page after the right password, where the login asks for a code. */
import { html } from "../pages/html.ts";
import { icon } from "../pages/icons.ts";
import { renderField, renderRefusal } from "../pages/field.ts";
import { renderPage } from "../pages/layout.ts";

export interface CodePageParts {
  readonly uid: string;
  readonly clientName?: string | undefined;
  /** Beside the field: what was typed is no code. */
  readonly error?: string;
  readonly refusal?: string;
}

export function renderCodePage({ uid, clientName, error, refusal }: CodePageParts): string {
  const path = `/oidc/interaction/${uid}`;
  const body = html`<main class="narrow">
    <header class="brand">
      <span class="mark">${icon("lock")}</span>
      <h1>رمز ورود به درگاه</h1>
      <p>${clientName ?? "بانک مسکن"}</p>
    </header>
    <form class="panel" method="post" action="${path}/code">
      ${refusal === undefined ? undefined : renderRefusal(refusal)}
      ${renderField({
        name: "code",
        label: "رمز از رمزنما",
        hint: "در همراه بانک، بخش «رمزنما»، زبانه «حساب/درگاه»، «دریافت رمز» را بزنید.",
        error,
        kind: "digits",
        autocomplete: "one-time-code",
        maxLength: 24,
        autofocus: true,
      })}
      <button class="button" type="submit">ورود</button>
    </form>
    <form method="post" action="${path}/abort">
      <button class="button quiet" type="submit">انصراف</button>
    </form>
  </main>`;
  return renderPage({ title: "رمز ورود به درگاه", body });
}
