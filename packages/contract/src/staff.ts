/** The doors of the branch (api.md, Staff). Nothing sensitive stands in a URL. */
import { z } from "zod";
import { approvalSchema } from "./approvals.ts";
import { issuedTokenSchema, receiptSchema, sentCodeSchema, serialParams } from "./bank-tokens.ts";
import {
  accountNumberSchema,
  cardNumberSchema,
  customerIdSchema,
  mobileSchema,
  nationalIdSchema,
  platformSchema,
  purposeSchema,
  referenceSchema,
  serialSchema,
  timestampSchema,
  tokenKindSchema,
  tokenStateSchema,
} from "./formats.ts";
import { pageQuery } from "./paging.ts";
import { defineRoute, staff, staffOfBranch } from "./route.ts";

const atTheDesk = staffOfBranch("teller", "supervisor");

const customerParams = z.strictObject({ customerId: customerIdSchema });

export const deviceSummarySchema = z
  .object({ id: z.uuid(), platform: platformSchema.nullable(), registeredAt: timestampSchema })
  .meta({ id: "DeviceSummary" });

/** Names a card of a customer to the desk, which sees its number masked only; opaque, and good for nothing else. */
const cardIdSchema = z.string().regex(/^[0-9a-f]{32}$/);

export const customerSummarySchema = z
  .object({
    customerId: customerIdSchema,
    name: z.string(),
    mobile: z.string().nullable().meta({ description: "masked" }),
    mobileChangedAt: timestampSchema.nullable(),
    gatewayLogin: z.string().nullable(),
    cards: z.array(
      z.object({
        number: z.string().meta({ description: "masked" }),
        cardId: cardIdSchema,
      }),
    ),
    accounts: z.array(z.object({ number: accountNumberSchema, holders: z.number().int() })),
    device: deviceSummarySchema.nullable(),
    /** The owner's «مسدود کردن رمزنما», while it stands. */
    blockedAt: timestampSchema.nullable(),
    /** Last release of a device at an ATM. */
    deviceReleasedAt: timestampSchema.nullable(),
    /** After a change of the mobile number or a release at an ATM only a branch issues, the identity seen, until then. */
    branchOnlyUntil: timestampSchema.nullable(),
    /** Until when this branch's identity check holds. */
    identitySeenUntil: timestampSchema.nullable(),
  })
  .meta({ id: "CustomerSummary" });
export type CustomerSummary = z.infer<typeof customerSummarySchema>;

export const searchCustomers = defineRoute({
  name: "searchCustomers",
  listener: "internal",
  method: "POST",
  path: "/staff/v1/customer-searches",
  summary: "Find a customer by exactly one of national id, card number, account, mobile",
  access: staff("teller", "supervisor", "officer"),
  body: z.union([
    z.strictObject({ nationalId: nationalIdSchema }),
    z.strictObject({ cardNumber: cardNumberSchema }),
    z.strictObject({ account: accountNumberSchema }),
    z.strictObject({ mobile: mobileSchema }),
  ]),
  status: 200,
  response: z.object({ customers: z.array(customerSummarySchema) }),
  problems: ["core_bank_unavailable"],
});

export const getCustomer = defineRoute({
  name: "getCustomer",
  listener: "internal",
  method: "GET",
  path: "/staff/v1/customers/:customerId",
  summary: "One customer anew, as core banking and Ramznama know them now",
  access: staff("teller", "supervisor", "officer"),
  params: customerParams,
  status: 200,
  response: customerSummarySchema,
  problems: ["customer_not_found", "core_bank_unavailable"],
});

export const identityDocuments = ["national-card", "birth-certificate", "passport"] as const;

export const recordIdentityCheck = defineRoute({
  name: "recordIdentityCheck",
  listener: "internal",
  method: "POST",
  path: "/staff/v1/customers/:customerId/identity-checks",
  summary:
    "Record that this person's identity document was seen; it holds for a while, at this branch",
  access: atTheDesk,
  params: customerParams,
  body: z.strictObject({
    document: z.enum(identityDocuments),
    requestReference: referenceSchema,
  }),
  status: 201,
  response: z.object({ identitySeenUntil: timestampSchema }),
  problems: ["reference_reused", "customer_not_found", "core_bank_unavailable", "branch_required"],
});

