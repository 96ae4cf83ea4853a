export { appendAudit, type Actor } from "./append-audit.ts";
export { actorOf, systemActor } from "./actor.ts";
export { auditMigrations } from "./tables.ts";
export { auditRoutes } from "./routes.ts";
