/** A customer with a phone: the real phone library on a vault in memory, its clock the bank's unless told otherwise. */
import { randomBytes, webcrypto } from "node:crypto";
import { asUnixMilliseconds } from "@ramznama/activation";
import {
  createMemoryDeviceKeyStore,
  createMemoryVault,
  createPhone,
  type Fetch,
  type Phone,
} from "@ramznama/phone";
import { issueCardToken, type Channel } from "./channel.ts";
import { readActivationCode, readRegistrationCode } from "./sms.ts";
import type { TestBank } from "./test-bank.ts";

export interface TestPerson {
  readonly nationalId: string;
  readonly mobile: string;
}

/** People of the sandbox bank (apps/sandbox/data/sandbox.json). */
export const people = {
  sara: {
    customerId: "C1001",
    nationalId: "1272554953",
    mobile: "09120001001",
    gatewayLogin: "sara.ahmadi",
    card: "6280239832816831",
    account: "2075114320052",
  },
  reza: {
    customerId: "C1002",
    nationalId: "2788227795",
    mobile: "09120001002",
    gatewayLogin: "reza.karimi",
    card: "6280234348062020",
    account: "1562846158814",
    jointAccount: "6090414237268",
  },
  maryam: {
    customerId: "C1003",
    nationalId: "1502551659",
    mobile: "09120001003",
    gatewayLogin: "maryam.hosseini",
    card: "6280239385072444",
    account: "5196568416287",
    jointAccount: "6090414237268",
  },
} as const;

interface PhoneOptions {
  /** What lies between phone and server; the network by default. */
  readonly fetch?: Fetch;
  /** Milliseconds by which the phone's clock is wrong. */
  readonly clockErrorMilliseconds?: number;
}

export const createTestPhone = (bank: TestBank, options: PhoneOptions = {}): Phone => {
  const platform = {
    subtle: webcrypto.subtle,
    random: (length: number) => new Uint8Array(randomBytes(length)),
    fetch: options.fetch ?? ((address: string, init: RequestInit) => fetch(address, init)),
    clock: {
      now: () => asUnixMilliseconds(bank.clock.now() + (options.clockErrorMilliseconds ?? 0)),
      monotonic: () => bank.clock.now(),
    },
  };
  return createPhone({
    platform,
    server: bank.publicUrl(),
    releaseKey: bank.releaseKey,
    activationPlatform: "pwa",
    vault: createMemoryVault(),
    keys: createMemoryDeviceKeyStore(platform),
  });
};

export const registerPhone = async (
  bank: TestBank,
  phone: Phone,
  person: TestPerson,
): Promise<void> => {
  const started = await phone.startRegistration({
    nationalId: person.nationalId,
    mobile: person.mobile,
  });
  if (!started.ok) throw new Error(`registration was refused: ${JSON.stringify(started)}`);
  const confirmed = await phone.confirmRegistration(
    await readRegistrationCode(bank, person.mobile),
  );
  if (!confirmed.ok) throw new Error(`registration was refused: ${JSON.stringify(confirmed)}`);
};

/** Issues a card token at the ATM and activates it on the phone; returns its id in the phone and its serial. */
export const activateCard = async (
  bank: TestBank,
  atm: Channel,
  phone: Phone,
  person: TestPerson & { readonly card: string },
): Promise<{ readonly id: string; readonly serial: string }> => {
  const { serial } = await issueCardToken(atm, person.card);
  const outcome = await phone.activate({
    kind: "card",
    cardNumber: person.card,
    serial,
    code: await readActivationCode(bank, person.mobile, person.card),
  });
  if (!outcome.ok) throw new Error(`activation was refused: ${JSON.stringify(outcome)}`);
  return { id: outcome.id, serial };
};

export const takeCode = async (phone: Phone, id: string): Promise<string> => {
  const shown = await phone.code(id);
  if (!shown.ok) throw new Error(`no code was shown: ${JSON.stringify(shown)}`);
  return shown.code;
};
