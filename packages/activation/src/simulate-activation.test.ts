/** R5 of the quality aims; every run can be repeated by its seed. */
import { expect, it } from "vitest";
import { generateKemKeyPair } from "./hpke.ts";
import { exportPublicJwk, hashDeviceKey } from "./public-jwk.ts";
import { realPlatform } from "./testing/platforms.ts";
import { simulateActivation, type SimulationKeys } from "./testing/simulate-activation.ts";
import type { PhoneDevice } from "./testing/simulated-phone.ts";

const seeds = Number(process.env["R5_SEEDS"] ?? 1000);
const firstSeed = Number(process.env["R5_FIRST_SEED"] ?? 1);

/** What the first thousand runs must have met, or they showed less than they claim. */
const mustHappen = [
  "message lost",
  "message doubled",
  "message delayed",
  "message cut",
  "message altered",
  "message forged",
  "phone crashed",
  "server crashed before storing",
  "server crashed after storing",
  "answer repeated",
  "answer repeated after its server key",
  "refusal repeated",
  "refusal repeated after its server key",
  "unconfirmed root replaced",
  "confirmed",
  "confirmed again",
  "confirmed by a code",
  "confirmation refused token_state_conflict",
  "confirmation of a replaced root",
  "customer gave up and began anew",
  "vault lost",
  "token revoked",
  "card's tokens suspended",
  "server key gone",
  "retired server key erased",
  "device registered anew",
  "refused activation_not_recognised",
  "refused activation_code_expired",
  "refused activation_code_used",
  "refused activation_code_locked",
  "refused activation_too_many_starts",
  "refused wrong_kind",
  "refused card_mismatch",
  "refused customer_blocked",
  "refused device_not_registered",
  "refused daily_limit_reached",
  "refused token_state_conflict",
];

async function makeDevice(): Promise<PhoneDevice> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const pair = await realPlatform.subtle.generateKey(algorithm, false, ["sign", "verify"]);
  const publicJwk = await exportPublicJwk(realPlatform, pair.publicKey);
  return { publicJwk, keyHash: await hashDeviceKey(realPlatform, publicJwk) };
}

it(`R5 whatever happens to the messages, phone and server end with the same seed (${seeds} seeds from ${firstSeed})`, async () => {
  const keys: SimulationKeys = {
    serverKeys: [await generateKemKeyPair(realPlatform), await generateKemKeyPair(realPlatform)],
    devices: [await makeDevice(), await makeDevice()],
  };
  const met = new Map<string, number>();
  for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
    const { violation, counts } = await simulateActivation(keys, seed);
    expect(violation, `R5_FIRST_SEED=${seed} R5_SEEDS=1`).toBeUndefined();
    for (const [what, times] of counts) met.set(what, (met.get(what) ?? 0) + times);
  }
  if (process.env["R5_COUNTS"])
    process.stdout.write(`${JSON.stringify([...met].sort(), null, 1)}\n`);
  if (firstSeed === 1 && seeds >= 1000)
    expect(mustHappen.filter((what) => !met.has(what))).toEqual([]);
}, 300_000);
