/** Counters for Prometheus: how long each door takes and what it answers. Labels are patterns, never values. */
import type { FastifyInstance } from "fastify";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

export interface Metrics {
  /** Watches a listener's requests. */
  observe(app: FastifyInstance): void;
  /** Serves what was counted, on the internal listener only. */
  addRoute(app: FastifyInstance): void;
}

interface ServerKeys {
  /** Unix milliseconds. */
  validUntil(): number;
}

export const createMetrics = (serverKeys: ServerKeys): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "ramznama_server_keys_valid_until_timestamp_seconds",
    help: "When the last server key expires and phones are served no more, Unix time",
    registers: [registry],
    collect() {
      this.set(serverKeys.validUntil() / 1000);
    },
  });
  const durations = new Histogram({
    name: "ramznama_http_request_duration_seconds",
    help: "Time from request to answer, by door and status",
    labelNames: ["method", "route", "status"],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  });
  return {
    observe: (app) => {
      app.addHook("onResponse", (request, reply, done) => {
        durations.observe(
          {
            method: request.method,
            route: request.routeOptions.url ?? "none",
            status: reply.statusCode,
          },
          reply.elapsedTime / 1000,
        );
        done();
      });
    },
    addRoute: (app) => {
      app.get("/metrics", { schema: { hide: true } }, async (_request, reply) =>
        reply
          .type(registry.contentType)
          .serializer(String)
          .send(await registry.metrics()),
      );
    },
  };
};
