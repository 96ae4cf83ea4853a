import { html } from "../pages/html.ts";
import { icon } from "../pages/icons.ts";
import { renderPage } from "../pages/layout.ts";

export type SignInRefusal = "incomplete" | "wrong" | "paused" | "unanswered";

export interface SignInPageParts {
  readonly uid: string;
  /** The program that the person signs in to. */
  readonly clientName?: string | undefined;
  readonly refusal?: SignInRefusal;
  readonly userName?: string;
}

const TEXT_OF: Record<SignInRefusal, string> = {
  incomplete: "نام کاربری و رمز عبور را وارد کنید.",
  wrong: "نام کاربری یا رمز عبور درست نیست. دوباره وارد کنید.",
  unanswered:
    "اکنون ورود ممکن نیست، چون سامانه رمزنما پاسخ نمی‌دهد. چند دقیقه دیگر دوباره وارد شوید.",
  paused: "تلاش‌های ناموفق زیاد بود. ده دقیقه دیگر دوباره وارد شوید.",
};

export function renderSignIn({ uid, clientName, refusal, userName }: SignInPageParts): string {
  const path = `/oidc/interaction/${uid}`;
  const body = html`<main class="narrow">
    <header class="brand">
      <span class="mark">${icon("house")}</span>
      <h1>ورود</h1>
      <p>${clientName ?? "بانک مسکن"}</p>
    </header>
    <form class="panel" method="post" action="${path}">
      ${refusal === undefined ? undefined : renderRefusal(refusal)}
      <label for="user-name">نام کاربری</label>
      <input
        id="user-name"
        name="userName"
        value="${userName}"
        autocomplete="username"
        autocapitalize="none"
        spellcheck="false"
        dir="ltr"
        maxlength="128"
        required
        ${userName === undefined ? autofocus : undefined}
      />
      <label for="password">رمز عبور</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        dir="ltr"
        maxlength="128"
        required
        ${refusal === undefined ? undefined : describedBy}
        ${userName === undefined ? undefined : autofocus}
      />
      <button class="button" type="submit">ورود</button>
    </form>
    <form method="post" action="${path}/abort">
      <button class="button quiet" type="submit">انصراف</button>
    </form>
    <p class="hint">
      محیط آزمایشی: رمز هر کس <bdi dir="ltr">sandbox-</bdi> به‌اضافه نام کاربری اوست.
    </p>
  </main>`;
  return renderPage({ title: "ورود", body });
}

const autofocus = html`autofocus`;
const describedBy = html`aria-describedby="refusal" aria-invalid="true"`;

function renderRefusal(refusal: SignInRefusal) {
  return html`<p class="refusal" id="refusal" role="alert">
    ${icon("alert")}<span>${TEXT_OF[refusal]}</span>
  </p>`;
}
