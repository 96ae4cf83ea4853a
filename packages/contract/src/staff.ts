/** The doors of the branch (api.md, Staff). Nothing sensitive stands in a URL. */
import { z } from "zod";
import { issuedTokenSchema, sentCodeSchema, serialParams } from "./bank-tokens.ts";
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
import { defineRoute, staff } from "./route.ts";

const atTheDesk = staff("teller", "supervisor");

export const deviceSummarySchema = z
  .object({ id: z.uuid(), platform: platformSchema.nullable(), registeredAt: timestampSchema })
  .meta({ id: "DeviceSummary" });

export const customerSummarySchema = z
  .object({
    customerId: customerIdSchema,
    name: z.string(),
    mobile: z.string().nullable().meta({ description: "masked" }),
    mobileChangedAt: timestampSchema.nullable(),
    gatewayLogin: z.string().nullable(),
    cards: z.array(z.object({ number: z.string().meta({ description: "masked" }) })),
    accounts: z.array(z.object({ number: accountNumberSchema, holders: z.number().int() })),
    device: deviceSummarySchema.nullable(),
  })
  .meta({ id: "CustomerSummary" });

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

export const issueTokenAtBranch = defineRoute({
  name: "issueTokenAtBranch",
  listener: "internal",
  method: "POST",
  path: "/staff/v1/tokens",
  summary: "Issue a token at a branch, the customer's identity seen",
  access: atTheDesk,
  body: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("card"),
      cardNumber: cardNumberSchema,
      /** The teller has seen an identity document; needed when the mobile number changed lately. */
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
    /** The number on an imported token itself. */
    manufacturerSerial: z.string().nullable(),
    links: z.array(linkSchema),
  })
  .meta({ id: "TokenSummary" });
export type TokenSummary = z.infer<typeof tokenSummarySchema>;

/** Pages by key: `after` is the `next` of the page before. */
const pageQuery = {
  after: z
    .string()
    .regex(/^[0-9]{1,15}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

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
  summary: "Connect an account/gateway token to the login, to accounts, or to both",
  access: atTheDesk,
  params: serialParams,
  body: z.strictObject({
    gatewayLogin: z.boolean(),
    accounts: z.array(accountNumberSchema).max(50),
  }),
  status: 200,
  response: z.object({ links: z.array(linkSchema) }),
  problems: [
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
    "identity_required",
    "daily_limit_reached",
    "core_bank_unavailable",
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
    problems: ["reference_reused", "token_not_found", "token_state_conflict"],
  });

export const revokeToken = tokenAct("revokeToken", "revocation", "End a token for good");
export const suspendToken = tokenAct("suspendToken", "suspension", "Stop a token for a while");

export const liftSuspension = defineRoute({
  name: "liftSuspension",
  listener: "internal",
  method: "DELETE",
  path: "/staff/v1/tokens/:serial/suspension",
  summary: "Let a suspended or blocked token work again",
  access: atTheDesk,
  params: serialParams,
  status: 200,
  response: tokenSummarySchema,
  problems: ["token_not_found", "token_state_conflict"],
});

export const liftTokenBlock = defineRoute({
  name: "liftTokenBlock",
  listener: "internal",
  method: "DELETE",
  path: "/staff/v1/customers/:customerId/token-block",
  summary: "The owner's block ends: blocked tokens work again, new ones may be issued",
  access: atTheDesk,
  params: z.strictObject({ customerId: customerIdSchema }),
  status: 200,
  response: z.object({ lifted: z.boolean(), tokens: z.number().int() }),
});

export const releaseDeviceAtBranch = defineRoute({
  name: "releaseDeviceAtBranch",
  listener: "internal",
  method: "POST",
  path: "/staff/v1/devices/:id/release",
  summary: "Release a lost device: its tokens are revoked and the customer is told",
  access: staff("supervisor"),
  params: z.strictObject({ id: z.uuid() }),
  body: z.strictObject({ requestReference: referenceSchema }),
  status: 200,
  response: z.object({ released: z.boolean(), revokedTokens: z.number().int() }),
  problems: ["reference_reused", "device_not_found"],
});

export const auditEventSchema = z
  .object({
    id: z.string(),
    at: timestampSchema,
    type: z.string(),
    actorKind: z.enum(["channel", "staff", "device", "system"]),
    actor: z.string(),
    branch: z.string().nullable(),
    customerId: z.string().nullable(),
    serial: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
    reference: z.string().nullable(),
  })
  .meta({ id: "AuditEvent" });

export const listAuditEvents = defineRoute({
  name: "listAuditEvents",
  listener: "internal",
  method: "GET",
  path: "/staff/v1/audit-events",
  summary: "What happened, newest first; reading is an event too",
  access: staff("officer", "auditor"),
  query: z.strictObject({
    type: z
      .string()
      .regex(/^[a-z.-]{1,64}$/)
      .optional(),
    customerId: customerIdSchema.optional(),
    serial: serialSchema.optional(),
    ...pageQuery,
  }),
  status: 200,
  response: z.object({ events: z.array(auditEventSchema), next: z.string().nullable() }),
});
