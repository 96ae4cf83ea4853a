export { securityWatchRoutes } from "./routes.ts";
