export { lifecycleRoutes } from "./routes.ts";
export { deviceTokenRoutes } from "./device-tokens.ts";
