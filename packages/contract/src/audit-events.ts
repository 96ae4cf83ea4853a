/** The auditor's reading (api.md, Staff). */
import { z } from "zod";
import { customerIdSchema, serialSchema, timestampSchema } from "./formats.ts";
import { pageQuery } from "./paging.ts";
import { defineRoute, staff } from "./route.ts";

export const auditEventSchema = z
  .object({
    id: z.string(),
    at: timestampSchema,
    type: z.string(),
    actorKind: z.enum(["channel", "staff", "customer", "device", "system"]),
    actor: z.string(),
    branch: z.string().nullable(),
    customerId: z.string().nullable(),
    serial: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
    reference: z.string().nullable(),
  })
  .meta({ id: "AuditEvent" });

const eventFilter = {
  type: z
    .string()
    .regex(/^[a-z.-]{1,64}$/)
    .optional(),
  customerId: customerIdSchema.optional(),
  serial: serialSchema.optional(),
  /** Staff user, client id, device id or worker name. */
  actor: z.string().min(1).max(128).optional(),
  branch: z.string().min(1).max(32).optional(),
  from: timestampSchema.optional(),
  /** Exclusive. */
  to: timestampSchema.optional(),
};

export const listAuditEvents = defineRoute({
  name: "listAuditEvents",
  listener: "internal",
  method: "GET",
  path: "/staff/v1/audit-events",
  summary: "What happened, newest first; reading is an event too",
  access: staff("officer", "auditor"),
  query: z.strictObject({ ...eventFilter, ...pageQuery }),
  status: 200,
  response: z.object({ events: z.array(auditEventSchema), next: z.string().nullable() }),
});

export const exportAuditEvents = defineRoute({
  name: "exportAuditEvents",
  listener: "internal",
  method: "GET",
  path: "/staff/v1/audit-exports",
  summary:
    "The same events as a file, oldest first: CSV (RFC 4180) or JSON lines; exporting is an event too",
  access: staff("officer", "auditor"),
  query: z.strictObject({ ...eventFilter, format: z.enum(["csv", "jsonl"]) }),
  status: 200,
});
