/** What an ATM and the internet bank may do with tokens (api.md, Channels). */
import { z } from "zod";
import {
  cardNumberSchema,
  gatewayLoginSchema,
  referenceSchema,
  serialSchema,
  timestampSchema,
  tokenKindSchema,
} from "./formats.ts";
import { channel, defineRoute } from "./route.ts";

/** Everything the printer needs; numbers are masked except the serial, which the receipt is for. */
export const receiptSchema = z
  .object({
    bankName: z.string(),
    kind: tokenKindSchema,
    serial: serialSchema,
    /** Masked card number of a card token; the customer's name of an account/gateway token. */
    subject: z.string(),
    smsSentTo: z.string(),
    issuedAt: timestampSchema,
    activationExpiresAt: timestampSchema,
    /** Branch code, where a person issued it. */
    branch: z.string().optional(),
    /** Printed once more; serial and code are those of the first print. */
    isReprint: z.boolean().optional(),
  })
  .meta({ id: "Receipt" });
export type Receipt = z.infer<typeof receiptSchema>;

export const issuedTokenSchema = z
  .object({
    serial: serialSchema,
    smsSentTo: z.string(),
    activationExpiresAt: timestampSchema,
    receipt: receiptSchema,
  })
  .meta({ id: "IssuedToken" });
export type IssuedToken = z.infer<typeof issuedTokenSchema>;

export const sentCodeSchema = z
  .object({ serial: serialSchema, smsSentTo: z.string(), activationExpiresAt: timestampSchema })
  .meta({ id: "SentCode" });
export type SentCode = z.infer<typeof sentCodeSchema>;

export const serialParams = z.strictObject({ serial: serialSchema });

export const issueCardToken = defineRoute({
  name: "issueCardToken",
  listener: "internal",
  method: "POST",
  path: "/bank/v1/tokens",
  summary: "Issue a card token; the activation code goes to the mobile number in core banking",
  access: channel("issue:card"),
  body: z.strictObject({
    kind: z.literal("card"),
    cardNumber: cardNumberSchema,
    requestReference: referenceSchema,
  }),
  status: 201,
  response: issuedTokenSchema,
  problems: [
    "reference_reused",
    "card_not_found",
    "no_mobile_number",
    "branch_visit_required",
    "customer_blocked",
    "daily_limit_reached",
    "core_bank_unavailable",
  ],
});

export const resendCardCode = defineRoute({
  name: "resendCardCode",
  listener: "internal",
  method: "POST",
  path: "/bank/v1/tokens/:serial/activation-codes",
  summary: "Send a new activation code for an issued card token; the earlier code dies",
  access: channel("issue:card"),
  params: serialParams,
  body: z.strictObject({ requestReference: referenceSchema }),
  status: 201,
  response: sentCodeSchema,
  problems: [
    "reference_reused",
    "token_not_found",
    "token_state_conflict",
    "no_mobile_number",
    "branch_visit_required",
    "customer_blocked",
    "daily_limit_reached",
    "core_bank_unavailable",
  ],
});

export const releaseDeviceByCard = defineRoute({
  name: "releaseDeviceByCard",
  listener: "internal",
  method: "POST",
  path: "/bank/v1/device-releases",
  summary: "Release the customer's device; its tokens are revoked and the customer is told",
  access: channel("release:device"),
  body: z.strictObject({ cardNumber: cardNumberSchema, requestReference: referenceSchema }),
  status: 200,
  response: z.object({ released: z.boolean(), revokedTokens: z.number().int() }),
  problems: ["reference_reused", "card_not_found", "daily_limit_reached", "core_bank_unavailable"],
});

export const blockTokens = defineRoute({
  name: "blockTokens",
  listener: "internal",
  method: "POST",
  path: "/bank/v1/token-blocks",
  summary: "Block all of the customer's tokens at once; a branch unblocks them",
  access: channel("block:tokens"),
  body: z.union([
    z.strictObject({ cardNumber: cardNumberSchema, requestReference: referenceSchema }),
    z.strictObject({ gatewayLogin: gatewayLoginSchema, requestReference: referenceSchema }),
  ]),
  status: 200,
  response: z.object({ blockedTokens: z.number().int() }),
  problems: [
    "reference_reused",
    "card_not_found",
    "customer_not_found",
    "daily_limit_reached",
    "core_bank_unavailable",
  ],
});
