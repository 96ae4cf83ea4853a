/** The HTTP API as data: formats, doors, who may knock, what may go wrong, and a client typed by the doors. */
export { type Platform, type Purpose, type TokenKind, type TokenState } from "./formats.ts";
export {
  type Problem,
  type ProblemCode,
  problemCodes,
  problems,
  problemSchema,
} from "./problem.ts";
export {
  type Access,
  type Listener,
  type Role,
  roles,
  type Route,
  type Scope,
  scopes,
} from "./route.ts";
export { routes } from "./routes.ts";
export {
  createVerification,
  type RejectionReason,
  type VerificationRequest,
  type VerificationResponse,
} from "./verifications.ts";
export {
  blockTokens,
  issueCardToken,
  type IssuedToken,
  releaseDeviceByCard,
  resendCardCode,
  type SentCode,
} from "./bank-tokens.ts";
export {
  issueTokenAtBranch,
  liftSuspension,
  liftTokenBlock,
  listAuditEvents,
  listTokens,
  releaseDeviceAtBranch,
  replaceLinks,
  resendCodeAtBranch,
  revokeToken,
  searchCustomers,
  suspendToken,
  type TokenSummary,
} from "./staff.ts";
export {
  confirmActivation,
  confirmRegistration,
  createActivation,
  createRegistration,
  declareSecond,
  deleteAllDeviceTokens,
  deleteDeviceToken,
  getConfiguration,
  getTime,
  listDeviceTokens,
  type SealedRequest,
} from "./device.ts";
export { callRoute, type RouteAnswer, type RouteInput, type RouteOutput } from "./client.ts";
