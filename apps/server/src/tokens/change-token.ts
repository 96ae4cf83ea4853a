/** The states of a token and the moves between them. Callers hold the row's lock and write the audit event. */
import type { TokenState } from "@ramznama/contract";
import type { QueryCreator } from "kysely";
import type { Tables, Tx } from "../platform/database.ts";
import type { TokenRow } from "./load-tokens.ts";

/** States in which a token is, or may again become, able to make accepted codes; they bind the customer's device. */
export const liveStates = ["confirming", "active", "suspended"] as const satisfies TokenState[];

export const changeTokenState = async (
  tx: Tx,
  token: Pick<TokenRow, "id">,
  state: "active" | "suspended",
  reason: string | null,
): Promise<void> => {
  await tx
    .updateTable("tokens")
    .set({ state, state_reason: reason })
    .where("id", "=", token.id)
    .execute();
};

/** confirming → active; part of the statement that ends the activation. */
export const activateToken = (db: QueryCreator<Tables>, token: Pick<TokenRow, "id">, now: number) =>
  db
    .updateTable("tokens")
    .set({ state: "active", state_reason: null, activated_at: new Date(now) })
    .where("id", "=", token.id);

/** The end of a token is final, and its seed goes with it. */
export const endToken = async (
  tx: Tx,
  token: Pick<TokenRow, "id">,
  reason: string,
  now: number,
): Promise<void> => {
  await tx
    .updateTable("tokens")
    .set({ state: "ended", state_reason: reason, ended_at: new Date(now), sealed_seed: null })
    .where("id", "=", token.id)
    .execute();
};
