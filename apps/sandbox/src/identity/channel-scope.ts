/**
 * Which scopes a token request means. oidc-provider drops unknown scopes in silence and takes an
 * absent `scope` for none; a channel here gets all of its own scopes then (RFC 6749 section 3.3
 * lets the server choose) and a clear refusal for a foreign one.
 */
import { type Client, errors, type KoaContextWithOIDC } from "oidc-provider";

export function settleChannelScope(context: KoaContextWithOIDC, client: Client): void {
  const { params, route } = context.oidc;
  if (params === undefined) return;
  const own = client.scope ?? "";
  if (route === "token") {
    params["scope"] ??= own;
    refuseForeignScopes(String(params["scope"]), own);
  } else if (route === "authorization" && !requestedScopes(params["scope"]).includes("staff")) {
    // A person who asked for `openid` alone still gets a token that the bank takes.
    params["scope"] = [...requestedScopes(params["scope"]), "staff"].join(" ");
  }
}

function refuseForeignScopes(requested: string, own: string): void {
  const allowed = new Set(own.split(" "));
  const foreign = requested.split(" ").find((scope) => !allowed.has(scope));
  if (foreign !== undefined)
    throw new errors.InvalidScope("requested scope is not allowed", foreign);
}

function requestedScopes(scope: unknown): string[] {
  return typeof scope === "string" ? scope.split(" ").filter(Boolean) : [];
}
