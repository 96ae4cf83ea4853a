/** Icons drawn after the Lucide set (ISC licence), in one stroke and one size. */
import { type Html, html, trustHtml } from "./html.ts";

const SHAPES = {
  house: `<path d="M15 21v-8a1 1 0 0 0-1-1h-4a1 1 0 0 0-1 1v8"/><path d="M3 10a2 2 0 0 1 .709-1.528l7-6a2 2 0 0 1 2.582 0l7 6A2 2 0 0 1 21 10v9a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z"/>`,
  alert: `<circle cx="12" cy="12" r="10"/><path d="M12 8v4"/><path d="M12 16h.01"/>`,
  message: `<path d="M21 15a2 2 0 0 1-2 2H7l-4 4V5a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2z"/>`,
  back: `<path d="m9 18 6-6-6-6"/>`,
  phone: `<rect width="14" height="20" x="5" y="2" rx="2"/><path d="M12 18h.01"/>`,
  bank: `<path d="M3 22h18"/><path d="M6 18v-7"/><path d="M10 18v-7"/><path d="M14 18v-7"/><path d="M18 18v-7"/><path d="m12 2 8 5H4z"/>`,
  desk: `<rect width="20" height="14" x="2" y="3" rx="2"/><path d="M8 21h8"/><path d="M12 17v4"/>`,
  copy: `<rect width="14" height="14" x="8" y="8" rx="2"/><path d="M4 16a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2"/>`,
  walk: `<path d="m6 17 5-5-5-5"/><path d="M13 19h6"/>`,
} as const;

export type IconName = keyof typeof SHAPES;

export function icon(name: IconName): Html {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    ${trustHtml(SHAPES[name])}
  </svg>`;
}
