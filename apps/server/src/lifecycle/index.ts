export { lifecycleRoutes } from "./routes.ts";
export { summaryOf } from "./staff-acts.ts";
export { deviceTokenRoutes } from "./device-tokens.ts";
