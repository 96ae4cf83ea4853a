import { z } from "zod";
import type { HttpServer } from "./http-server.ts";

const Health = z.strictObject({ status: z.literal("ok") });

/** Everything is loaded before the first door opens, so whoever is answered finds it ready. */
export function addHealthRoutes(app: HttpServer): void {
  const schema = { response: { 200: Health } };
  app.get("/health/live", { schema }, () => ({ status: "ok" as const }));
  app.get("/health/ready", { schema }, () => ({ status: "ok" as const }));
  app.get("/openapi.json", { schema: { hide: true } }, () => app.swagger());
}
