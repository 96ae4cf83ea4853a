/**
 * The doors of a customer who is signed in at the mobile bank, and of signing in with the dynamic code alone. Nothing of
 * Ramznama itself stands behind them: whoever has a vault opens it with or without a session (S23).
 */
import { z } from "zod";
import {
  gatewayLoginSchema,
  platformSchema,
  purposeSchema,
  referenceSchema,
  sha256Schema,
  timestampSchema,
  tokenKindSchema,
  typedCodeSchema,
} from "./formats.ts";
import { customer, defineRoute, page } from "./route.ts";

/** What happened to one's own tokens, in the few words that the mobile bank has for it. */
export const customerEventKinds = [
  "token_issued",
  "token_activated",
  "token_ended",
  "token_suspended",
  "token_resumed",
  "tokens_blocked",
  "code_accepted",
  "code_refused",
  "device_registered",
  "device_released",
  "links_changed",
] as const;
export type CustomerEventKind = (typeof customerEventKinds)[number];

export const customerHomeSchema = z
  .object({
    customer: z.object({ name: z.string(), gatewayLogin: z.string().nullable() }),
    session: z.object({
      /** `central`: at the bank's provider; `own`: with login name and dynamic code. */
      way: z.enum(["central", "own"]),
      endsAt: timestampSchema,
      /** From this answer on, without another use: a span, since a phone's clock may be wrong. */
      secondsLeft: z.int().min(0),
    }),
    /** Live ones, masked. */
    cards: z.array(z.object({ number: z.string() })),
    accounts: z.array(z.object({ number: z.string(), isJoint: z.boolean() })),
    /** The one device of the customer (S25), if there is one. */
    device: z
      .object({
        /** Null for one that was registered before platforms were told with it. */
        platform: platformSchema.nullable(),
        registeredAt: timestampSchema,
        /** RFC 7638, of its key: a page knows by it whether it stands on that device. */
        keyThumbprint: sha256Schema,
      })
      .nullable(),
    isBlocked: z.boolean(),
    /** Newest first. */
    events: z.array(
      z.object({
        at: timestampSchema,
        kind: z.enum(customerEventKinds),
        tokenKind: tokenKindSchema.nullable(),
        /** Masked card number, or the serial of an account/gateway token. */
        subject: z.string().nullable(),
        purpose: purposeSchema.nullable(),
      }),
    ),
  })
  .meta({ id: "CustomerHome" });
export type CustomerHome = z.infer<typeof customerHomeSchema>;

export const createCustomerSession = defineRoute({
  name: "createCustomerSession",
  listener: "public",
  method: "POST",
  path: "/customer/v1/sessions",
  summary:
    "Sign in with the gateway login and a dynamic code; the answer sets the session's cookie",
  access: page,
  body: z.strictObject({
    gatewayLogin: gatewayLoginSchema,
    code: typedCodeSchema,
    /** Made by the page, one per code entry: a double click or a lost answer spends no second code. */
    requestReference: referenceSchema,
  }),
  status: 201,
  response: z.object({ name: z.string() }),
  problems: ["sign_in_refused", "core_bank_unavailable", "reference_reused", "rate_limited"],
});

export const getCustomerHome = defineRoute({
  name: "getCustomerHome",
  listener: "public",
  method: "GET",
  path: "/customer/v1/home",
  summary: "Cards, accounts, the one device, and the last events of one's own tokens",
  access: customer,
  status: 200,
  response: customerHomeSchema,
  problems: ["core_bank_unavailable"],
});

export const endCustomerSession = defineRoute({
  name: "endCustomerSession",
  listener: "public",
  method: "DELETE",
  path: "/customer/v1/session",
  summary: "Sign out; says where the browser is to go",
  access: customer,
  status: 200,
  /** A path of the mobile bank, or the provider's address that ends its own session too. */
  response: z.object({ next: z.string() }),
});
