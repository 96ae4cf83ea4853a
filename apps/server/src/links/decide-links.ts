/** Which links a token may have: the login, accounts, or both, and only what core banking says is the customer's. */
import type { TokenKind, TokenState } from "@ramznama/contract";
import type { AccountNumber } from "@ramznama/persian";

export type WantedLink =
  | { readonly purpose: "gateway-login"; readonly subject: string }
  | { readonly purpose: "account-password"; readonly subject: AccountNumber };

interface Request {
  readonly gatewayLogin: boolean;
  readonly accounts: readonly string[];
}

interface Owner {
  readonly customerId: string;
  readonly gatewayLogin: string | null;
  readonly accounts: readonly {
    readonly number: AccountNumber;
    readonly holders: readonly string[];
  }[];
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
  for (const number of new Set(request.accounts)) {
    const subject = accountOf(owner, number);
    if (subject === undefined) return { ok: false, reason: "account_not_owned" };
    links.push({ purpose: "account-password", subject });
  }
  return { ok: true, links };
};

/** The accounts among the links, as core banking has them. */
export const accountsIn = (links: readonly WantedLink[]): readonly AccountNumber[] =>
  links.flatMap((link) => (link.purpose === "account-password" ? [link.subject] : []));

const accountOf = (owner: Owner, number: string): AccountNumber | undefined =>
  owner.accounts.find(
    (account) => account.number === number && account.holders.includes(owner.customerId),
  )?.number;
