/** A browser at the branch console without a screen: cookies of one host for all its ports, redirects one by one. */
import type { getOwnSession, Route, RouteOutput } from "@ramznama/contract";
import { ask, type Reply } from "./ask.ts";
import { createBrowserJar, locationOf } from "./browser-jar.ts";
import type { TestBank } from "./test-bank.ts";

const cookieName = "ramznama_branch";

export interface ConsoleBrowser {
  /** One request to the address, cookies taken and kept; redirects are not followed. */
  readonly send: (address: string, init?: RequestInit) => Promise<Response>;
  /** Begins a sign-in; the provider's address with what the server asks of it. */
  beginSignIn(returnPath?: string): Promise<URL>;
  /** Signs in at that address; the way back that the provider sends the browser. */
  passProvider(address: URL, user: string): Promise<URL>;
  /** Takes the way back; where the server sends the browser then. */
  takeWayBack(address: URL): Promise<string>;
  /** All of it. */
  signIn(user: string): Promise<void>;
  /** A request as the console's pages send it. */
  ask(method: string, path: string, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  /** The value of the session's cookie, if there is one. */
  cookie(): string | undefined;
  /** As a thief, or a request that was under way, would: with this cookie instead. */
  useCookie(value: string): void;
  /** Every cookie that the console ever gave it; the provider has its own. */
  readonly seen: ReadonlySet<string>;
}

export const openConsole = (bank: TestBank): ConsoleBrowser => {
  const jar = createBrowserJar(cookieName);
  const browser: ConsoleBrowser = {
    seen: jar.seen,
    cookie: () => jar.cookie(cookieName),
    useCookie: (value) => {
      jar.useCookie(cookieName, value);
    },
    send: jar.send,
    beginSignIn: async (returnPath = "/") => {
      const query = new URLSearchParams({ return: returnPath }).toString();
      const response = await browser.send(`${bank.internalUrl()}/sign-in?${query}`);
      return new URL(locationOf(response));
    },
    passProvider: async (address, user) => {
      let response = await browser.send(address.href);
      const form = new URL(locationOf(response), bank.sandboxUrl).href;
      if (!form.startsWith(bank.internalUrl())) {
        const body = new URLSearchParams({ userName: user, password: `sandbox-${user}` });
        response = await browser.send(form, { method: "POST", body });
      }
      for (let left = 10; left > 0; left -= 1) {
        const next = new URL(locationOf(response), bank.sandboxUrl);
        if (next.href.startsWith(bank.internalUrl())) return next;
        response = await browser.send(next.href);
      }
      throw new Error("the provider redirects without end");
    },
    takeWayBack: async (address) => locationOf(await browser.send(address.href)),
    signIn: async (user) => {
      const back = await browser.passProvider(await browser.beginSignIn(), user);
      const end = await browser.takeWayBack(back);
      if (end !== "/") throw new Error(`the sign-in of ${user} ended at ${end}`);
    },
    ask: async (method, path, headers = {}) => {
      const own = { "x-ramznama-page": "1", cookie: jar.cookies(), ...headers };
      const reply = await ask(bank, { listener: "internal", method, path, headers: own });
      jar.keep(reply.headers);
      return reply;
    },
  };
  return browser;
};

/** The headers of a page's request with this cookie. */
export const byCookie = (value: string): Record<string, string> => ({
  "x-ramznama-page": "1",
  cookie: `${cookieName}=${value}`,
});

export const readAnswer = <R extends Route>(reply: Reply): RouteOutput<R> => {
  if (reply.status !== 200) throw new Error(`${reply.status} ${reply.text}`);
  return JSON.parse(reply.text) as RouteOutput<R>;
};

export const ownSession = async (
  browser: ConsoleBrowser,
): Promise<RouteOutput<typeof getOwnSession>> =>
  readAnswer<typeof getOwnSession>(await browser.ask("GET", "/staff/v1/session"));

/** What a cookie that is no longer good is answered. */
export const sessionEnded = [401, "session_ended"];
