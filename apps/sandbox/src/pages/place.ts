/** The frame of a place of the street: where one stands, and the way back. */
import { type Html, html } from "./html.ts";
import { icon } from "./icons.ts";
import { renderPage } from "./layout.ts";

export interface PlaceParts {
  /** The style sheet and the class of the place. */
  readonly place: "atm" | "shop" | "internet-bank";
  readonly title: string;
  readonly body: Html;
  /** A script of the place, beside the one that groups digits. */
  readonly script?: "atm.js";
}

export function renderPlace({ place, title, body, script }: PlaceParts): string {
  const scripts = ["fields.js", script].map((name) =>
    name === undefined ? undefined : html`<script type="module" src="/assets/${name}"></script>`,
  );
  return renderPage({
    title,
    head: html`<link rel="stylesheet" href="/assets/${place}.css" /> ${scripts}`,
    body: html`<nav class="way-back" aria-label="خیابان">
        <a href="/">${icon("back")}خیابان</a>
      </nav>
      ${body}`,
  });
}
