/** The bank's OpenID provider: found by discovery when first needed, so that the server starts before or after it. */
import {
  allowInsecureRequests,
  ClientSecretBasic,
  clientCredentialsGrant,
  discovery,
  enableNonRepudiationChecks,
  type Configuration,
} from "openid-client";
import type { Clock } from "./clock.ts";

/** A client of ours, as the provider knows it. */
export interface ProviderClient {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

interface ProviderOptions extends ProviderClient {
  readonly clock: Clock;
}

export interface Provider {
  /** Where its public keys are. */
  jwksUri(): Promise<string>;
  /** The server's own access token (RFC 6749 §4.4), kept until shortly before it expires. */
  accessToken(scope: string): Promise<string>;
}

const renewalMarginSeconds = 30;

/** Whether nothing that goes to this address leaves the machine. */
export const isLoopback = (url: string): boolean =>
  ["localhost", "127.0.0.1", "[::1]"].includes(new URL(url).hostname);

export const createProvider = (options: ProviderOptions): Provider => {
  const configuration = discoverOnce(options);
  const held = new Map<string, { readonly token: string; readonly renewAt: number }>();
  return {
    jwksUri: async () => {
      const { jwks_uri: uri } = (await configuration()).serverMetadata();
      if (uri === undefined) throw new TypeError("the provider names no jwks_uri");
      return uri;
    },
    accessToken: async (scope) => {
      const now = options.clock.now();
      const before = held.get(scope);
      if (before !== undefined && now < before.renewAt) return before.token;
      const answer = await clientCredentialsGrant(await configuration(), { scope });
      const lifeSeconds = Math.max(0, (answer.expires_in ?? 0) - renewalMarginSeconds);
      held.set(scope, { token: answer.access_token, renewAt: now + lifeSeconds * 1000 });
      return answer.access_token;
    },
  };
};

/** What the provider says of itself, for one client; asked when first needed. */
export const discoverOnce = (client: ProviderClient): (() => Promise<Configuration>) =>
  rememberSuccess(() => discover(client));

const discover = ({ issuer, clientId, clientSecret }: ProviderClient): Promise<Configuration> =>
  discovery(new URL(issuer), clientId, undefined, ClientSecretBasic(clientSecret), {
    timeout: 5,
    execute: [
      // The signatures of identity tokens are checked, although they come straight from the provider.
      enableNonRepudiationChecks,
      // Plain HTTP only where nothing leaves the machine: the sandbox.
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to stand out
      ...(isLoopback(issuer) ? [allowInsecureRequests] : []),
    ],
  });

/** One attempt at a time; a failed one is forgotten, so that the next caller tries again. */
const rememberSuccess = <T>(attempt: () => Promise<T>): (() => Promise<T>) => {
  let running: Promise<T> | undefined;
  return () => {
    running ??= attempt().catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return running;
  };
};
