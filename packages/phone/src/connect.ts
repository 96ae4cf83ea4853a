/** The first thing of everything that needs the server: whose it is, what time it is, what is owed to it. */
import type { DeviceKey, SealedRequest, ServerKey, ServerKeyList } from "@ramznama/activation";
import type { DeviceRequest } from "./device-request.ts";
import type { PhoneContext } from "./phone-context.ts";
import { asOnline, isProblem, type Online } from "./phone-refusal.ts";
import { choosePinnedKey, fetchPins } from "./pins.ts";
import { settleDeletions, settleErasure } from "./settle-deletions.ts";
import { settleTime } from "./server-time.ts";

export interface Connection {
  readonly list: ServerKeyList;
  /** The newest valid one. */
  readonly serverKey: ServerKey;
}

export async function connect(context: PhoneContext): Promise<Online<Connection>> {
  const pins = await fetchPins(context);
  if (!pins.ok) return pins;
  // A refused time leaves the offset as it was; codes and keys go by that one then.
  await settleTime(context, pins.value);
  const serverKey = await choosePinnedKey(context, pins.value);
  if (!serverKey.ok) return serverKey;
  // A "delete all" that came after a new token would end that one too, so it comes first or nothing does.
  const erasure = await settleErasure(context);
  if (!erasure.ok) return erasure;
  await settleDeletions(context);
  return { ok: true, value: { list: pins.value, serverKey: serverKey.value } };
}

/** What a sealed request of registration is made of; called again when the server has a newer key. */
export interface SealedCall<Body> {
  readonly deviceKey: DeviceKey;
  readonly seal: (to: {
    readonly serverKey: ServerKey;
    readonly devicePublicKey: DeviceKey["publicJwk"];
  }) => Promise<SealedRequest>;
  readonly ask: (body: string) => DeviceRequest<Body>;
}

export async function sendSealed<Body>(
  context: PhoneContext,
  connection: Connection,
  call: SealedCall<Body>,
): Promise<Online<Body>> {
  const answer = await sendSealedTo(context, connection.serverKey, call);
  if (!isProblem(answer, "server_key_retired")) return answer;
  const again = await connect(context);
  return again.ok ? sendSealedTo(context, again.value.serverKey, call) : again;
}

async function sendSealedTo<Body>(
  context: PhoneContext,
  serverKey: ServerKey,
  { deviceKey, seal, ask }: SealedCall<Body>,
): Promise<Online<Body>> {
  const request = await seal({ serverKey, devicePublicKey: deviceKey.publicJwk });
  return asOnline(await context.client.send(ask(JSON.stringify(request))));
}
