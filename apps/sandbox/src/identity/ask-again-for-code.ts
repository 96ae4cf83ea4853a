/**
 * Single sign-on must not outlive what it rests on: whoever signed in with the password alone is asked again once a
 * token is linked to the login.
 */
import { interactionPolicy } from "oidc-provider";
import type { Accounts } from "./accounts.ts";
import { ACR, type CodeDesk } from "./code-desk.ts";

export function askAgainForCode(accounts: Accounts, codeDesk: CodeDesk): interactionPolicy.Check {
  const reason = "code_needed";
  return new interactionPolicy.Check(
    reason,
    "a code is needed with this login now",
    "login_required",
    async ({ oidc }) => {
      const { session } = oidc;
      const account =
        session?.accountId === undefined ? undefined : accounts.find(session.accountId);
      if (account?.kind !== "customer" || session?.acr === ACR.passwordAndCode) return false;
      return (await codeDesk.requirement(account.userName)) === "needed";
    },
  );
}
