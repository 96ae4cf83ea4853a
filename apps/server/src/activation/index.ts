export { confirmByCode } from "./confirm-activation.ts";
export { activationRoutes } from "./routes.ts";
export { activationMigrations } from "./tables.ts";
