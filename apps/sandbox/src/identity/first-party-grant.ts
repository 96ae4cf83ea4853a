/** Consent is given by the bank: whoever signs in has granted what the bank's program asks for. */
import type { Grant, KoaContextWithOIDC } from "oidc-provider";
import type { Accounts } from "./accounts.ts";
import { BANK_RESOURCE, SIGN_IN_SCOPES } from "./clients.ts";

export async function loadOrGrant(
  context: KoaContextWithOIDC,
  accounts: Accounts,
): Promise<Grant | undefined> {
  const { client, provider, session } = context.oidc;
  const accountId = session?.accountId;
  if (client === undefined || accountId === undefined) return undefined;
  const grantId = session?.grantIdFor(client.clientId);
  const existing = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  if (existing !== undefined) return existing;
  const grant = new provider.Grant({ accountId, clientId: client.clientId });
  fillGrant(grant, accounts.find(accountId)?.kind === "staff");
  await grant.save();
  return grant;
}

/** A customer who signs in at a program of the staff is known there by name and may do nothing. */
function fillGrant(grant: Grant, isStaff: boolean): void {
  const scopes = SIGN_IN_SCOPES.filter((scope) => scope !== "staff").join(" ");
  grant.addOIDCScope(scopes);
  if (isStaff) {
    grant.addOIDCScope("staff");
    grant.addResourceScope(BANK_RESOURCE, SIGN_IN_SCOPES.join(" "));
  } else {
    grant.rejectOIDCScope("staff");
    grant.addResourceScope(BANK_RESOURCE, scopes);
    grant.rejectResourceScope(BANK_RESOURCE, "staff");
  }
}
