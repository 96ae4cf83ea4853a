/** The Fastify instance every part of the sandbox hangs its routes on. */
import { randomUUID } from "node:crypto";
import swagger from "@fastify/swagger";
import Fastify, {
  type FastifyError,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import { cameByLan, FRONT_ADDRESSES, isOpenToLan, type LanDoor } from "./lan-door.ts";
import type { Logger } from "./logger.ts";
import { type ProblemCode, type ProblemDetails, sendProblem } from "./problem.ts";
import { securityHeaders } from "./security-headers.ts";

const BODY_LIMIT_BYTES = 64 * 1024;
const LOOPBACK_NAMES = new Set(["localhost", "127.0.0.1", "[::1]"]);

export interface HttpServerOptions {
  readonly logger: Logger;
  /** Answers a browser that asks for a page that is not there. */
  readonly notFoundPage: () => string;
  readonly lanDoor?: LanDoor | undefined;
  /** Answers the local network where only this machine may come. */
  readonly closedPage: () => string;
}

export async function createHttpServer(options: HttpServerOptions) {
  const { logger, notFoundPage, lanDoor } = options;
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: "reference",
    }),
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: lanDoor === undefined ? false : FRONT_ADDRESSES,
    genReqId: () => randomUUID(),
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 64 },
  }).withTypeProvider<ZodTypeProvider>();
  app.removeContentTypeParser("text/plain");
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.addHook("onRequest", addSecurityHeaders);
  app.addHook("onRequest", admitKnownNames(options));
  app.addHook("onResponse", logResponse);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) => answerNotFound(request, reply, notFoundPage));
  await app.register(swagger, {
    openapi: {
      info: { title: "Ramznama sandbox", version: "1", description: "The bank around Ramznama." },
      components: { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } },
    },
    transform: jsonSchemaTransform,
  });
  return app;
}

export type HttpServer = Awaited<ReturnType<typeof createHttpServer>>;

/** A foreign page that lets its own name point to this machine must not read the inbox. */
function admitKnownNames({ lanDoor, closedPage }: HttpServerOptions) {
  return (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    const name = (request.headers.host ?? "").replace(/:\d+$/u, "").toLowerCase();
    if (LOOPBACK_NAMES.has(name)) done();
    else if (!cameByLan(request, lanDoor)) sendProblem(reply, "host_unknown");
    else if (isOpenToLan(request)) done();
    else reply.code(403).type("text/html; charset=utf-8").send(closedPage());
  };
}

function addSecurityHeaders(_request: FastifyRequest, reply: FastifyReply, done: () => void) {
  reply.headers(securityHeaders("page"));
  done();
}

function logResponse(request: FastifyRequest, reply: FastifyReply, done: () => void) {
  const { method, routeOptions } = request;
  const answer = { status: reply.statusCode, milliseconds: Math.round(reply.elapsedTime) };
  request.log.info({ method, route: routeOptions.url, ...answer }, "answered");
  done();
}

function answerNotFound(request: FastifyRequest, reply: FastifyReply, page: () => string) {
  const wantsPage = request.headers.accept?.includes("text/html") === true;
  if (!wantsPage) return sendProblem(reply, "not_found");
  return reply.code(404).type("text/html; charset=utf-8").send(page());
}

function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  const { code, details } = explainError(error);
  if (code === "internal_error") request.log.error({ err: error }, "failed");
  return sendProblem(reply, code, details);
}

function explainError(error: FastifyError): { code: ProblemCode; details?: ProblemDetails } {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map(({ instancePath, keyword }) => ({
      path: instancePath,
      code: keyword,
    }));
    return { code: "invalid_request", details: { errors } };
  }
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE") return { code: "payload_too_large" };
  if (error.code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") return { code: "unsupported_media_type" };
  const status = error.statusCode ?? 500;
  return status >= 400 && status < 500 ? { code: "invalid_request" } : { code: "internal_error" };
}
