/** Channels ask: is this code good for that subject? (api.md, Channels) */
import { z } from "zod";
import {
  accountNumberSchema,
  cardNumberSchema,
  customerIdSchema,
  gatewayLoginSchema,
  originSchema,
  referenceSchema,
  sha256Schema,
  typedCodeSchema,
} from "./formats.ts";
import { channel, defineRoute } from "./route.ts";

const common = {
  code: typedCodeSchema,
  transactionReference: referenceSchema,
  /** Terminal or client that the channel names; delays and alarms count per origin. */
  origin: originSchema.optional(),
  /** Customer id of the holder who pays. Several have a token on the account and none is named: not_accepted (0017). */
  holder: customerIdSchema.optional(),
  /** SHA-256 over amount and payee; part of what the reference stands for. */
  transactionDigest: sha256Schema.optional(),
};

export const verificationRequestSchema = z.discriminatedUnion("purpose", [
  z.strictObject({
    purpose: z.literal("card-second-password"),
    subject: cardNumberSchema,
    ...common,
  }),
  z.strictObject({
    purpose: z.literal("account-password"),
    subject: accountNumberSchema,
    ...common,
  }),
  z.strictObject({
    purpose: z.literal("gateway-login"),
    subject: gatewayLoginSchema,
    ...common,
  }),
]);
export type VerificationRequest = z.infer<typeof verificationRequestSchema>;

export const rejectionReasons = ["not_accepted", "no_active_token", "throttled"] as const;
export type RejectionReason = (typeof rejectionReasons)[number];

const replayed = z.literal(true).optional();
export const verificationResponseSchema = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("accepted"), verificationId: z.uuid(), replayed }),
  z.object({
    outcome: z.literal("rejected"),
    reason: z.enum(rejectionReasons),
    retryAfterSeconds: z.number().int().min(1).optional(),
    verificationId: z.uuid(),
    replayed,
  }),
]);
export type VerificationResponse = z.infer<typeof verificationResponseSchema>;

export const createVerification = defineRoute({
  name: "createVerification",
  listener: "internal",
  method: "POST",
  path: "/bank/v1/verifications",
  summary: "Verify a dynamic password once; the scope must fit the purpose",
  access: channel("verify:card-second-password", "verify:account-password", "verify:gateway-login"),
  body: verificationRequestSchema,
  status: 200,
  response: verificationResponseSchema,
  problems: ["reference_reused", "core_bank_unavailable"],
});
