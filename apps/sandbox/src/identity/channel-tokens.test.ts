import { statSync } from "node:fs";
import { join } from "node:path";
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  openTestSandbox,
  requestToken,
  sendJson,
  takeToken,
  type TestSandbox,
  TokenAnswer,
} from "../testing/sandbox-for-tests.ts";

const scopesOf = {
  atm: "issue:card release:device block:tokens",
  shop: "verify:card-second-password",
  "internet-bank": "verify:gateway-login verify:account-password block:tokens",
  core: "verify:account-password verify:gateway-login verify:card-second-password",
  "central-login": "verify:gateway-login",
  ramznama: "core:read sms:send",
  "sandbox-operator": "core:admin",
};
const audienceOf = (clientId: string) =>
  ["ramznama", "sandbox-operator"].includes(clientId) ? "core-bank" : "ramznama-bank";
const clients = Object.entries(scopesOf);

const RefusalAnswer = z.object({ error: z.string() });

async function refusalOf(response: Response): Promise<[number, string]> {
  return [response.status, RefusalAnswer.parse(await response.json()).error];
}

describe("the tokens of channels", () => {
  let sandbox: TestSandbox;
  const issuer = () => `${sandbox.url()}/oidc`;
  const verify = (token: string, audience: string) =>
    jwtVerify(token, createRemoteJWKSet(new URL(`${issuer()}/jwks`)), {
      issuer: issuer(),
      audience,
      typ: "at+jwt",
    });

  beforeAll(async () => {
    sandbox = await openTestSandbox();
  });
  afterAll(() => sandbox.close());

  it("The discovery document stands under the issuer and names only addresses under it", async () => {
    const { port } = new URL(sandbox.url());
    for (const host of ["localhost", "127.0.0.1"]) {
      const address = `http://${host}:${port}/oidc/.well-known/openid-configuration`;
      const document = z.record(z.string(), z.unknown()).parse(await (await fetch(address)).json());
      expect(document["issuer"]).toBe(issuer());
      const named = Object.entries(document).filter(([name]) => /_(?:endpoint|uri)$/u.test(name));
      expect(named.map(([name]) => name)).toEqual(
        expect.arrayContaining(["token_endpoint", "authorization_endpoint", "jwks_uri"]),
      );
      for (const [, value] of named) expect(String(value)).toMatch(`${issuer()}/`);
    }
  });

  it.each(clients)("%s gets a signed token with all of its scopes", async (clientId, scope) => {
    const response = await requestToken(sandbox.url(), clientId);
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const answer = TokenAnswer.parse(await response.json());
    expect(answer).toMatchObject({ expires_in: 600, scope });
    const { payload } = await verify(answer.access_token, audienceOf(clientId));
    expect(payload).toMatchObject({ client_id: clientId, sub: clientId, scope });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
    expect(payload).not.toHaveProperty("roles");
    expect(decodeProtectedHeader(answer.access_token)).toMatchObject({ alg: "ES256" });
  });

  it("A channel that asks for one of its scopes gets that one alone", async () => {
    const token = await takeToken(sandbox.url(), "atm", "issue:card");
    expect((await verify(token, "ramznama-bank")).payload["scope"]).toBe("issue:card");
  });

  it.each(clients)(
    "R9 %s is refused every scope of others, and unknown ones",
    async (clientId, own) => {
      const others = [
        ...clients
          .map(([, scope]) => scope)
          .join(" ")
          .split(" "),
        "staff",
        "openid",
        "x",
      ];
      for (const scope of others.filter((name) => !own.split(" ").includes(name)))
        expect(await refusalOf(await requestToken(sandbox.url(), clientId, { scope }))).toEqual([
          400,
          "invalid_scope",
        ]);
    },
  );

  it.each(clients)("R9 %s with a wrong secret gets nothing", async (clientId) => {
    for (const secret of ["sandbox", `sandbox-${clientId}x`, clientId])
      expect(await refusalOf(await requestToken(sandbox.url(), clientId, { secret }))).toEqual([
        401,
        "invalid_client",
      ]);
  });

  it("R9 a program without a secret, an unknown one, and a foreign audience get nothing", async () => {
    for (const clientId of ["branch-console", "ramznama-terminal", "nobody"])
      expect((await requestToken(sandbox.url(), clientId)).status).toBeGreaterThanOrEqual(400);
    const body = new URLSearchParams({
      grant_type: "client_credentials",
      resource: "urn:ramznama:core-bank",
    });
    const authorization = `Basic ${Buffer.from("atm:sandbox-atm").toString("base64")}`;
    const address = `${sandbox.url()}/oidc/token`;
    const response = await fetch(address, { method: "POST", headers: { authorization }, body });
    expect(await refusalOf(response)).toEqual([400, "invalid_target"]);
  });

  it("A token given out before a restart is good after it, and its key is for the owner alone", async () => {
    const token = await takeToken(sandbox.url(), "ramznama");
    await sandbox.restart();
    const lookup = { customerId: "C1001" };
    const address = `${sandbox.url()}/core/v1/customer-lookups`;
    expect((await sendJson(address, token, lookup)).status).toBe(200);
    await verify(token, "core-bank");
    for (const name of ["signing-key.json", "inbox.jsonl", "core-bank-changes.jsonl"])
      expect(statSync(join(sandbox.dataFolder, name)).mode & 0o777).toBe(0o600);
    expect(statSync(sandbox.dataFolder).mode & 0o777).toBe(0o700);
  });

  it("R10 no secret and no token is in the log", async () => {
    const token = await takeToken(sandbox.url(), "shop");
    expect(sandbox.log()).toContain("/oidc/*");
    expect(sandbox.log()).not.toContain("sandbox-shop");
    expect(sandbox.log()).not.toContain(Buffer.from("shop:sandbox-shop").toString("base64"));
    expect(sandbox.log()).not.toContain(token.slice(-20));
  });
});
