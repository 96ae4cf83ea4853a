/** A Fastify listener with the house's manners: strict bodies, problem details, a log line without contents, OpenAPI. */
import swagger from "@fastify/swagger";
import { routes, type Listener } from "@ramznama/contract";
import Fastify, { type FastifyInstance } from "fastify";
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from "fastify-type-provider-zod";
import { describeError, type Logger } from "./logger.ts";
import { refusalOf, sendProblem } from "./problem-reply.ts";
import { RamznamaError } from "./ramznama-error.ts";
import type { Random } from "./random.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The body as it came over the wire, for the proof's digest; empty when there was none. */
    rawBody: Uint8Array;
  }
}

const bodyLimitBytes = 64 * 1024;

interface ListenerOptions {
  readonly name: Listener;
  readonly logger: Logger;
  readonly random: Random;
}

export const createListener = async (options: ListenerOptions): Promise<FastifyInstance> => {
  const app = Fastify({
    logger: false,
    bodyLimit: bodyLimitBytes,
    exposeHeadRoutes: false,
    requestTimeout: 15_000,
    keepAliveTimeout: 65_000,
    genReqId: () => Buffer.from(options.random.bytes(6)).toString("hex"),
    routerOptions: { maxParamLength: 128 },
    return503OnClosing: true,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  keepRawBodies(app);
  setHeaders(app);
  logRequests(app, options.logger);
  answerErrors(app, options);
  await describeApi(app, options.name);
  return app;
};

const keepRawBodies = (app: FastifyInstance): void => {
  app.decorateRequest("rawBody");
  app.addHook("onRequest", (request, _reply, done) => {
    request.rawBody = new Uint8Array(0);
    done();
  });
  // "error": a body with __proto__ or constructor keys is refused, not cleaned.
  const parseJson = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body, done) => {
    const bytes = typeof body === "string" ? Buffer.from(body) : body;
    request.rawBody = bytes;
    // A DELETE or an act without content may come with the header and no body.
    if (bytes.length === 0) done(null, undefined);
    else void parseJson(request, bytes.toString("utf8"), done);
  });
};

const setHeaders = (app: FastifyInstance): void => {
  app.addHook("onSend", (_request, reply, _payload, done) => {
    reply.header("cache-control", "no-store");
    reply.header("x-content-type-options", "nosniff");
    reply.header("referrer-policy", "no-referrer");
    reply.header("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
    done();
  });
};

const logRequests = (app: FastifyInstance, logger: Logger): void => {
  app.addHook("onResponse", (request, reply, done) => {
    logger.info("http.answered", {
      reference: request.id,
      // The pattern, never the address: a path may hold a serial.
      route: `${request.method} ${request.routeOptions.url ?? "?"}`,
      status: reply.statusCode,
      milliseconds: Math.round(reply.elapsedTime * 10) / 10,
    });
    done();
  });
};

const pathPattern = (path: string): RegExp =>
  new RegExp(`^${path.replace(/:[A-Za-z]+/g, "[^/]+")}$`);

const answerErrors = (app: FastifyInstance, { logger, name }: ListenerOptions): void => {
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error);
    if (refusal.code === "internal_error" || refusal.details.cause !== undefined) {
      const level = refusal.code === "internal_error" ? "error" : "warn";
      logger[level]("http.failed", {
        reference: request.id,
        code: refusal.code,
        ...describeError(refusal.details.cause ?? error),
      });
    }
    return sendProblem(request, reply, refusal);
  });
  const patterns = routes
    .filter((route) => route.listener === name)
    .map((route) => pathPattern(route.path));
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?")[0] ?? "";
    const exists = patterns.some((pattern) => pattern.test(path));
    return sendProblem(
      request,
      reply,
      new RamznamaError(exists ? "method_not_allowed" : "not_found"),
    );
  });
};

const describeApi = async (app: FastifyInstance, name: Listener): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: `Ramznama, ${name} listener`, version: "1" },
      components: {
        securitySchemes: {
          bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
          deviceProof: { type: "apiKey", in: "header", name: "DPoP" },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  app.get("/openapi.json", { schema: { hide: true } }, () => app.swagger());
};
