/** What the audit says of a verification: who asked, for which token, and for the teller why it was refused. */
import type { VerificationRequest } from "@ramznama/contract";
import type { Actor, AuditEvent } from "../audit/index.ts";
import type { TokenRow } from "../tokens/index.ts";

/** What a channel asked, and how its request is found in the log. */
export interface VerificationCall {
  readonly channel: string;
  readonly request: VerificationRequest;
  readonly reference: string;
}

export type NamedToken = Pick<TokenRow, "id" | "serial" | "customer_id">;

export const channelActor = (call: VerificationCall): Actor => ({
  kind: "channel",
  id: call.channel,
});

export type CodeDetails = NonNullable<AuditEvent["details"]>;

/** What every event about a code says of it, and what this one adds. */
export const codeDetails = (
  { request }: VerificationCall,
  verificationId: string,
  details: CodeDetails,
): CodeDetails => ({
  verificationId,
  purpose: request.purpose,
  origin: request.origin ?? null,
  ...details,
});

/** The parts that every event about a code has. */
export const codeEvent = (
  type: string,
  call: VerificationCall,
  verificationId: string,
  token: NamedToken | undefined,
  details: CodeDetails,
): AuditEvent => ({
  type,
  actor: channelActor(call),
  customerId: token?.customer_id ?? null,
  ...(token === undefined ? {} : { token }),
  reference: call.reference,
  details: codeDetails(call, verificationId, details),
});
