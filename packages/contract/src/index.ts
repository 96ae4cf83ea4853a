/** The HTTP API as data: formats, doors, who may knock, what may go wrong, and a client typed by the doors. */
export {
  type Platform,
  type Purpose,
  purposes,
  type TokenKind,
  type TokenState,
} from "./formats.ts";
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
  type Receipt,
  releaseDeviceByCard,
  resendCardCode,
  type SentCode,
} from "./bank-tokens.ts";
export {
  type CustomerSummary,
  getCustomer,
  identityDocuments,
  issueTokenAtBranch,
  liftSuspension,
  liftTokenBlock,
  listTokens,
  recordIdentityCheck,
  releaseDeviceAtBranch,
  replaceLinks,
  reprintReceipt,
  resendCodeAtBranch,
  revokeAllTokens,
  revokeToken,
  searchCustomers,
  suspendToken,
  type TokenSummary,
} from "./staff.ts";
export { explainToken, type Finding, findingCodes } from "./token-explanations.ts";
export {
  type Approval,
  approvalKinds,
  approvalStates,
  decideApproval,
  listApprovals,
  withdrawApproval,
} from "./approvals.ts";
export { burstKeys, countCodes, listRefusalBursts, listThrottles } from "./security-watch.ts";
export { exportAuditEvents, listAuditEvents } from "./audit-events.ts";
export {
  createCustomerSession,
  type CustomerEventKind,
  customerEventKinds,
  type CustomerHome,
  endCustomerSession,
  getCustomerHome,
} from "./customer.ts";
export { getLoginRequirement } from "./login-requirements.ts";
export { endStaffSession, getOwnSession, listStaffSessions } from "./staff-sessions.ts";
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
