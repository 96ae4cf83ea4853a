/**
 * Refusals on the wire: RFC 9457 problem details with a stable `code` and a `reference`.
 * Codes that the server has too (packages/contract) mean the same here.
 */
import type { FastifyReply } from "fastify";
import { z } from "zod";

const problems = {
  invalid_request: [400, "The request does not fit the schema"],
  unauthenticated: [401, "A valid bearer token is needed"],
  forbidden: [403, "The bearer token lacks the scope"],
  not_found: [404, "There is nothing here"],
  customer_not_found: [404, "Core banking knows no such customer"],
  reference_reused: [409, "The message id was used with other content"],
  change_impossible: [409, "The change does not fit the customer"],
  payload_too_large: [413, "The body is larger than 64 kB"],
  unsupported_media_type: [415, "Send application/json"],
  host_unknown: [421, "The sandbox answers to the names of this machine only"],
  internal_error: [500, "Something failed on our side"],
  temporarily_unavailable: [503, "Switched off on purpose"],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof problems;

export interface ProblemDetails {
  readonly detail?: string;
  readonly errors?: readonly { readonly path: string; readonly code: string }[];
}

export const Problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), code: z.string() })),
  reference: z.string().describe("Finds the request in the log"),
});

export function sendProblem<Reply extends FastifyReply>(
  reply: Reply,
  code: ProblemCode,
  { detail = "", errors = [] }: ProblemDetails = {},
): Reply {
  const [status, title] = problems[code];
  const type = `urn:ramznama:problem:${code}`;
  const body = { type, title, status, code, detail, errors, reference: reply.request.id };
  reply
    .code(status)
    .type("application/problem+json; charset=utf-8")
    // A buffer passes by the success schema of the route.
    .send(Buffer.from(JSON.stringify(body)));
  return reply;
}
