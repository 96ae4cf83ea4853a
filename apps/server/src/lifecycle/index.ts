export { blockLiftWork, customerRevocationWork, deviceReleaseWork } from "./approved-acts.ts";
export { lifecycleRoutes } from "./routes.ts";
export { summaryOf } from "./token-summary.ts";
export { deviceTokenRoutes } from "./device-tokens.ts";
