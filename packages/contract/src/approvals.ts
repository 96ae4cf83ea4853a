/** Four eyes: what one person of a branch asks for and another one decides (api.md, Staff). */
import { z } from "zod";
import { customerIdSchema, referenceSchema, serialSchema, timestampSchema } from "./formats.ts";
import { pageQuery } from "./paging.ts";
import { defineRoute, staffOfBranch } from "./route.ts";

export const approvalKinds = [
  "account-links",
  "device-release",
  "customer-revocation",
  "block-lift",
] as const;

/** `voided`: what was asked about has changed since, or was asked anew. */
export const approvalStates = [
  "requested",
  "approved",
  "rejected",
  "withdrawn",
  "expired",
  "voided",
] as const;

export const approvalSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(approvalKinds),
    state: z.enum(approvalStates),
    branch: z.string(),
    customerId: customerIdSchema,
    customerName: z.string(),
    /** The token the links are for. */
    serial: serialSchema.nullable(),
    /** What it is about, as people may see it: masked accounts; or tokens, each as its serial, a space and its subject. */
    subjects: z.array(z.string()),
    requestedBy: z.string(),
    requestedAt: timestampSchema,
    expiresAt: timestampSchema,
    decidedBy: z.string().nullable(),
    decidedAt: timestampSchema.nullable(),
    /** What the deciding person wrote. */
    note: z.string().nullable(),
    /** Whether the person asking may decide it: of that branch, and not their own. */
    mayDecide: z.boolean(),
  })
  .meta({ id: "Approval" });
export type Approval = z.infer<typeof approvalSchema>;

const approvalParams = z.strictObject({ id: z.uuid() });

export const listApprovals = defineRoute({
  name: "listApprovals",
  listener: "internal",
  method: "GET",
  path: "/staff/v1/approvals",
  summary:
    "What waits for a second person, and what became of it, newest first; of one's own branch",
  access: staffOfBranch("teller", "supervisor"),
  query: z.strictObject({
    state: z.enum(approvalStates).optional(),
    customerId: customerIdSchema.optional(),
    ...pageQuery,
  }),
  status: 200,
  response: z.object({ approvals: z.array(approvalSchema), next: z.string().nullable() }),
  problems: ["branch_required"],
});

export const decideApproval = defineRoute({
  name: "decideApproval",
  listener: "internal",
  method: "POST",
  path: "/staff/v1/approvals/:id/decision",
  summary: "Approve, and it is done at once, or reject; never one's own request",
  access: staffOfBranch("supervisor"),
  params: approvalParams,
  body: z.strictObject({
    decision: z.enum(["approve", "reject"]),
    note: z.string().trim().max(200).optional(),
    requestReference: referenceSchema,
  }),
  status: 200,
  response: approvalSchema,
  problems: [
    "reference_reused",
    "branch_required",
    "approval_not_found",
    "own_request",
    "approval_expired",
    "approval_voided",
    "approval_decided",
    "account_not_owned",
    "core_bank_unavailable",
  ],
});

export const withdrawApproval = defineRoute({
  name: "withdrawApproval",
  listener: "internal",
  method: "DELETE",
  path: "/staff/v1/approvals/:id",
  summary: "Take back one's own request before it is decided",
  access: staffOfBranch("teller", "supervisor"),
  params: approvalParams,
  status: 200,
  response: approvalSchema,
  problems: ["branch_required", "approval_not_found", "approval_decided"],
});