export const issueTokenAtBranch = defineRoute({
  name: "issueTokenAtBranch",
  listener: "internal",
  method: "POST",
  path: "/staff/v1/tokens",
  summary: "Issue a token at a branch, the customer's identity seen",
  access: atTheDesk,
  body: z.union([
    z.strictObject({
      kind: z.literal("card"),
      cardNumber: cardNumberSchema,
      /** As good as an identity check recorded just now (recordIdentityCheck). */
      identitySeen: z.boolean().default(false),
      requestReference: referenceSchema,
    }),
    z.strictObject({
      kind: z.literal("card"),
      customerId: customerIdSchema,
      cardId: cardIdSchema,
      identitySeen: z.boolean().default(false),
      requestReference: referenceSchema,
    }),
    z.strictObject({
      kind: z.literal("account-gateway"),
      customerId: customerIdSchema,
      identitySeen: z.boolean().default(false),
      requestReference: referenceSchema,
    }),
  ]),
  status: 201,
  response: issuedTokenSchema,
  problems: [
    "reference_reused",
    "card_not_found",
    "customer_not_found",
    "no_mobile_number",
    "identity_required",
    "customer_blocked",
    "daily_limit_reached",
    "core_bank_unavailable",
    "branch_required",
  ],
});

export const reprintReceipt = defineRoute({
  name: "reprintReceipt",
  listener: "internal",
  method: "POST",
  path: "/staff/v1/tokens/:serial/receipt-prints",
  summary:
    "The receipt of an issued token once more, at the branch that issued it; no new serial, no new code",
  access: atTheDesk,
  params: serialParams,
  body: z.strictObject({ requestReference: referenceSchema }),
  status: 200,
  response: receiptSchema,
  problems: [
    "reference_reused",
    "token_not_found",
    "token_state_conflict",
    "no_mobile_number",
    "other_branch",
    "core_bank_unavailable",
    "branch_required",
  ],
});

export const linkSchema = z
  .object({
    purpose: purposeSchema,
    subject: z.string().meta({ description: "masked, as people may see it" }),
    linkedAt: timestampSchema,
  })
  .meta({ id: "Link" });

export const tokenSummarySchema = z
  .object({
    serial: serialSchema,
    kind: tokenKindSchema,
    state: tokenStateSchema,
    customerId: customerIdSchema,
    issuedAt: timestampSchema,
    activatedAt: timestampSchema.nullable(),
    endedAt: timestampSchema.nullable(),
    /** Why it is suspended or ended, in one word. */
    stateReason: z.string().nullable(),
    /** `imported`: from another maker, on no phone. */
    provenance: z.enum(["activated", "imported"]),
    /** Who issued it and where; a channel has no branch. */
    issuedBy: z.string(),
    branch: z.string().nullable(),
    /** Masked card number, or the customer's name. */
    subject: z.string(),
    platform: platformSchema.nullable(),
    /** The number on an imported token itself. */
    manufacturerSerial: z.string().nullable(),
    links: z.array(linkSchema),
  })
  .meta({ id: "TokenSummary" });
export type TokenSummary = z.infer<typeof tokenSummarySchema>;

export const listTokens = defineRoute({
  name: "listTokens",
  listener: "internal",
  method: "GET",
  path: "/staff/v1/tokens",
  summary: "Tokens, newest first, filtered by state, serial and customer",
  access: staff("teller", "supervisor", "officer"),
  query: z.strictObject({
    state: tokenStateSchema.optional(),
    serial: serialSchema.optional(),
    customerId: customerIdSchema.optional(),
    ...pageQuery,
  }),
  status: 200,
  response: z.object({ tokens: z.array(tokenSummarySchema), next: z.string().nullable() }),
});

