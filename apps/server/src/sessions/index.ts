export type { SessionContext } from "./audience.ts";
export { customerAudience, customerPageDoor, personOfCustomer } from "./customer-audience.ts";
export { endOverdueSessions } from "./end-overdue.ts";
export { staffSessionRoutes } from "./routes.ts";
export { createSessionDoor, type SessionDoor } from "./session-door.ts";
export { loadSession, secondsLeftOf } from "./session-records.ts";
export { identifyStaff, staffAudience } from "./staff-audience.ts";
export { forgetSessions, sessionsMigrations } from "./tables.ts";
