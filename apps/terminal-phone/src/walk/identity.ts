/**
 * Access tokens of the sandbox's OpenID provider: a channel by its client credentials (RFC 6749 §4.4), a
 * person by the code flow with PKCE (RFC 7636) through the provider's own sign-in form.
 */
import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { expectThat } from "./walk-step.ts";

const redirectUri = "http://localhost/callback";
const tokenSchema = z.object({ access_token: z.string().min(1), id_token: z.string().optional() });
const metadataSchema = z.object({ authorization_endpoint: z.url(), token_endpoint: z.url() });

export async function signInChannel(issuer: string, client: string): Promise<string> {
  const { token_endpoint } = await discover(issuer);
  const credentials = Buffer.from(`${client}:sandbox-${client}`).toString("base64");
  const response = await fetch(token_endpoint, {
    method: "POST",
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  return (await readTokens(response, `the channel "${client}"`)).accessToken;
}

export interface SignedIn {
  readonly accessToken: string;
  readonly idToken: string;
}

/** A member of staff, or a customer by the gateway login; the sandbox's passwords are `sandbox-` and the name. */
export async function signInPerson(issuer: string, user: string): Promise<SignedIn> {
  const { authorization_endpoint, token_endpoint } = await discover(issuer);
  const verifier = randomBytes(32).toString("base64url");
  const state = randomBytes(16).toString("base64url");
  const browser = createBrowser();
  const form = await browser.open(writeAuthorization(authorization_endpoint, verifier, state));
  const callback = await browser.submit(form, { userName: user, password: `sandbox-${user}` });
  const answer = new URL(callback).searchParams;
  expectThat(answer.get("state") === state, "the provider answered another sign-in");
  const code = answer.get("code");
  expectThat(code !== null, `the provider did not sign "${user}" in: ${answer.get("error") ?? ""}`);
  const response = await fetch(token_endpoint, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: "ramznama-terminal",
      redirect_uri: redirectUri,
      code,
      code_verifier: verifier,
    }),
  });
  return readTokens(response, `"${user}"`);
}

async function discover(issuer: string): Promise<z.infer<typeof metadataSchema>> {
  const response = await fetch(`${issuer}/.well-known/openid-configuration`);
  expectThat(response.ok, `the OpenID provider at ${issuer} answered ${response.status}`);
  return metadataSchema.parse(await response.json());
}

function writeAuthorization(endpoint: string, verifier: string, state: string): string {
  const address = new URL(endpoint);
  address.search = new URLSearchParams({
    client_id: "ramznama-terminal",
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "openid profile staff",
    state,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  }).toString();
  return address.href;
}

async function readTokens(response: Response, who: string): Promise<SignedIn> {
  expectThat(response.ok, `the OpenID provider gave ${who} no token (status ${response.status})`);
  const tokens = tokenSchema.parse(await response.json());
  return { accessToken: tokens.access_token, idToken: tokens.id_token ?? "" };
}

interface Browser {
  /** Follows redirects to a page; the address it stands at. */
  open(address: string): Promise<string>;
  /** Sends the form of that page and follows redirects up to the program's own address. */
  submit(address: string, fields: Record<string, string>): Promise<string>;
}

const redirectsMax = 10;

/** As much of a browser as a sign-in needs: cookies of one host and redirects. */
function createBrowser(): Browser {
  const cookies = new Map<string, string>();

  async function request(address: string, init: RequestInit): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = cookie === "" ? {} : { cookie };
    const response = await fetch(address, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) keepCookie(cookies, line);
    return response;
  }

  async function follow(from: string, init: RequestInit): Promise<string> {
    let address = from;
    let response = await request(address, init);
    for (let count = 0; count < redirectsMax; count += 1) {
      const location = response.headers.get("location");
      if (location === null) {
        expectThat(response.ok, `the sign-in page answered ${response.status}`);
        return address;
      }
      address = new URL(location, address).href;
      if (address.startsWith(redirectUri)) return address;
      response = await request(address, {});
    }
    expectThat(false, "the sign-in redirects without end");
  }

  return {
    open: (address) => follow(address, {}),
    submit: (address, fields) =>
      follow(address, { method: "POST", body: new URLSearchParams(fields) }),
  };
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = ""] = line.split(";");
  const at = pair.indexOf("=");
  const value = pair.slice(at + 1);
  if (value === "") cookies.delete(pair.slice(0, at));
  else cookies.set(pair.slice(0, at), value);
}
