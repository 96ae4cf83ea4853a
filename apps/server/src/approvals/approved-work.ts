/** What an approved request does. Each kind's work is its own slice's; approvals only say whether it may be done. */
import type { Approval } from "@ramznama/contract";
import type { Actor } from "../audit/index.ts";
import type { Tx } from "../platform/database.ts";

/** A request as the slice that does it needs it. */
export interface ApprovedRequest {
  readonly id: string;
  readonly customerId: string;
  readonly object: string;
  /** What was sealed with it. */
  readonly content: readonly string[];
  readonly requestedBy: string;
}

/** Who decided. Whoever asked stands in the request. */
export interface DecidedBy {
  readonly actor: Actor;
  readonly reference: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** One request with what core banking says about it now. Both run in one transaction, under the customer's lock. */
export interface ApprovedWork {
  /** Digest of what the request is about, made as it was made when it was asked. */
  basis(tx: Tx): Promise<Uint8Array>;
  carryOut(tx: Tx, by: DecidedBy): Promise<void>;
}

/**
 * Asks core banking anew, before any lock is held.
 * @throws RamznamaError `core_bank_unavailable`
 */
export type PrepareWork = (request: ApprovedRequest) => Promise<ApprovedWork>;

export type ApprovedWorks = Readonly<Record<Approval["kind"], PrepareWork>>;
