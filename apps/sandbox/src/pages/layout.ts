/** The frame of every page: Persian, right to left, styles from our own origin. */
import { type Html, html } from "./html.ts";

export interface PageParts {
  readonly title: string;
  readonly body: Html;
  /** What else stands in the head: a script of our own, a refresh. */
  readonly head?: Html;
}

export function renderPage({ title, body, head }: PageParts): string {
  return html`<!doctype html>
    <html lang="fa" dir="rtl">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="/assets/mark.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/sandbox.css" />
        ${head}
      </head>
      <body>
        ${body}
      </body>
    </html>`.source;
}

/** A short message that is a whole page, with a way on. */
export function renderNotice(title: string, text: string, reference?: string): string {
  const body = html`<main class="narrow">
    <section class="panel">
      <h1>${title}</h1>
      <p>${text}</p>
      ${reference === undefined ? undefined : html`<p class="reference"><bdi>${reference}</bdi></p>`}
      <a class="button quiet" href="/">صفحه اصلی محیط آزمایشی</a>
    </section>
  </main>`;
  return renderPage({ title, body });
}
