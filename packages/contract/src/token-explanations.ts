/** «چرا کار نمی‌کند؟»: what the desk tells a customer whose code is refused. Channels never learn it. */
import { z } from "zod";
import { serialParams } from "./bank-tokens.ts";
import { purposeSchema, timestampSchema } from "./formats.ts";
import { defineRoute, staff } from "./route.ts";
import { tokenSummarySchema } from "./staff.ts";

/** In the order of their weight; the screen has words for each. */
export const findingCodes = [
  "token_ended",
  "blocked_by_owner",
  "suspended_by_branch",
  "not_activated",
  "activation_code_expired",
  "activation_code_locked",
  "activation_unconfirmed",
  "not_linked",
  "throttled",
  "declares",
  "clock_off",
  "code_used",
  "code_superseded",
  "code_wrong",
  "out_of_step",
  "works",
] as const;

export const findingSchema = z
  .object({
    code: z.enum(findingCodes),
    /** When it was seen last, or when it began. */
    at: timestampSchema.nullable(),
    /** When it ends by itself. */
    until: timestampSchema.nullable(),
    /** Of `clock_off`: by how much the phone's clock is ahead (negative: behind). */
    seconds: z.number().int().nullable(),
    /** How often it was seen lately. */
    count: z.number().int().nullable(),
    purpose: purposeSchema.nullable(),
  })
  .meta({ id: "Finding" });
export type Finding = z.infer<typeof findingSchema>;

export const tokenEventSchema = z
  .object({
    at: timestampSchema,
    type: z.string(),
    actorKind: z.enum(["channel", "staff", "customer", "device", "system"]),
    actor: z.string(),
    branch: z.string().nullable(),
    /** Reason or cause, in the words of the audit. */
    cause: z.string().nullable(),
    purpose: purposeSchema.nullable(),
    origin: z.string().nullable(),
  })
  .meta({ id: "TokenEvent" });

export const explainToken = defineRoute({
  name: "explainToken",
  listener: "internal",
  method: "GET",
  path: "/staff/v1/tokens/:serial/explanation",
  summary: "State and history of a token, and why its codes are refused; newest events first",
  access: staff("teller", "supervisor", "officer"),
  params: serialParams,
  status: 200,
  response: z.object({
    token: tokenSummarySchema,
    findings: z.array(findingSchema),
    events: z.array(tokenEventSchema),
  }),
  problems: ["token_not_found"],
});
