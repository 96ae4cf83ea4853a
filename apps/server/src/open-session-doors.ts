/** The doors through which browsers sign in: staff at the branch console, customers at the mobile bank. */
import type { ServerConfig } from "./config.ts";
import type { CoreBank } from "./core-bank/index.ts";
import type { VerifyBearer } from "./platform/identity.ts";
import { discoverOnce } from "./platform/provider.ts";
import type { Policy } from "./policy.ts";
import {
  createSessionDoor,
  customerAudience,
  staffAudience,
  type SessionContext,
  type SessionDoor,
} from "./sessions/index.ts";

interface StaffDoorOptions {
  readonly config: ServerConfig;
  readonly policy: Policy;
  readonly context: SessionContext;
  readonly verifyBearer: VerifyBearer;
}

interface CustomerDoorOptions {
  readonly config: ServerConfig;
  readonly policy: Policy;
  readonly context: SessionContext;
  readonly coreBank: CoreBank;
}

/** Stands in any case: who signs in with a code alone needs no provider. */
export const openCustomerDoor = ({
  config,
  policy,
  context,
  coreBank,
}: CustomerDoorOptions): SessionDoor => {
  const client = {
    issuer: config.OIDC_ISSUER,
    clientId: config.MOBILE_CLIENT_ID,
    clientSecret: config.MOBILE_CLIENT_SECRET ?? "",
  };
  const audience = customerAudience({
    origin: config.MOBILE_ORIGIN ?? `http://localhost:${config.PUBLIC_PORT}`,
    configuration: discoverOnce(client),
    policy: policy.customerSessions,
    coreBank,
    customerIdClaim: config.MOBILE_CUSTOMER_ID_CLAIM,
  });
  return createSessionDoor(context, audience);
};

/** Undefined where the console is no client of the provider: then its doors take bearer tokens alone. */
export const openStaffDoor = ({
  config,
  policy,
  context,
  verifyBearer,
}: StaffDoorOptions): SessionDoor | undefined => {
  const clientSecret = config.BRANCH_CLIENT_SECRET;
  if (clientSecret === undefined) return undefined;
  const client = { issuer: config.OIDC_ISSUER, clientId: config.BRANCH_CLIENT_ID, clientSecret };
  const audience = staffAudience({
    origin: config.BRANCH_ORIGIN ?? `http://localhost:${config.INTERNAL_PORT}`,
    configuration: discoverOnce(client),
    policy: policy.staffSessions,
    verifyBearer,
  });
  return createSessionDoor(context, audience);
};
