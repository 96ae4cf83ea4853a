/** Is the process alive, and is it ready to serve? For supervisors, not for people. */
import type { FastifyInstance } from "fastify";
import type pg from "pg";
import { RamznamaError } from "./ramznama-error.ts";

export const addHealthRoutes = (
  app: FastifyInstance,
  pool: pg.Pool,
  journalStanding: () => string,
): void => {
  app.get("/health/live", { schema: { hide: true } }, () => ({ status: "live" }));
  app.get("/health/ready", { schema: { hide: true } }, async () => {
    await pool.query("select 1").catch((cause: unknown) => {
      throw new RamznamaError("database_unavailable", { retryAfterSeconds: 2, cause });
    });
    // A failing journal closes no verification, so the process stays ready; what it says is for the operator.
    return { status: "ready", journal: journalStanding() };
  });
};
