/** What the security officer watches: who waits, where failures burst, and how many codes come in. */
import { z } from "zod";
import { customerIdSchema, serialSchema, timestampSchema } from "./formats.ts";
import { pageQuery } from "./paging.ts";
import { defineRoute, staff } from "./route.ts";

const officers = staff("officer");

export const listThrottles = defineRoute({
  name: "listThrottles",
  listener: "internal",
  method: "GET",
  path: "/staff/v1/throttles",
  summary:
    "Tokens whose guesses must wait or that take declared seconds only, last failure first; and waiting origins",
  access: officers,
  query: z.strictObject(pageQuery),
  status: 200,
  response: z.object({
    tokens: z.array(
      z.object({
        serial: serialSchema,
        customerId: customerIdSchema,
        subject: z.string(),
        failuresToday: z.number().int(),
        failuresInYear: z.number().int(),
        lastFailureAt: timestampSchema,
        waitsUntil: timestampSchema.nullable(),
        /** Beyond the year's failures: only declared seconds are looked at. */
        declaresOnly: z.boolean(),
      }),
    ),
    origins: z.array(
      z.object({
        channel: z.string(),
        /** Empty: the channel as a whole; null: what it asks without naming an origin. Neither ever waits. */
        origin: z.string().nullable(),
        refusals: z.number().int(),
        waitsUntil: timestampSchema.nullable(),
      }),
    ),
    next: z.string().nullable(),
  }),
});

/** `subject`: a card, account or login; refusals without a token are grouped by a keyed digest of it. */
export const burstKeys = ["subject", "channel", "origin", "branch"] as const;

const hoursQuery = z.coerce.number().int().min(1).max(168);

export const listRefusalBursts = defineRoute({
  name: "listRefusalBursts",
  listener: "internal",
  method: "GET",
  path: "/staff/v1/refusal-bursts",
  summary: "Refused codes of the last hours by card, channel, origin or branch, most first",
  access: officers,
  query: z.strictObject({
    by: z.enum(burstKeys),
    hours: hoursQuery.default(24),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  status: 200,
  response: z.object({
    bursts: z.array(
      z.object({
        key: z.string(),
        channel: z.string().nullable(),
        serial: serialSchema.nullable(),
        customerId: customerIdSchema.nullable(),
        count: z.number().int(),
        firstAt: timestampSchema,
        lastAt: timestampSchema,
      }),
    ),
  }),
});

export const countCodes = defineRoute({
  name: "countCodes",
  listener: "internal",
  method: "GET",
  path: "/staff/v1/code-counts",
  summary: "Accepted, refused and throttled codes per hour, oldest first, for charts",
  access: officers,
  query: z.strictObject({ hours: hoursQuery.default(24) }),
  status: 200,
  response: z.object({
    hours: z.array(
      z.object({
        from: timestampSchema,
        accepted: z.number().int(),
        refused: z.number().int(),
        throttled: z.number().int(),
      }),
    ),
  }),
});
