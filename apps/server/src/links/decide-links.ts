/** Which links a token may have: the login, accounts, or both, and only what core banking says is the customer's. */
import type { Purpose, TokenKind, TokenState } from "@ramznama/contract";

export interface WantedLink {
  readonly purpose: Extract<Purpose, "gateway-login" | "account-password">;
  readonly subject: string;
}

interface Request {
  readonly gatewayLogin: boolean;
  readonly accounts: readonly string[];
}

interface Owner {
  readonly customerId: string;
  readonly gatewayLogin: string | null;
  readonly accounts: readonly { readonly number: string; readonly holders: readonly string[] }[];
}

export type LinksOutcome =
  | { readonly ok: true; readonly links: readonly WantedLink[] }
  | {
      readonly ok: false;
      readonly reason:
        "link_not_allowed" | "token_state_conflict" | "no_gateway_login" | "account_not_owned";
    };

export const decideLinks = (
  token: { readonly kind: TokenKind; readonly state: TokenState },
  owner: Owner,
  request: Request,
): LinksOutcome => {
  // S2, S5: a card token serves its card alone.
  if (token.kind !== "account-gateway") return { ok: false, reason: "link_not_allowed" };
  // Not a suspended one: it would come back to subjects that another token has taken over meanwhile.
  if (token.state === "ended" || token.state === "suspended") {
    return { ok: false, reason: "token_state_conflict" };
  }
  const links: WantedLink[] = [];
  if (request.gatewayLogin) {
    if (owner.gatewayLogin === null) return { ok: false, reason: "no_gateway_login" };
    links.push({ purpose: "gateway-login", subject: owner.gatewayLogin });
  }
  for (const subject of new Set(request.accounts)) {
    if (!holds(owner, subject)) return { ok: false, reason: "account_not_owned" };
    links.push({ purpose: "account-password", subject });
  }
  return { ok: true, links };
};

const holds = (owner: Owner, number: string): boolean =>
  owner.accounts.some(
    (account) => account.number === number && account.holders.includes(owner.customerId),
  );
