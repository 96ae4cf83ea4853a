export { appendAudit, insertAuditFrom, type Actor, type AuditEvent } from "./append-audit.ts";
export { actorOf, systemActor } from "./actor.ts";
export { createRefusalNotes } from "./note-refusal.ts";
export { loadCustomerEvents, type CustomerEventRow } from "./load-customer-events.ts";
export { auditMigrations } from "./tables.ts";
export { auditRoutes } from "./routes.ts";
