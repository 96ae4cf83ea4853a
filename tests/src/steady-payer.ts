/** A customer with an active account token whose codes a test makes itself: many in a row, each of a second of its own. */
import { createHmac } from "node:crypto";
import { totp, unixSecondsOf } from "@ramznama/otp";
import { fetchServerKey } from "./bare-device.ts";
import { issueAccountToken, linkByTwo, type Desk } from "./desk.ts";
import type { KillableBank } from "./killable-bank.ts";
import { createModelDevice } from "./model/model-device.ts";
import type { Townsman } from "./model/town.ts";

export interface SteadyPayer {
  readonly person: Townsman;
  readonly serial: string;
  /** A code newer than all before it. */
  nextCode(): string;
  /** Seconds up to now that no code was made of yet: more codes than these would come from the future. */
  codesLeft(): number;
}

/** How far behind a payer's codes begin: well within their life, with room for many newer ones. */
const behindSeconds = 60;

export const equipPayer = async (
  killable: KillableBank,
  teller: Desk,
  supervisor: Desk,
): Promise<SteadyPayer> => {
  const { bank, town } = killable;
  const person = town.newPerson();
  const serverKey = await fetchServerKey(bank);
  const device = await createModelDevice(bank.publicUrl(), serverKey, { nonce: "" });
  const id = await device.askRegistration(person);
  await device.sendRegistrationCode(id, await town.registrationCode(person.mobile, 1));
  const { serial } = await issueAccountToken(teller, person.customerId);
  await linkByTwo(teller, supervisor, serial, {
    gatewayLogin: true,
    accounts: [person.account],
  });
  const code = await town.activationCode(person.mobile, 1);
  const begun = await device.begin({ kind: "account-gateway", serial, code, platform: "pwa" });
  const reply = await device.send("POST", "/device/v1/activations", begun.request);
  const { codeKey } = await device.open(begun, reply);
  let last = 0;
  const now = () => Math.floor(Date.now() / 1000);
  const next = () => Math.max(last + 1, now() - behindSeconds);
  return {
    person,
    serial,
    codesLeft: () => now() - next() + 1,
    nextCode: () => {
      last = next();
      return totp(
        (counter) => createHmac("sha256", codeKey).update(counter).digest(),
        { digits: 8, stepSeconds: 1 },
        unixSecondsOf(last * 1000),
      );
    },
  };
};
