/** Every door there is. A route missing here does not exist: server, OpenAPI and authorization tests read this list. */
import * as approvals from "./approvals.ts";
import * as auditEvents from "./audit-events.ts";
import * as bankTokens from "./bank-tokens.ts";
import * as customer from "./customer.ts";
import * as device from "./device.ts";
import * as loginRequirements from "./login-requirements.ts";
import type { Route } from "./route.ts";
import * as securityWatch from "./security-watch.ts";
import * as staffSessions from "./staff-sessions.ts";
import * as staff from "./staff.ts";
import * as tokenExplanations from "./token-explanations.ts";
import * as verifications from "./verifications.ts";

const isRoute = (value: unknown): value is Route =>
  typeof value === "object" && value !== null && "access" in value && "path" in value;

export const routes: readonly Route[] = [
  verifications,
  loginRequirements,
  bankTokens,
  staff,
  tokenExplanations,
  approvals,
  securityWatch,
  auditEvents,
  staffSessions,
  customer,
  device,
].flatMap((resource) => Object.values(resource).filter(isRoute));
