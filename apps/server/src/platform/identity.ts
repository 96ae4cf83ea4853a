/** Who is calling: JWT access tokens (RFC 9068) of the bank's OpenID provider. The server keeps no passwords. */
import { roles, scopes, type Role, type Scope } from "@ramznama/contract";
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from "jose";
import { createRememberedBearers } from "./remembered-bearers.ts";
import { RamznamaError } from "./ramznama-error.ts";

export interface ChannelCaller {
  readonly kind: "channel";
  readonly clientId: string;
  readonly scopes: ReadonlySet<Scope>;
}

export interface StaffCaller {
  readonly kind: "staff";
  readonly user: string;
  readonly roles: ReadonlySet<Role>;
  readonly branch: string | null;
  /** What the provider calls the person, where it says so. */
  readonly name?: string;
  /** The session of a browser by which the person came; absent for a bearer token. */
  readonly sessionId?: string;
}

/** A person at a desk. */
export type StaffOfBranch = StaffCaller & { readonly branch: string };

export type Caller = ChannelCaller | StaffCaller;

export interface IdentityOptions {
  readonly issuer: string;
  /** Where the provider's public keys are; asked when first needed. */
  readonly jwksUri: () => Promise<string>;
  readonly audience: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
}

export type VerifyBearer = (authorization: string | undefined) => Promise<Caller>;

const clockToleranceSeconds = 5;

export const createBearerVerifier = (options: IdentityOptions): VerifyBearer => {
  let keySet: ReturnType<typeof createRemoteJWKSet> | undefined;
  const remembered = createRememberedBearers<ChannelCaller>(options.now);
  return async (authorization) => {
    const token = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization ?? "")?.[1];
    if (token === undefined) throw new RamznamaError("unauthenticated");
    const known = remembered.recall(token);
    if (known !== undefined) return known;
    const payload = await verifyToken(token);
    const caller = callerOf(payload);
    // People's tokens are verified each time: a person's roles end with the session, and people ask rarely.
    if (caller.kind === "channel") remembered.remember(token, caller, payload.exp ?? 0);
    return caller;
  };

  async function loadKeySet(): Promise<ReturnType<typeof createRemoteJWKSet>> {
    keySet ??= createRemoteJWKSet(new URL(await options.jwksUri()), {
      timeoutDuration: 5_000,
      cooldownDuration: 5_000,
    });
    return keySet;
  }

  async function verifyToken(token: string): Promise<JWTPayload> {
    const keys = await loadKeySet().catch((cause: unknown) => {
      throw providerAway(cause);
    });
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: options.issuer,
        audience: options.audience,
        typ: "at+jwt",
        algorithms: ["ES256", "RS256", "PS256"],
        requiredClaims: ["exp", "sub", "client_id"],
        clockTolerance: clockToleranceSeconds,
        currentDate: new Date(options.now()),
      });
      return payload;
    } catch (error) {
      throw refusalOf(error);
    }
  }
};

const refusalOf = (error: unknown): RamznamaError => {
  if (error instanceof errors.JWTExpired) return new RamznamaError("token_expired");
  // The provider itself could not be asked: that is not the caller's fault.
  const away =
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid ||
    (error instanceof errors.JOSEError && error.code === "ERR_JOSE_GENERIC") ||
    error instanceof TypeError;
  return away ? providerAway(error) : new RamznamaError("unauthenticated");
};

const providerAway = (cause: unknown): RamznamaError =>
  new RamznamaError("temporarily_unavailable", { retryAfterSeconds: 2, cause });

/** Those of `given` that are among `names`. */
export const known = <T extends string>(
  names: readonly T[],
  given: readonly string[],
): ReadonlySet<T> => new Set(names.filter((name) => given.includes(name)));

/** A token with a `roles` claim is a person's; one whose subject is its client is a channel's. */
const callerOf = (payload: JWTPayload): Caller => {
  const rolesClaim = payload["roles"];
  if (Array.isArray(rolesClaim) && payload.sub !== undefined) {
    const { branch, name } = payload;
    return {
      kind: "staff",
      user: payload.sub,
      roles: known(roles, rolesClaim.map(String)),
      branch: typeof branch === "string" ? branch : null,
      ...(typeof name === "string" ? { name } : {}),
    };
  }
  const clientId = payload["client_id"];
  const scope = payload["scope"];
  // RFC 9068 §2.2: with client credentials the subject names the client itself.
  if (typeof clientId !== "string" || payload.sub !== clientId)
    throw new RamznamaError("unauthenticated");
  const granted = typeof scope === "string" ? scope.split(" ") : [];
  return { kind: "channel", clientId, scopes: known(scopes, granted) };
};
