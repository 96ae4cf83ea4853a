export { forgetVerifications, verificationMigrations } from "./tables.ts";
export { verificationRoutes } from "./routes.ts";
