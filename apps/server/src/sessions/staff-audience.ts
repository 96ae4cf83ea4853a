/** The bank's staff at the branch console: whoever has a role there, by the same token their other programs send. */
import type { Configuration } from "openid-client";
import { roles } from "@ramznama/contract";
import { actorOf } from "../audit/index.ts";
import type { IdentifyBySession } from "../platform/identify.ts";
import { known, type StaffCaller, type VerifyBearer } from "../platform/identity.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { SessionPolicy } from "../policy.ts";
import type { Audience, Person, ProviderAnswer } from "./audience.ts";
import type { SessionDoor } from "./session-door.ts";

interface StaffAudienceOptions {
  readonly origin: string;
  readonly configuration: () => Promise<Configuration>;
  readonly policy: SessionPolicy;
  readonly verifyBearer: VerifyBearer;
}

export const staffAudience = (options: StaffAudienceOptions): Audience => ({
  name: "staff",
  origin: options.origin,
  cookie: "ramznama_branch",
  configuration: options.configuration,
  scope: "openid profile staff",
  policy: options.policy,
  notAdmitted: "not-staff",
  admit: (answer) => admitStaff(options.verifyBearer, answer),
  actor: ({ user, branch }) => actorOf({ kind: "staff", user, branch, roles: new Set() }),
});

const admitStaff = async (
  verifyBearer: VerifyBearer,
  { accessToken, claims }: ProviderAnswer,
): Promise<Person | undefined> => {
  const caller = await verifyBearer(`Bearer ${accessToken}`).catch((error: unknown) => {
    // A customer's token has no roles and is nobody's here.
    if (error instanceof RamznamaError && error.code === "unauthenticated") return undefined;
    throw error;
  });
  if (caller?.kind !== "staff" || caller.roles.size === 0) return undefined;
  if (claims !== undefined && claims.sub !== caller.user) return undefined;
  const { user, branch, name = user } = caller;
  return { user, name, branch, roles: [...caller.roles].sort() };
};

/** The caller that a session of the console stands for, the same as by a bearer token. */
export const identifyStaff =
  (door: SessionDoor): IdentifyBySession<StaffCaller> =>
  async (request, reply) => {
    const found = await door.identify(request, reply);
    if (found === undefined) return undefined;
    const { sessionId, person } = found;
    const { user, name, branch } = person;
    return { kind: "staff", user, name, branch, roles: known(roles, person.roles), sessionId };
  };
