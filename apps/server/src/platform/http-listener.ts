/** A Fastify listener with the house's manners: strict bodies, problem details, a log line without contents, OpenAPI. */
import rateLimit from "@fastify/rate-limit";
import swagger from "@fastify/swagger";
import { routes, type Listener } from "@ramznama/contract";
import Fastify, { type FastifyInstance } from "fastify";
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from "fastify-type-provider-zod";
import { closeConnectionsOnStop } from "./close-connections.ts";
import { completeApiDescription } from "./complete-api-description.ts";
import { describeError, type Logger } from "./logger.ts";
import { refusalOf, sendProblem } from "./problem-reply.ts";
import { RamznamaError } from "./ramznama-error.ts";
import { drawRequestReference, type Random } from "./random.ts";
import { refuseUnknownAddress } from "./refuse-unknown-address.ts";
import { createUnreadableRefusal } from "./refuse-unreadable.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The body as it came over the wire, for the proof's digest; empty when there was none. */
    rawBody: Uint8Array;
  }
}

const bodyLimitBytes = 64 * 1024;

/** Each costs some kilobytes; more than this at once is no bank's traffic, and the next ones are closed unheard. */
const connectionsMax = 10_000;

const replyHeaders = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
};

interface ListenerOptions {
  readonly name: Listener;
  readonly logger: Logger;
  readonly random: Random;
  /** From a request's first byte to its last; who trickles longer is let go. */
  readonly requestTimeoutMilliseconds: number;
  /** Requests of one network address; unlimited where only the bank's own systems call. */
  readonly requestsPerMinute?: number;
  readonly trustProxy?: readonly string[];
  /** Name of the cookie that sessions at this listener's pages lie in; absent where there are none. */
  readonly sessionCookie?: string | undefined;
}

export const createListener = async (options: ListenerOptions): Promise<FastifyInstance> => {
  const app = Fastify({
    logger: false,
    bodyLimit: bodyLimitBytes,
    exposeHeadRoutes: false,
    trustProxy: [...(options.trustProxy ?? [])],
    requestTimeout: options.requestTimeoutMilliseconds,
    // Silence in the middle of an exchange: somebody who does not read his answers would otherwise hold them for ever.
    // Twice a request's time is longer than the longest statement of the database, whose answer is silence too.
    connectionTimeout: 2 * options.requestTimeoutMilliseconds,
    keepAliveTimeout: 65_000,
    http: {
      // Headers are a part of the request and have no longer than the whole.
      headersTimeout: options.requestTimeoutMilliseconds,
      // How often Node looks for those who are late; its default of 30 s would triple the time they have.
      connectionsCheckingInterval: Math.ceil(options.requestTimeoutMilliseconds / 5),
    },
    genReqId: () => drawRequestReference(options.random),
    routerOptions: { maxParamLength: 128 },
    return503OnClosing: true,
    clientErrorHandler: createUnreadableRefusal(options.logger, options.random),
    frameworkErrors: (_error, request, reply) => {
      // An address that cannot be decoded, or a part of it is too long. Fastify would echo it; hooks do not run here.
      reply.headers(replyHeaders);
      const { id: reference, method } = request;
      options.logger.info("http.answered", { reference, route: `${method} ?`, status: 404 });
      void sendProblem(request, reply, new RamznamaError("not_found"));
    },
  });
  app.server.maxConnections = connectionsMax;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  keepRawBodies(app);
  setHeaders(app);
  logRequests(app, options.logger);
  answerErrors(app, options);
  refuseUnknownAddress(app, options.name);
  closeConnectionsOnStop(app);
  await limitRate(app, options.requestsPerMinute);
  await describeApi(app, options);
  return app;
};

const noHeaders = {
  "x-ratelimit-limit": false,
  "x-ratelimit-remaining": false,
  "x-ratelimit-reset": false,
};

/** Counted in this process: enough to keep one address from filling tables; a bank's edge does the rest. */
const limitRate = async (app: FastifyInstance, max: number | undefined): Promise<void> => {
  if (max === undefined) return;
  await app.register(rateLimit, {
    global: true,
    max,
    timeWindow: 60_000,
    addHeadersOnExceeding: noHeaders,
    addHeaders: { ...noHeaders, "retry-after": false },
    errorResponseBuilder: (_request, { ttl }) =>
      new RamznamaError("rate_limited", { retryAfterSeconds: Math.ceil(ttl / 1000) }),
  });
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

/** Of every answer that says nothing else: first, so that whoever serves pages can give them their own. */
const setHeaders = (app: FastifyInstance): void => {
  app.addHook("onRequest", (_request, reply, done) => {
    reply.headers(replyHeaders);
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

const answerErrors = (app: FastifyInstance, { logger }: ListenerOptions): void => {
  app.setErrorHandler((error, request, reply) => {
    // The caller hung up in the middle of the body: nobody reads an answer, and nothing of ours failed.
    if (request.raw.readableAborted) return reply.hijack();
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
};

const describeApi = async (
  app: FastifyInstance,
  { name, sessionCookie }: ListenerOptions,
): Promise<void> => {
  const session = { type: "apiKey", in: "cookie", name: sessionCookie ?? "" } as const;
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: `Ramznama, ${name} listener`, version: "1" },
      components: {
        securitySchemes: {
          bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
          ...(sessionCookie === undefined ? {} : { session }),
          deviceProof: { type: "apiKey", in: "header", name: "DPoP" },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  const doors = routes.filter((route) => route.listener === name);
  let description: object | undefined;
  app.get("/openapi.json", { schema: { hide: true } }, () => {
    description ??= completeApiDescription({ ...app.swagger() }, doors);
    return description;
  });
};
