export type { SessionContext } from "./audience.ts";
export { endOverdueSessions } from "./end-overdue.ts";
export { staffSessionRoutes } from "./routes.ts";
export { createSessionDoor } from "./session-door.ts";
export { identifyStaff, staffAudience } from "./staff-audience.ts";
export { forgetSessions, sessionsMigrations } from "./tables.ts";