export const replaceLinks = defineRoute({
  name: "replaceLinks",
  listener: "internal",
  method: "PUT",
  path: "/staff/v1/tokens/:serial/links",
  summary:
    "Connect an account/gateway token to the login, to accounts, or to both; new accounts wait for a second person",
  access: atTheDesk,
  params: serialParams,
  body: z.strictObject({
    gatewayLogin: z.boolean(),
    accounts: z.array(accountNumberSchema).max(50),
  }),
  status: 200,
  response: z.object({
    links: z.array(linkSchema),
    /** Present when accounts were added and wait for approval; links already there and the login are done. */
    approval: approvalSchema.nullable(),
  }),
  problems: [
    "branch_required",
    "token_not_found",
    "token_state_conflict",
    "link_not_allowed",
    "account_not_owned",
    "no_gateway_login",
    "core_bank_unavailable",
  ],
});

export const resendCodeAtBranch = defineRoute({
  name: "resendCodeAtBranch",
  listener: "internal",
  method: "POST",
  path: "/staff/v1/tokens/:serial/activation-codes",
  summary: "Send a new activation code for an issued token; the earlier code dies",
  access: atTheDesk,
  params: serialParams,
  body: z.strictObject({
    identitySeen: z.boolean().default(false),
    requestReference: referenceSchema,
  }),
  status: 201,
  response: sentCodeSchema,
  problems: [
    "reference_reused",
    "token_not_found",
    "token_state_conflict",
    "no_mobile_number",
    "customer_blocked",
    "identity_required",
    "daily_limit_reached",
    "core_bank_unavailable",
    "branch_required",
  ],
});

const tokenAct = (name: string, act: string, summary: string) =>
  defineRoute({
    name,
    listener: "internal",
    method: "POST",
    path: `/staff/v1/tokens/:serial/${act}`,
    summary,
    access: atTheDesk,
    params: serialParams,
    body: z.strictObject({ requestReference: referenceSchema }),
    status: 200,
    response: tokenSummarySchema,
    problems: ["reference_reused", "token_not_found", "token_state_conflict", "branch_required"],
  });

export const revokeToken = tokenAct("revokeToken", "revocation", "End a token for good");
export const suspendToken = tokenAct("suspendToken", "suspension", "Stop a token for a while");

export const liftSuspension = defineRoute({
  name: "liftSuspension",
  listener: "internal",
  method: "DELETE",
  path: "/staff/v1/tokens/:serial/suspension",
  summary:
    "Let a token that a branch suspended work again; the owner's own block is lifted as a whole",
  access: atTheDesk,
  params: serialParams,
  status: 200,
  response: tokenSummarySchema,
  problems: ["token_not_found", "token_state_conflict", "customer_blocked", "branch_required"],
});

/** What always waits for a second person; null where there is nothing left to do. */
const askedSchema = z.object({ approval: approvalSchema.nullable() });

export const liftTokenBlock = defineRoute({
  name: "liftTokenBlock",
  listener: "internal",
  method: "DELETE",
  path: "/staff/v1/customers/:customerId/token-block",
  summary:
    "The owner's block ends: blocked tokens work again, new ones may be issued; waits for a second person",
  access: atTheDesk,
  params: customerParams,
  status: 200,
  response: askedSchema,
  problems: ["branch_required", "identity_required", "core_bank_unavailable"],
});

export const revokeAllTokens = defineRoute({
  name: "revokeAllTokens",
  listener: "internal",
  method: "POST",
  path: "/staff/v1/customers/:customerId/revocation",
  summary: "Emergency: end all of a customer's tokens for good; waits for a second person",
  access: atTheDesk,
  params: customerParams,
  body: z.strictObject({ requestReference: referenceSchema }),
  status: 200,
  response: askedSchema,
  problems: ["reference_reused", "customer_not_found", "branch_required", "core_bank_unavailable"],
});

export const releaseDeviceAtBranch = defineRoute({
  name: "releaseDeviceAtBranch",
  listener: "internal",
  method: "POST",
  path: "/staff/v1/devices/:id/release",
  summary:
    "Release a lost device: its tokens are revoked and the customer is told; waits for a second person",
  access: atTheDesk,
  params: z.strictObject({ id: z.uuid() }),
  body: z.strictObject({ requestReference: referenceSchema }),
  status: 200,
  response: askedSchema,
  problems: ["reference_reused", "device_not_found", "branch_required", "core_bank_unavailable"],
});
