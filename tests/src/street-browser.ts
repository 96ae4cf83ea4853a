/**
 * A person's browser on the street, without a screen: it keeps cookies, follows redirects, and fills in the forms
 * that stand on the page it is on, with what the page itself put into them.
 */
import type { TestBank } from "./test-bank.ts";

export interface StreetBrowser {
  /** The page as it is now. */
  readonly page: () => Page;
  open(path: string): Promise<Page>;
  /** Sends the form of this page that goes to `action`. */
  send(action: string, fields?: Fields): Promise<Page>;
  /** Sends the same form several times at once, as an impatient finger does; the page is the last answer's. */
  sendTwice(action: string, fields?: Fields): Promise<Page>;
  /** A click on the browser's reload button. */
  reload(): Promise<Page>;
}

export interface Page {
  readonly path: string;
  readonly status: number;
  readonly html: string;
  /** What people read: markup and runs of spaces left out. */
  readonly text: string;
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

const nowhere: Page = { path: "", status: 0, html: "", text: "" };

export const openStreetBrowser = (bank: Pick<TestBank, "sandboxUrl">): StreetBrowser => {
  const cookies = new Map<string, string>();
  let current = nowhere;
  const fetchPage = async (path: string, body?: URLSearchParams): Promise<Page> => {
    const response = await fetch(new URL(path, bank.sandboxUrl), {
      ...(body === undefined ? {} : { method: "POST", body }),
      headers: {
        accept: "text/html",
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        ...(body === undefined ? {} : { "sec-fetch-site": "same-origin" }),
      },
      redirect: "manual",
    });
    for (const line of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=", 2);
      cookies.set(name, value);
    }
    const location = response.headers.get("location");
    if (location !== null) return fetchPage(location);
    const html = await response.text();
    return {
      path: new URL(path, bank.sandboxUrl).pathname,
      status: response.status,
      html,
      text: textOf(html),
    };
  };
  const go = async (page: Promise<Page>): Promise<Page> => (current = await page);
  return {
    page: () => current,
    open: (path) => go(fetchPage(path)),
    send: (action, fields = {}) => go(fetchPage(action, fillForm(current, action, fields))),
    sendTwice: async (action, fields = {}) => {
      const form = () => fillForm(current, action, fields);
      const [, last] = await Promise.all([fetchPage(action, form()), fetchPage(action, form())]);
      return (current = last);
    },
    reload: () => go(fetchPage(current.path)),
  };
};

const fillForm = (page: Page, action: string, fields: Fields): URLSearchParams => {
  const forms = [...page.html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gsu)];
  const form = forms.find(([, target]) => target === action)?.[2];
  if (form === undefined) throw new Error(`no form goes to ${action} on: ${page.text}`);
  const filled = new URLSearchParams();
  for (const [input] of form.matchAll(/<input[^>]*type="(?:hidden|text)"[^>]*>/gsu)) {
    const [, name = ""] = /name="([^"]*)"/u.exec(input) ?? [];
    filled.set(name, /value="([^"]*)"/u.exec(input)?.[1] ?? "");
  }
  for (const [name, value] of Object.entries(fields)) {
    if (!form.includes(`name="${name}"`)) throw new Error(`the form to ${action} has no ${name}`);
    filled.delete(name);
    for (const one of [value].flat()) filled.append(name, one);
  }
  return filled;
};

const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

const textOf = (html: string): string =>
  html
    .replace(/<head>.*?<\/head>/su, "")
    .replaceAll(/<[^>]*>/gu, " ")
    .replaceAll(/&(?:amp|lt|gt|quot|#39);/gu, (entity) => entities[entity] ?? "")
    .replaceAll(/\s+/gu, " ")
    .trim();
