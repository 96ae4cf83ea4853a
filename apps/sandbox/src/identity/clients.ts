/**
 * The programs that know this provider. Secrets are fixed and public: they protect nothing but a
 * sandbox on one machine, and a newcomer must be able to type them.
 */
import type { Scope } from "@ramznama/contract";
import type { ClientMetadata } from "oidc-provider";
import { CORE_BANK_AUDIENCE } from "../platform/bearer.ts";

const BANK_AUDIENCE = "ramznama-bank";

/** RFC 8707 wants an absolute URI; the audience in the token is the short name. */
export const BANK_RESOURCE = "urn:ramznama:bank";
const CORE_BANK_RESOURCE = "urn:ramznama:core-bank";

const AUDIENCE_OF: Readonly<Record<string, string>> = {
  [BANK_RESOURCE]: BANK_AUDIENCE,
  [CORE_BANK_RESOURCE]: CORE_BANK_AUDIENCE,
};

export function audienceOf(resource: string): string | undefined {
  return AUDIENCE_OF[resource];
}

const MOBILE_BANK = "mobile-bank";

type CoreBankScope = "core:read" | "core:admin" | "sms:send";

interface Channel {
  readonly scopes: readonly (Scope | CoreBankScope)[];
  readonly resource: string;
}

const CHANNELS: Readonly<Record<string, Channel>> = {
  atm: { scopes: ["issue:card", "release:device", "block:tokens"], resource: BANK_RESOURCE },
  shop: { scopes: ["verify:card-second-password"], resource: BANK_RESOURCE },
  "internet-bank": {
    scopes: ["verify:gateway-login", "verify:account-password", "block:tokens"],
    resource: BANK_RESOURCE,
  },
  core: {
    scopes: ["verify:account-password", "verify:gateway-login", "verify:card-second-password"],
    resource: BANK_RESOURCE,
  },
  "central-login": { scopes: ["verify:gateway-login"], resource: BANK_RESOURCE },
  ramznama: { scopes: ["core:read", "sms:send"], resource: CORE_BANK_RESOURCE },
  "sandbox-operator": { scopes: ["core:admin"], resource: CORE_BANK_RESOURCE },
};

/** The scopes of a person's sign-in; `staff` is what makes the access token one for the bank. */
export const SIGN_IN_SCOPES = ["openid", "profile", "staff"] as const;

export const CHANNEL_SCOPES = [...new Set(Object.values(CHANNELS).flatMap(({ scopes }) => scopes))];

/** The resource that a request without the parameter `resource` means. */
export function resourceOf(clientId: string): string {
  return CHANNELS[clientId]?.resource ?? BANK_RESOURCE;
}

/** The branch console: the internal listener holds its secret and takes the code back there. */
function branchConsole(internalPort: number): ClientMetadata {
  return {
    client_id: "branch-console",
    client_secret: "sandbox-branch-console",
    client_name: "سامانه شعبه",
    application_type: "web",
    token_endpoint_auth_method: "client_secret_basic",
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    redirect_uris: [`http://localhost:${internalPort}/callback`],
    post_logout_redirect_uris: [`http://localhost:${internalPort}/`],
    scope: SIGN_IN_SCOPES.join(" "),
  };
}

/** The mobile bank: the public listener holds its secret and takes the code back there. */
function mobileBank(publicPort: number): ClientMetadata {
  return {
    client_id: MOBILE_BANK,
    client_secret: "sandbox-mobile-bank",
    client_name: "همراه بانک",
    application_type: "web",
    token_endpoint_auth_method: "client_secret_basic",
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    redirect_uris: [`http://localhost:${publicPort}/callback`],
    post_logout_redirect_uris: [`http://localhost:${publicPort}/`],
    scope: SIGN_IN_SCOPES.join(" "),
  };
}

/** RFC 8252 section 7.3: a native program listens on any port of the loopback. */
const TERMINAL: ClientMetadata = {
  client_id: "ramznama-terminal",
  client_name: "پایانه رمزنما",
  application_type: "native",
  token_endpoint_auth_method: "none",
  grant_types: ["authorization_code"],
  response_types: ["code"],
  redirect_uris: ["http://localhost/callback", "http://127.0.0.1/callback"],
  scope: SIGN_IN_SCOPES.join(" "),
};

/** Ports of the server's listeners. */
export interface ServerPorts {
  readonly publicPort: number;
  readonly internalPort: number;
}

export function listClients({ publicPort, internalPort }: ServerPorts): ClientMetadata[] {
  const channels = Object.entries(CHANNELS).map(([clientId, { scopes }]): ClientMetadata => ({
    client_id: clientId,
    client_secret: `sandbox-${clientId}`,
    token_endpoint_auth_method: "client_secret_basic",
    grant_types: ["client_credentials"],
    response_types: [],
    redirect_uris: [],
    scope: scopes.join(" "),
  }));
  return [...channels, branchConsole(internalPort), mobileBank(publicPort), TERMINAL];
}
