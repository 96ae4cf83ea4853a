export { blockLiftWork, customerRevocationWork, deviceReleaseWork } from "./approved-acts.ts";
export { lifecycleRoutes } from "./routes.ts";
export { deviceTokenRoutes } from "./device-tokens.ts";
