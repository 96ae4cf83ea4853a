/** The receipt once more: what the first print said, with the number as core banking has it now. No new serial or code. */
import type { Receipt } from "@ramznama/contract";
import { actorOf, appendAudit } from "../audit/index.ts";
import type { CoreCustomer } from "../core-bank/index.ts";
import { rfc3339 } from "../platform/clock.ts";
import type { Tx } from "../platform/database.ts";
import type { StaffOfBranch } from "../platform/identity.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import { maskedMobile } from "../sms/index.ts";
import { lockCustomer, lockTokenBySerial } from "../tokens/index.ts";
import { loadActivationCode } from "./activation-code.ts";
import { receiptOf, type IssuanceContext } from "./issue-token.ts";

interface ReprintRequest {
  readonly serial: string;
  readonly customer: CoreCustomer;
  readonly caller: StaffOfBranch;
  readonly reference: string;
}

/** @throws RamznamaError `token_not_found`, `other_branch`, `token_state_conflict`, `no_mobile_number` */
export const printAgain = async (
  { clock, policy }: IssuanceContext,
  tx: Tx,
  { serial, customer, caller, reference }: ReprintRequest,
): Promise<Receipt> => {
  await lockCustomer(tx, customer.customerId);
  const token = await lockTokenBySerial(tx, serial);
  // Paper with a serial that an ATM or another branch has printed is theirs to print.
  if (token.branch !== caller.branch) throw new RamznamaError("other_branch");
  const code = await loadActivationCode(tx, token.id);
  if (token.state !== "issued" || code === undefined) {
    throw new RamznamaError("token_state_conflict");
  }
  if (customer.mobile === null) throw new RamznamaError("no_mobile_number");
  await appendAudit(tx, clock.now(), {
    type: "receipt.reprinted",
    actor: actorOf(caller),
    customerId: token.customer_id,
    token,
    reference,
  });
  const sent = {
    smsSentTo: maskedMobile(customer.mobile),
    activationExpiresAt: rfc3339(code.expires_at),
  };
  return { ...receiptOf(policy, token, sent), isReprint: true };
};
