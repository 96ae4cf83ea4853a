/**
 * A provider of another clock and other habits: everything is the sandbox's, and only its identity tokens are made anew,
 * signed with a key of its own, as the test wants them.
 */
import { createServer, type IncomingMessage } from "node:http";
import { ecdsa, encodeJws, makeKeyPair } from "./forged-jws.ts";
import type { TestBank } from "./test-bank.ts";

/** Of an identity token, as far as they are changed here. */
export interface Claims {
  readonly iat?: number;
  readonly exp?: number;
  readonly [name: string]: unknown;
}

export interface SkewedProvider {
  readonly issuer: string;
  /** What is changed in the identity token of the next answers. */
  change(change: (claims: Claims) => Claims): void;
  stop(): Promise<void>;
}

export const startSkewedProvider = async (bank: TestBank): Promise<SkewedProvider> => {
  const { publicJwk, privateKey } = makeKeyPair();
  const jwk = { ...publicJwk, kid: "skewed", alg: "ES256", use: "sig" };
  let changed: (claims: Claims) => Claims = (claims) => claims;
  let issuer = "";
  const answer = async (request: IncomingMessage): Promise<object> => {
    const { url = "", method = "GET", headers } = request;
    if (url === "/jwks") return { keys: [jwk] };
    const body = await readBody(request);
    const response = await fetch(`${bank.sandboxUrl}/oidc${url}`, {
      method,
      headers: {
        authorization: headers.authorization ?? "",
        "content-type": headers["content-type"] ?? "text/plain",
      },
      ...(method === "POST" ? { body } : {}),
    });
    const json = (await response.json()) as Record<string, unknown>;
    if (url.startsWith("/.well-known")) {
      return { ...json, issuer, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks` };
    }
    const token = json["id_token"];
    if (typeof token !== "string") return json;
    const claims = changed({ ...readClaims(token), iss: issuer });
    const header = { alg: "ES256", kid: "skewed" };
    return {
      ...json,
      id_token: encodeJws(header, claims, ecdsa(privateKey)),
    };
  };
  const server = createServer((request, response) => {
    answer(request).then(
      (json) => response.setHeader("content-type", "application/json").end(JSON.stringify(json)),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const address = server.address();
  issuer = `http://localhost:${typeof address === "object" ? (address?.port ?? 0) : 0}`;
  return {
    issuer,
    change: (change) => (changed = change),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
};

const readClaims = (token: string): Claims =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Claims;

const readBody = async (request: IncomingMessage): Promise<string> => {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
};
