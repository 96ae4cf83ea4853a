/** Everybody who could knock at a door of the server, each as the headers of one request. */
import { takeToken } from "./channel.ts";
import { byCookie, openConsole } from "./console-browser.ts";
import { openMobileBrowser } from "./mobile-browser.ts";
import { forgeTokens } from "./forged-tokens.ts";
import type { OpenPhone } from "./open-phone.ts";
import { signIn, signInStaff } from "./staff.ts";
import type { TestBank } from "./test-bank.ts";
import { bearer } from "./ask.ts";

export interface Knock {
  readonly method: string;
  readonly path: string;
  readonly text: string;
}

type Headers = Readonly<Record<string, string>>;

export interface Caller {
  readonly name: string;
  /** Whose rights these are, where others come under the same name in another way. */
  readonly as?: string;
  /** What a bearer door and a device door answer when this caller may not enter. */
  readonly refusals: {
    readonly bearer: string;
    readonly device: string;
    /** At the doors of customers, where the request shows that a page of ours sent it. */
    readonly customer?: string;
  };
  /** The request shows that a page of ours sent it. */
  readonly isOwnPage?: boolean;
  headersFor(knock: Knock): Promise<Headers>;
}

const channels = ["atm", "shop", "internet-bank", "core"] as const;
const staff = ["teller", "teller2", "supervisor", "officer", "auditor"] as const;

/** Known to the provider and without a right at these doors. */
const powerless = new Set([
  "of a person without a role",
  "of a person with unknown roles",
  "of a channel with unknown scopes",
]);

interface Phones {
  readonly registered: OpenPhone;
  readonly unregistered: OpenPhone;
}

export const listCallers = async (bank: TestBank, phones: Phones): Promise<readonly Caller[]> => {
  const { genuine, ...forged } = await forgeTokens(bank);
  const customer = await signIn(bank, "reza.karimi");
  const teller = await signIn(bank, "teller");
  const given = [
    ...(await Promise.all(channels.map(async (name) => [name, await takeToken(bank, name)]))),
    ...(await Promise.all(staff.map(async (name) => [name, await signInStaff(bank, name)]))),
  ] as [string, string][];
  return [
    unknown("nobody", {}),
    unknown("garbage", bearer("not.a.token")),
    unknown("an empty bearer", { authorization: "Bearer " }),
    unknown("a password", { authorization: `Basic ${btoa("atm:sandbox-atm")}` }),
    unknown("a token as a proof", { dpop: genuine }, "proof_invalid"),
    unknown("a customer who signed in", bearer(customer.accessToken)),
    unknown("an identity token of a teller", bearer(teller.idToken)),
    unknown("the server's own token for core banking", bearer(await takeToken(bank, "ramznama"))),
    unknown("the sandbox's operator", bearer(await takeToken(bank, "sandbox-operator"))),
    ...Object.entries(forged).map(([what, token]) => forgedCaller(what, token)),
    ...given.map(([name, token]) => known(name, bearer(token))),
    ...(await listCookies(bank)),
    ...(await listCustomers(bank)),
    provenBy("a registered phone", phones.registered),
    provenBy("a phone that nobody registered", phones.unregistered),
    elsewhere(phones.registered),
  ];
};

const fixed =
  (headers: Headers): Caller["headersFor"] =>
  () =>
    Promise.resolve(headers);

const unknown = (name: string, headers: Headers, device = "use_nonce"): Caller => ({
  name,
  refusals: { bearer: "unauthenticated", device },
  headersFor: fixed(headers),
});

const known = (name: string, headers: Headers): Caller => ({
  name,
  refusals: { bearer: "forbidden", device: "use_nonce" },
  headersFor: fixed(headers),
});

/** What the console's cookie of a person opens is what the person's bearer token opens, and nothing after its end. */
const listCookies = async (bank: TestBank): Promise<readonly Caller[]> => {
  const cookieOf = async (user: string): Promise<string> => {
    const browser = openConsole(bank);
    await browser.signIn(user);
    return browser.cookie() ?? "";
  };
  const live = await Promise.all(
    staff.map(async (user) => ({
      ...known(`${user} at the console`, byCookie(await cookieOf(user))),
      as: user,
    })),
  );
  const left = openConsole(bank);
  await left.signIn("supervisor");
  const cookie = left.cookie() ?? "";
  await left.ask("POST", "/sign-out");
  const of = (name: string, headers: Headers, code: string): Caller => ({
    name,
    refusals: { bearer: code, device: "use_nonce" },
    headersFor: fixed(headers),
  });
  const { cookie: line = "" } = byCookie(await cookieOf("supervisor"));
  return [
    ...live.map((caller) => ({ ...caller, isOwnPage: true })),
    { ...of("a supervisor who signed out", byCookie(cookie), "session_ended"), isOwnPage: true },
    {
      ...of("a cookie that nobody was given", byCookie("A".repeat(64)), "session_ended"),
      isOwnPage: true,
    },
    of("a supervisor's cookie from another site", { cookie: line }, "cross_site"),
  ];
};

const forgedCaller = (what: string, token: string): Caller => {
  const name = `a token ${what}`;
  if (powerless.has(what)) return known(name, bearer(token));
  const code = what === "expired" ? "token_expired" : "unauthenticated";
  return { ...unknown(name, bearer(token)), refusals: { bearer: code, device: "use_nonce" } };
};

const provenBy = (name: string, phone: OpenPhone): Caller => ({
  name,
  refusals: { bearer: "unauthenticated", device: "device_not_registered" },
  headersFor: ({ method, path, text }) => phone.prove(method, path, text),
});

/** A right proof of a right key, made for another request. */
const elsewhere = (phone: OpenPhone): Caller => ({
  name: "a registered phone's proof for another address",
  refusals: { bearer: "unauthenticated", device: "proof_invalid" },
  headersFor: ({ method, text }) => phone.prove(method, "/device/v1/elsewhere", text),
});

/** Customers at the mobile bank: a live session, one that has ended, one that another site uses, and none. */
const listCustomers = async (bank: TestBank): Promise<readonly Caller[]> => {
  const byMobileCookie = (value: string): Headers => ({
    "x-ramznama-page": "1",
    cookie: `ramznama_mobile=${value}`,
  });
  const begin = async (): Promise<string> => {
    const browser = openMobileBrowser(bank);
    await browser.signInCentrally("reza.karimi");
    return browser.cookie() ?? "";
  };
  const left = await begin();
  const leaving = openMobileBrowser(bank);
  leaving.useCookie(left);
  await leaving.ask("DELETE", "/customer/v1/session");
  const live = await begin();
  const ofPage = (name: string, headers: Headers, customer?: string): Caller => ({
    ...unknown(name, headers),
    isOwnPage: true,
    refusals: {
      bearer: "unauthenticated",
      device: "use_nonce",
      ...(customer === undefined ? {} : { customer }),
    },
  });
  return [
    // A session of its own each time, since one of the doors ends it.
    {
      ...ofPage("a customer's page", {}),
      headersFor: async ({ path }) =>
        byMobileCookie(path.startsWith("/customer/") ? await begin() : live),
    },
    ofPage("a page of ours without a session", { "x-ramznama-page": "1" }),
    ofPage("a customer who signed out", byMobileCookie(left), "session_ended"),
    ofPage(
      "a customer's cookie that nobody was given",
      byMobileCookie("A".repeat(64)),
      "session_ended",
    ),
    unknown("a customer's cookie from another site", { cookie: `ramznama_mobile=${live}` }),
  ];
};
