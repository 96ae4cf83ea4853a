/** The few pages oidc-provider shows itself, in Persian. */
import type { ErrorOut, KoaContextWithOIDC } from "oidc-provider";
import { html, trustHtml } from "../pages/html.ts";
import { renderNotice, renderPage } from "../pages/layout.ts";

export function renderProviderError(context: KoaContextWithOIDC, out: ErrorOut): void {
  context.type = "html";
  context.body = renderNotice(
    "ورود انجام نشد",
    "این درخواست ورود ناقص است یا مهلت آن گذشته است. به برنامه‌ای که از آن آمده‌اید برگردید و دوباره وارد شوید.",
    out.error,
  );
}

/** `form` is the provider's own hidden form, with its token against forged requests. */
export function renderLogout(context: KoaContextWithOIDC, form: string): void {
  const title = "خروج";
  const body = html`<main class="narrow">
    <section class="panel">
      <h1>از حساب خود خارج می‌شوید؟</h1>
      <p>پس از خروج، برای ورود دوباره نام کاربری و رمز لازم است.</p>
      ${trustHtml(form)}
      <button class="button" type="submit" form="op.logoutForm" name="logout" value="yes">
        خروج
      </button>
      <button class="button quiet" type="submit" form="op.logoutForm">انصراف</button>
    </section>
  </main>`;
  context.body = renderPage({ title, body });
}

export function renderLoggedOut(context: KoaContextWithOIDC): void {
  context.type = "html";
  context.body = renderNotice("خارج شدید", "می‌توانید این پنجره را ببندید.");
}
