/** Bearer tokens (RFC 6750) of the sandbox's own provider: JWT access tokens after RFC 9068. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from "jose";
import { sendProblem } from "./problem.ts";

/** The audience of what the bank's own services take: core bank and inbox. */
export const CORE_BANK_AUDIENCE = "core-bank";

type BearerResult =
  | { readonly ok: true; readonly scopes: ReadonlySet<string> }
  | { readonly ok: false; readonly reason: "token_missing" | "token_invalid" };

export type VerifyBearer = (authorization: string | undefined) => Promise<BearerResult>;

/** Tokens carry the machine's time, as the provider does, so they are checked by it too. */
export function createBearerVerifier(issuer: string, keys: JSONWebKeySet): VerifyBearer {
  const keySet = createLocalJWKSet(keys);
  return async (authorization) => {
    const token = /^Bearer ([\w.~+/=-]+)$/iu.exec(authorization ?? "")?.[1];
    if (token === undefined) return { ok: false, reason: "token_missing" };
    try {
      const { payload } = await jwtVerify(token, keySet, {
        issuer,
        audience: CORE_BANK_AUDIENCE,
        typ: "at+jwt",
        algorithms: ["ES256"],
        requiredClaims: ["exp", "iat", "client_id"],
      });
      const scope = typeof payload["scope"] === "string" ? payload["scope"] : "";
      return { ok: true, scopes: new Set(scope.split(" ")) };
    } catch (error) {
      if (error instanceof errors.JOSEError) return { ok: false, reason: "token_invalid" };
      throw error;
    }
  };
}

/** A hook for `onRequest`: who may not come in learns nothing about the body that was expected. */
export function requireScope(verify: VerifyBearer, scope: string) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const result = await verify(request.headers.authorization);
    if (!result.ok) {
      const challenge = result.reason === "token_missing" ? "" : ' error="invalid_token"';
      reply.header("www-authenticate", `Bearer${challenge}`);
      return sendProblem(reply, "unauthenticated", { detail: result.reason });
    }
    if (!result.scopes.has(scope)) {
      reply.header("www-authenticate", `Bearer error="insufficient_scope", scope="${scope}"`);
      return sendProblem(reply, "forbidden", { detail: `Scope ${scope} is needed.` });
    }
    return undefined;
  };
}
