export { verificationMigrations } from "./tables.ts";
export { verificationRoutes } from "./routes.ts";
