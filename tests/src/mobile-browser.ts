/** A customer's browser at the mobile bank without a screen: cookies, redirects one by one, the provider's two pages. */
import type { CustomerHome } from "@ramznama/contract";
import { expect } from "vitest";
import { ask, refusalOf, type Reply } from "./ask.ts";
import { createBrowserJar, locationOf } from "./browser-jar.ts";
import type { TestBank } from "./test-bank.ts";

const cookieName = "ramznama_mobile";

export interface MobileBrowser {
  readonly send: (address: string, init?: RequestInit) => Promise<Response>;
  /** The provider's address with what the server asks of it. */
  beginSignIn(returnPath?: string): Promise<URL>;
  /** Name and password; the answer is the way back or the page that comes then. */
  givePassword(address: URL, login: string, password?: string): Promise<URL | ProviderPage>;
  /** On the page that asks for it. */
  giveCode(page: ProviderPage, code: string): Promise<URL | ProviderPage>;
  /** Where the server sends the browser then. */
  takeWayBack(address: URL): Promise<string>;
  /** All of central login; `code` where the page asks for one. */
  signInCentrally(login: string, code?: string): Promise<void>;
  signInWithCode(entry: OwnEntry, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  /** A request as the pages send it. */
  ask(method: string, path: string, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  cookie(): string | undefined;
  useCookie(value: string): void;
  readonly seen: ReadonlySet<string>;
}

export interface ProviderPage {
  readonly status: number;
  readonly text: string;
  /** Where its form goes. */
  readonly action: string;
}

export interface OwnEntry {
  readonly gatewayLogin: string;
  readonly code: string;
  readonly requestReference: string;
}

/** @param server another server than the bank's own, beside it */
export const openMobileBrowser = (bank: TestBank, server?: string): MobileBrowser => {
  const jar = createBrowserJar("");
  const at = (): string => server ?? bank.publicUrl();
  const follow = async (first: Response): Promise<URL | ProviderPage> => {
    let response = first;
    for (let left = 10; left > 0; left -= 1) {
      const location = response.headers.get("location");
      if (location === null) return readPage(response);
      const next = new URL(location, bank.sandboxUrl);
      if (next.pathname === "/callback") return next;
      response = await browser.send(next.href);
    }
    throw new Error("the provider redirects without end");
  };

  const browser: MobileBrowser = {
    seen: jar.seen,
    cookie: () => jar.cookie(cookieName),
    useCookie: (value) => {
      jar.useCookie(cookieName, value);
    },
    send: jar.send,
    beginSignIn: async (returnPath = "/home") => {
      const query = new URLSearchParams({ return: returnPath }).toString();
      return new URL(locationOf(await browser.send(`${at()}/sign-in?${query}`)));
    },
    givePassword: async (address, login, password = `sandbox-${login}`) => {
      const page = await follow(await browser.send(address.href));
      if (page instanceof URL) return page;
      const body = new URLSearchParams({ userName: login, password });
      return follow(
        await browser.send(`${bank.sandboxUrl}${page.action}`, { method: "POST", body }),
      );
    },
    giveCode: async ({ action }, code) => {
      const body = new URLSearchParams({ code });
      return follow(await browser.send(`${bank.sandboxUrl}${action}`, { method: "POST", body }));
    },
    takeWayBack: async ({ search }) => locationOf(await browser.send(`${at()}/callback${search}`)),
    signInCentrally: async (login, code) => {
      const next = await browser.givePassword(await browser.beginSignIn(), login);
      const back =
        next instanceof URL || code === undefined ? next : await browser.giveCode(next, code);
      if (!(back instanceof URL)) throw new Error(`${login} stands at ${back.text}`);
      const end = await browser.takeWayBack(back);
      if (end !== "/home") throw new Error(`the sign-in of ${login} ended at ${end}`);
    },
    signInWithCode: (entry, headers = {}) =>
      request("POST", "/customer/v1/sessions", headers, JSON.stringify(entry)),
    ask: (method, path, headers = {}) => request(method, path, headers),
  };
  const request = async (
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    text?: string,
  ): Promise<Reply> => {
    const own = { "x-ramznama-page": "1", cookie: jar.cookies(), ...headers };
    const body = text === undefined ? {} : { text };
    const reply = await ask(bank, { listener: "public", method, path, headers: own, ...body });
    jar.keep(reply.headers);
    return reply;
  };
  return browser;
};

const readPage = async (response: Response): Promise<ProviderPage> => {
  const html = await response.text();
  const [, action = ""] = /<form class="panel" method="post" action="([^"]+)"/u.exec(html) ?? [];
  return { status: response.status, text: html.replaceAll(/<[^>]*>|\s+/gu, " "), action };
};

/** What the provider asks for next. */
export const pageOf = (next: URL | ProviderPage): ProviderPage => {
  if (next instanceof URL) throw new Error("the provider asked for nothing more");
  return next;
};

/** The way back that the provider sends the browser, when it asks for nothing more. */
export const wayBackOf = (next: URL | ProviderPage): URL => {
  if (!(next instanceof URL)) throw new Error(`the provider still asks: ${next.text}`);
  return next;
};

export const readHome = async (browser: MobileBrowser): Promise<CustomerHome> => {
  const reply = await browser.ask("GET", "/customer/v1/home");
  if (reply.status !== 200) throw new Error(`${reply.status} ${reply.text}`);
  return JSON.parse(reply.text) as CustomerHome;
};

/** Without the provider core banking cannot be asked for long; the session stands, and the page says what is missing. */
export const expectSignedIn = async (browser: MobileBrowser): Promise<void> => {
  const reply = await browser.ask("GET", "/customer/v1/home");
  if (reply.status !== 200) expect(refusalOf(reply)).toEqual([503, "core_bank_unavailable"]);
};
