/**
 * The OpenID provider (OpenID Connect Core 1.0, RFC 6749, RFC 9068 access tokens). Certified
 * machinery is oidc-provider's; this file says what is special here.
 */
import { randomBytes } from "node:crypto";
import Provider, { type Configuration, errors, interactionPolicy } from "oidc-provider";
import type { Accounts, SignInAccount } from "./accounts.ts";
import { audienceOf, CHANNEL_SCOPES, listClients, resourceOf, SIGN_IN_SCOPES } from "./clients.ts";
import { ACR, type CodeDesk } from "./code-desk.ts";
import { askAgainForCode } from "./ask-again-for-code.ts";
import { loadOrGrant } from "./first-party-grant.ts";
import { createMemoryAdapters } from "./memory-adapter.ts";
import { settleChannelScope } from "./channel-scope.ts";
import { renderLogout, renderLoggedOut, renderProviderError } from "./provider-pages.ts";
import type { SigningKey } from "./signing-keys.ts";

const CHANNEL_TOKEN_SECONDS = 10 * 60;
const STAFF_TOKEN_SECONDS = 30 * 60;
const CODE_SECONDS = 60;
const SIGN_IN_SECONDS = 15 * 60;
const SESSION_SECONDS = 8 * 60 * 60;

export interface ProviderOptions {
  readonly issuer: string;
  readonly publicPort: number;
  readonly internalPort: number;
  readonly accounts: Accounts;
  readonly codeDesk: CodeDesk;
  readonly signingKey: SigningKey;
}

export function createProvider(options: ProviderOptions): Provider {
  return new Provider(options.issuer, configure(options));
}

function configure(options: ProviderOptions): Configuration {
  const { issuer, publicPort, internalPort, accounts, signingKey } = options;
  const { pathname } = new URL(issuer);
  return {
    adapter: createMemoryAdapters(),
    clients: listClients({ publicPort, internalPort }),
    acrValues: Object.values(ACR),
    clientDefaults: { id_token_signed_response_alg: "ES256" },
    enabledJWA: { idTokenSigningAlgValues: ["ES256"] },
    jwks: { keys: [signingKey] },
    scopes: [...SIGN_IN_SCOPES, ...CHANNEL_SCOPES],
    claims: {
      // How the person was recognised is told with the identity token, asked or not (OpenID Connect Core 1.0 §2).
      openid: ["sub", "roles", "branch", "acr", "amr"],
      profile: ["name", "preferred_username"],
    },
    // Ports share cookies, so names and paths say whose they are.
    cookies: {
      keys: [randomBytes(32)],
      names: {
        session: "sandbox_session",
        interaction: "sandbox_sign_in",
        resume: "sandbox_sign_in_resume",
      },
      long: { httpOnly: true, sameSite: "lax", path: pathname },
      short: { httpOnly: true, sameSite: "lax" },
    },
    features: configureFeatures(),
    findAccount: (_context, accountId) => describeAccount(accounts.find(accountId)),
    extraTokenClaims: (_context, token) =>
      "accountId" in token ? personClaims(accounts.find(token.accountId)) : undefined,
    interactions: {
      policy: signInOnlyPolicy(options),
      url: (_context, interaction) => `${pathname}/interaction/${interaction.uid}`,
    },
    loadExistingGrant: (context) => loadOrGrant(context, accounts),
    pkce: { required: () => true },
    clientAuthMethods: ["client_secret_basic", "none"],
    responseTypes: ["code"],
    // For clients that hold a secret; the person's session here ends theirs.
    issueRefreshToken: (_context, client) => client.grantTypeAllowed("refresh_token"),
    rotateRefreshToken: true,
    renderError: renderProviderError,
    ttl: {
      AccessToken: STAFF_TOKEN_SECONDS,
      AuthorizationCode: CODE_SECONDS,
      ClientCredentials: CHANNEL_TOKEN_SECONDS,
      IdToken: STAFF_TOKEN_SECONDS,
      Interaction: SIGN_IN_SECONDS,
      RefreshToken: SESSION_SECONDS,
      Session: SESSION_SECONDS,
      Grant: SESSION_SECONDS,
    },
  };
}

/** Few doors: what nobody here uses is off. */
function configureFeatures(): NonNullable<Configuration["features"]> {
  return {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    userinfo: { enabled: false },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: renderLogout,
      postLogoutSuccessSource: renderLoggedOut,
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: (_context, client) => resourceOf(client.clientId),
      useGrantedResource: () => true,
      getResourceServerInfo(context, resource, client) {
        const audience = audienceOf(resource);
        if (audience === undefined || resource !== resourceOf(client.clientId))
          throw new errors.InvalidTarget();
        settleChannelScope(context, client);
        return {
          audience,
          scope: client.scope ?? "",
          accessTokenFormat: "jwt",
          jwt: { sign: { alg: "ES256" } },
        };
      },
    },
  };
}

/** All clients are the bank's own: nobody is asked to consent, native programs included. */
function signInOnlyPolicy({ accounts, codeDesk }: ProviderOptions) {
  const policy = interactionPolicy.base();
  policy.get("login")?.checks.add(askAgainForCode(accounts, codeDesk));
  policy.get("consent")?.checks.remove("native_client_prompt");
  return policy;
}

function describeAccount(account: SignInAccount | undefined) {
  if (account === undefined) return undefined;
  const { accountId } = account;
  return { accountId, claims: () => ({ sub: accountId, ...personClaims(account) }) };
}

/** Roles and branch are the staff's alone: a customer's token has neither. */
function personClaims(account: SignInAccount | undefined) {
  if (account === undefined) return undefined;
  const names = { name: account.displayName, preferred_username: account.userName };
  if (account.kind === "customer") return names;
  const branch = account.branch === undefined ? {} : { branch: account.branch };
  return { ...names, roles: [account.role], ...branch };
}
