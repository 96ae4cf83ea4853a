export { forgetVerifications, verificationMigrations } from "./tables.ts";
export { loadDeclares } from "./declare-second.ts";
export { declarationRoutes, verificationRoutes } from "./routes.ts";
