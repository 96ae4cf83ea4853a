/** An address nobody serves is 404; one that takes other methods is 405 and says which (RFC 9110 §15.5.6). */
import { routes, type Listener } from "@ramznama/contract";
import type { FastifyInstance } from "fastify";
import { sendProblem } from "./problem-reply.ts";
import { RamznamaError } from "./ramznama-error.ts";

export const refuseUnknownAddress = (app: FastifyInstance, listener: Listener): void => {
  const doors = routes
    .filter((route) => route.listener === listener)
    .map(({ method, path }) => ({ method, pattern: pathPattern(path) }));
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?")[0] ?? "";
    const methods = doors.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    if (methods.length === 0) return sendProblem(request, reply, new RamznamaError("not_found"));
    reply.header("allow", [...new Set(methods)].join(", "));
    return sendProblem(request, reply, new RamznamaError("method_not_allowed"));
  });
};

const pathPattern = (path: string): RegExp =>
  new RegExp(`^${path.replace(/:[A-Za-z]+/g, "[^/]+")}$`);
