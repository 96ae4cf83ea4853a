export { confirmByCode } from "./confirm-activation.ts";
export { activationRoutes } from "./routes.ts";
export { forgetRefusals, activationMigrations } from "./tables.ts";
