export * from "./formats.ts";
export * from "./problem.ts";
export * from "./route.ts";
export * from "./verifications.ts";
export * from "./bank-tokens.ts";
export * from "./staff.ts";
export * from "./device.ts";
export { routes } from "./routes.ts";
export {
  callRoute,
  ForeignAnswerError,
  type ClientOptions,
  type HttpSend,
  type RouteAnswer,
  type RouteInput,
  type RouteOutput,
} from "./client.ts";
