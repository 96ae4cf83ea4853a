/** Is the process alive, and is it ready to serve? For supervisors, not for people. */
import type { FastifyInstance } from "fastify";
import type pg from "pg";
import { RamznamaError } from "./ramznama-error.ts";

interface Standing {
  /** One word for the operator. */
  standing(): string;
}

export const addHealthRoutes = (
  app: FastifyInstance,
  pool: pg.Pool,
  { journal, serverKeys }: { readonly journal: Standing; readonly serverKeys: Standing },
): void => {
  app.get("/health/live", { schema: { hide: true } }, () => ({ status: "live" }));
  app.get("/health/ready", { schema: { hide: true } }, async () => {
    await pool.query("select 1").catch((cause: unknown) => {
      throw new RamznamaError("database_unavailable", { retryAfterSeconds: 2, cause });
    });
    // Neither a failing journal nor an expired key closes a verification, so the process stays ready; what they say is
    // for the operator.
    return { status: "ready", journal: journal.standing(), serverKeys: serverKeys.standing() };
  });
};
