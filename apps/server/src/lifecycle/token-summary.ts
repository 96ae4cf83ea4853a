/** A token as the desk may see it. */
import type { TokenSummary } from "@ramznama/contract";
import { loadLinks } from "../links/index.ts";
import { rfc3339 } from "../platform/clock.ts";
import type { Database, Tx } from "../platform/database.ts";
import type { TokenRow } from "../tokens/index.ts";

type Links = Awaited<ReturnType<typeof loadLinks>>;

export const summaryOf = async (database: Database | Tx, token: TokenRow): Promise<TokenSummary> =>
  describe(token, await loadLinks(database, [token.id]));

/** The links of a whole page are asked for at once. */
export const summariesOf = async (
  database: Database | Tx,
  tokens: readonly TokenRow[],
): Promise<TokenSummary[]> => {
  const links = await loadLinks(
    database,
    tokens.map(({ id }) => id),
  );
  return tokens.map((token) =>
    describe(
      token,
      links.filter((link) => link.token_id === token.id),
    ),
  );
};

const describe = (token: TokenRow, links: Links): TokenSummary => ({
  serial: token.serial,
  kind: token.kind,
  state: token.state,
  customerId: token.customer_id,
  issuedAt: rfc3339(token.issued_at),
  activatedAt: token.activated_at === null ? null : rfc3339(token.activated_at),
  endedAt: token.ended_at === null ? null : rfc3339(token.ended_at),
  stateReason: token.state_reason,
  provenance: token.provenance,
  issuedBy: token.issued_by,
  branch: token.branch,
  subject: token.subject,
  platform: token.platform,
  manufacturerSerial: token.manufacturer_serial,
  links: links.map((link) => ({
    purpose: link.purpose,
    subject: link.subject,
    linkedAt: rfc3339(link.linked_at),
  })),
});
