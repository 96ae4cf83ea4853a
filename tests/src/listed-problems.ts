/** Whether a door says of itself what it refuses with: asked with every answer that a channel of the tests gets. */
import { routes, type Problem, type ProblemCode } from "@ramznama/contract";

/** What any door may answer: no description lists it (serve-route.ts, problem-reply.ts). */
const everywhere: ReadonlySet<ProblemCode> = new Set([
  "invalid_request",
  "unsupported_media_type",
  "payload_too_large",
  "not_found",
  "method_not_allowed",
  "unauthenticated",
  "token_expired",
  "forbidden",
  "rate_limited",
  "database_unavailable",
  "temporarily_unavailable",
  "internal_error",
]);

/** @throws Error when the door does not list the code */
export const assertListed = (method: string, path: string, { code }: Partial<Problem>): void => {
  if (code === undefined || everywhere.has(code)) return;
  const door = routes.find((one) => one.method === method && patternOf(one.path).test(path));
  if (door === undefined || door.problems.includes(code)) return;
  throw new Error(`${door.name} answered ${code}, which it does not list`);
};

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(/:[A-Za-z]+/g, "[^/]+")}$`);
