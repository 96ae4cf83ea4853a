/** Sessions of the branch console: short, rotated, revocable, bound to the branch. */
import { z } from "zod";
import { timestampSchema } from "./formats.ts";
import { pageQuery } from "./paging.ts";
import { defineRoute, roles, staff } from "./route.ts";

const everyone = staff("teller", "supervisor", "officer", "auditor");

export const staffSessionSchema = z
  .object({
    id: z.uuid(),
    user: z.string(),
    name: z.string(),
    roles: z.array(z.enum(roles)),
    branch: z.string().nullable(),
    beganAt: timestampSchema,
    lastUsedAt: timestampSchema,
    /** Without use it ends then; each use moves it, up to `endsAt`. */
    idleUntil: timestampSchema,
    endsAt: timestampSchema,
  })
  .meta({ id: "StaffSession" });

export const getOwnSession = defineRoute({
  name: "getOwnSession",
  listener: "internal",
  method: "GET",
  path: "/staff/v1/session",
  summary: "Who is signed in, for which branch, and until when",
  access: everyone,
  status: 200,
  response: z.object({
    bankName: z.string(),
    cardPrefix: z.string(),
    user: z.string(),
    name: z.string(),
    roles: z.array(z.enum(roles)),
    branch: z.string().nullable(),
    /** Null for a bearer token of the person, which is nobody's session here. */
    session: staffSessionSchema.nullable(),
  }),
});

export const listStaffSessions = defineRoute({
  name: "listStaffSessions",
  listener: "internal",
  method: "GET",
  path: "/staff/v1/sessions",
  summary: "Live sessions of the console, newest first",
  access: staff("officer"),
  query: z.strictObject(pageQuery),
  status: 200,
  response: z.object({ sessions: z.array(staffSessionSchema), next: z.string().nullable() }),
});

export const endStaffSession = defineRoute({
  name: "endStaffSession",
  listener: "internal",
  method: "DELETE",
  path: "/staff/v1/sessions/:id",
  summary: "End a session at once",
  access: staff("officer"),
  params: z.strictObject({ id: z.uuid() }),
  status: 200,
  response: z.object({ ended: z.boolean() }),
});
