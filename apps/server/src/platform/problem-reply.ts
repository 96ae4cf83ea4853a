/** The one place where a refusal becomes HTTP: RFC 9457 problem details, no stack, no value of the request. */
import { problems, type Problem, type ProblemCode } from "@ramznama/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { isDatabaseUnavailable } from "./database.ts";
import { RamznamaError } from "./ramznama-error.ts";

const byFastifyCode: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "unsupported_media_type",
  FST_ERR_CTP_BODY_TOO_LARGE: "payload_too_large",
  FST_ERR_CTP_EMPTY_JSON_BODY: "invalid_request",
  FST_ERR_CTP_INVALID_JSON_BODY: "invalid_request",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "invalid_request",
  FST_ERR_REOPENED_CLOSE_SERVER: "temporarily_unavailable",
};

const plainName = /^[A-Za-z_][A-Za-z0-9_]{0,39}$/;

interface Issue {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string | undefined;
  readonly params: Record<string, unknown>;
}

/** Paths and codes of what does not fit; an unknown field is named only if its name is harmless. */
const errorsOf = (issue: Issue): { path: string; code: string }[] => {
  const path = issue.instancePath === "/" ? "" : issue.instancePath;
  if (issue.keyword === "unrecognized_keys" && Array.isArray(issue.params["keys"])) {
    return issue.params["keys"].map((key: unknown) => ({
      path: `${path}/${typeof key === "string" && plainName.test(key) ? key : "?"}`,
      code: "unknown_field",
    }));
  }
  const own = issue.message !== undefined && /^[a-z_]+$/.test(issue.message);
  return [{ path: path === "" ? "/" : path, code: own ? issue.message : issue.keyword }];
};

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

/** Turns anything thrown into a refusal with a code. */
export const refusalOf = (error: unknown): RamznamaError => {
  if (error instanceof RamznamaError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    return new RamznamaError("invalid_request", { errors: error.validation.flatMap(errorsOf) });
  }
  if (isDatabaseUnavailable(error)) {
    return new RamznamaError("database_unavailable", { retryAfterSeconds: 2, cause: error });
  }
  if (error instanceof SyntaxError) {
    return new RamznamaError("invalid_request", { detail: "The body is not JSON." });
  }
  const known = byFastifyCode[codeOf(error)];
  if (known !== undefined) return new RamznamaError(known);
  return new RamznamaError("internal_error", { cause: error });
};

export const sendProblem = (
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: RamznamaError,
): FastifyReply => {
  const [status, title] = problems[refusal.code];
  const { detail, errors, retryAfterSeconds, refusalTag, otherDevice } = refusal.details;
  const problem: Problem = {
    type: `urn:ramznama:problem:${refusal.code}`,
    title,
    status,
    code: refusal.code,
    detail: detail ?? `${title}.`,
    errors: [...(errors ?? [])],
    reference: request.id,
    ...(refusalTag === undefined ? {} : { refusalTag }),
    ...(otherDevice === undefined ? {} : { otherDevice }),
  };
  if (retryAfterSeconds !== undefined) reply.header("retry-after", String(retryAfterSeconds));
  if (refusal.code === "unauthenticated" || refusal.code === "token_expired") {
    // RFC 6750 §3.1: a caller without any credentials is told the scheme and no error.
    const challenge =
      request.headers.authorization === undefined ? "Bearer" : 'Bearer error="invalid_token"';
    reply.header("www-authenticate", challenge);
  }
  return reply
    .code(status)
    .type("application/problem+json; charset=utf-8")
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(problem);
};
