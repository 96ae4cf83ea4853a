import type { TokenState } from "@ramznama/contract";
import type { Tx } from "../platform/database.ts";
import type { TokenRow } from "../tokens/index.ts";

export interface TokenFilter {
  readonly state?: TokenState | undefined;
  readonly serial?: string | undefined;
  readonly customerId?: string | undefined;
  /** Id of the last token of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Newest first, paged by key. */
export const findTokens = (tx: Tx, filter: TokenFilter): Promise<TokenRow[]> => {
  let query = tx.selectFrom("tokens").selectAll();
  if (filter.state !== undefined) query = query.where("state", "=", filter.state);
  if (filter.serial !== undefined) query = query.where("serial", "=", filter.serial);
  if (filter.customerId !== undefined) query = query.where("customer_id", "=", filter.customerId);
  if (filter.after !== undefined) query = query.where("id", "<", Number(filter.after));
  return query.orderBy("id", "desc").limit(filter.limit).execute();
};
