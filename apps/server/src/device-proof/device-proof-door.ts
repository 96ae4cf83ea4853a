/** The header `DPoP` of api.md: possession of the device key, over this very request, once. */
import { verifyProof, type Platform } from "@ramznama/activation";
import type { FastifyRequest } from "fastify";
import type { Keyring } from "../keys/index.ts";
import { later, type Clock } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { DeviceCaller, Doors } from "../platform/serve-route.ts";
import { isFreshNonce, makeServerNonce, nonceLifeSeconds } from "./server-nonce.ts";

interface Context {
  readonly database: Database;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly platform: Platform;
}

export type DeviceProofDoor = Pick<Doors, "verifyDeviceProof" | "nextNonce">;

export const createDeviceProofDoor = (context: Context): DeviceProofDoor => ({
  nextNonce: () => makeServerNonce(context.keyring, context.clock.now()),
  verifyDeviceProof: (request) => verifyRequest(context, request),
});

const verifyRequest = async (context: Context, request: FastifyRequest): Promise<DeviceCaller> => {
  const { platform, keyring, clock } = context;
  const header = request.headers["dpop"];
  // Asking without a proof is how a phone gets its first nonce.
  if (header === undefined) throw new RamznamaError("use_nonce");
  const proof = await verifyProof(platform, header, {
    htm: request.method,
    htu: request.url.split("?")[0] ?? "",
    body: request.rawBody,
  });
  if (!proof.ok)
    throw new RamznamaError("proof_invalid", { detail: `The proof is ${proof.reason}.` });
  const { jwk, thumbprint, point, deviceKeyHash, jti, nonce } = proof.value;
  if (!isFreshNonce(keyring, nonce, clock.now())) throw new RamznamaError("use_nonce");
  await seeOnce(context, thumbprint, jti);
  return { kind: "device", jwk, thumbprint, keyHash: deviceKeyHash, publicKey: point };
};

/** A proof is good once. Past its nonce's life it is refused anyway, so it need not be remembered longer. */
const seeOnce = async ({ database, clock }: Context, thumbprint: string, jti: string) => {
  const seen = await database
    .insertInto("seen_proofs")
    .values({ thumbprint, jti, expires_at: later(clock.now(), nonceLifeSeconds + 60) })
    .onConflict((conflict) => conflict.doNothing())
    .returning("jti")
    .executeTakeFirst();
  if (seen === undefined) throw new RamznamaError("proof_replayed");
};
