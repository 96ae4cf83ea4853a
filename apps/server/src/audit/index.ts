export {
  appendAcceptedCode,
  appendAudit,
  insertAcceptedCodesFrom,
  nextAuditId,
  type Actor,
  type AuditEvent,
} from "./append-audit.ts";
export { actorOf, systemActor } from "./actor.ts";
export { countCodesByHour, findBursts } from "./count-codes.ts";
export { createRefusalNotes } from "./note-refusal.ts";
export { loadCustomerEvents, type CustomerEventRow } from "./load-customer-events.ts";
export { loadTokenEvents, type EventRow } from "./load-token-events.ts";
export { purposeIn } from "./purpose-in.ts";
export { auditMigrations } from "./tables.ts";
export { auditRoutes } from "./routes.ts";
