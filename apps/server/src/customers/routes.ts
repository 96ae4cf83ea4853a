/** The doors of registration on the device: sealed in, and the same answer for known and unknown people. */
import {
  openRegistration,
  openRegistrationCode,
  type Person as SealedPerson,
  type Platform,
} from "@ramznama/activation";
import {
  confirmRegistration,
  createRegistration,
  type Platform as PhonePlatform,
  type SealedRequest,
} from "@ramznama/contract";
import { parseMobile, parseNationalId } from "@ramznama/persian";
import { appendAudit } from "../audit/index.ts";
import type { Keyring, ServerKeys } from "../keys/index.ts";
import { later, rfc3339, type Clock } from "../platform/clock.ts";
import { transaction, type Database, type Tx } from "../platform/database.ts";
import type { Random } from "../platform/random.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { DeviceCaller, RegisterRoutes } from "../platform/serve-route.ts";
import type { Worker } from "../platform/worker.ts";
import type { Policy } from "../policy.ts";
import { countAgainstLimit } from "../requests/index.ts";
import { confirmPerson } from "./register-device.ts";
import { sealPerson, type Person } from "./registration-records.ts";

interface Context {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly platform: Platform;
  readonly keyring: Keyring;
  readonly serverKeys: ServerKeys;
  readonly policy: Policy;
  readonly lookupWorker: Worker;
}

export const registrationRoutes =
  (context: Context): RegisterRoutes =>
  (serve) => {
    serve(createRegistration, async ({ caller, body, reference }) => {
      const sealed = await openPersonSealed(context, caller, body);
      const asked = { person: parsePerson(sealed), platform: sealed.platform ?? null };
      const answer = await transaction(context.database, (tx) =>
        insertRegistration(context, tx, caller, asked, reference),
      );
      context.lookupWorker.kick();
      return answer;
    });
    serve(confirmRegistration, async ({ caller, params, body, reference }) => {
      const code = await openCodeSealed(context, caller, params.id, body);
      return confirmPerson(context, { id: params.id, caller, code, reference });
    });
  };

/** The server key a request names, or one refusal that tells the phone to fetch the list anew. */
const sealedTo = ({ serverKeys, clock }: Context, caller: DeviceCaller, body: SealedRequest) => ({
  serverKey: serverKeys.secretKey(body.k, clock.now()),
  devicePublicKey: caller.jwk,
  request: body,
});

const openPersonSealed = async (
  context: Context,
  caller: DeviceCaller,
  body: SealedRequest,
): Promise<SealedPerson> => {
  const opened = await openRegistration(context.platform, sealedTo(context, caller, body));
  if (!opened.ok)
    throw new RamznamaError("invalid_request", { errors: sealedError(opened.reason) });
  return opened.value;
};

const parsePerson = (sealed: SealedPerson): Person => {
  const nationalId = parseNationalId(sealed.nationalId);
  const mobile = parseMobile(sealed.mobile);
  if (nationalId.ok && mobile.ok) return { nationalId: nationalId.value, mobile: mobile.value };
  const wrong = [...(nationalId.ok ? [] : ["nationalId"]), ...(mobile.ok ? [] : ["mobile"])];
  throw new RamznamaError("invalid_request", {
    errors: wrong.map((name) => ({ path: `/ct/${name}`, code: "malformed" })),
  });
};

const openCodeSealed = async (
  context: Context,
  caller: DeviceCaller,
  registrationId: string,
  body: SealedRequest,
): Promise<string> => {
  const opened = await openRegistrationCode(context.platform, {
    ...sealedTo(context, caller, body),
    registrationId,
  });
  if (!opened.ok)
    throw new RamznamaError("invalid_request", { errors: sealedError(opened.reason) });
  return opened.value.code;
};

const sealedError = (reason: string) => [{ path: "/ct", code: reason }];

const insertRegistration = async (
  { clock, random, keyring, policy }: Context,
  tx: Tx,
  caller: DeviceCaller,
  { person, platform }: { readonly person: Person; readonly platform: PhonePlatform | null },
  reference: string,
): Promise<{ registrationId: string; expiresAt: string }> => {
  const now = clock.now();
  const { perDeviceAndDay, codeSeconds } = policy.registration;
  // Never counted by the person named: a stranger who knows a national id could spend that for its owner.
  const byDevice = keyring.digest("subject", "device", caller.thumbprint);
  await countAgainstLimit(tx, now, byDevice, "registration", perDeviceAndDay);
  const id = random.uuid();
  const expiresAt = later(now, codeSeconds);
  await tx
    .insertInto("registrations")
    .values({
      id,
      thumbprint: caller.thumbprint,
      public_key: caller.publicKey,
      sealed_person: sealPerson(keyring, id, person),
      platform,
      state: "requested",
      customer_id: null,
      code_digest: null,
      second_code_digest: null,
      code_sent_at: null,
      wrong_attempts: 0,
      created_at: new Date(now),
      due_at: new Date(now),
      expires_at: expiresAt,
      device_id: null,
    })
    .execute();
  await appendAudit(tx, now, {
    type: "registration.requested",
    actor: { kind: "device", id: caller.thumbprint },
    details: { registration: id },
    reference,
  });
  return { registrationId: id, expiresAt: rfc3339(expiresAt) };
};
