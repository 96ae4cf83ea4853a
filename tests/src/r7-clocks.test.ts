import { randomBytes, randomInt, webcrypto } from "node:crypto";
import { asUnixMilliseconds, signTime, type TimeNonce } from "@ramznama/activation";
import {
  createMemoryDeviceKeyStore,
  createMemoryVault,
  createPhone,
  onlyId,
  type Fetch,
} from "@ramznama/phone";
import { defaultPolicy } from "@ramznama/server";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fetchServerKey } from "./bare-device.ts";
import { issueCardToken, openChannel, type Channel } from "./channel.ts";
import { openTown, type Town } from "./model/town.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";

const runs = Number(process.env["R7_RUNS"] ?? 60);
const seed = Number(process.env["R7_SEED"] ?? randomInt(2 ** 31));

const hour = 3_600_000;
const acceptedSeconds = 131;
const aheadSeconds = 10;

let bank: TestBank;
let town: Town;
let atm: Channel;
let shop: Channel;
/** The name of the key that signs time at this bank; strangers put it on theirs. */
let k: string;

beforeAll(async () => {
  // Clocks that are wrong make many codes that are; here nobody waits for that.
  const guessing = { ...defaultPolicy.guessing, freeFailures: 1e6, failuresPerYear: 1e6 };
  town = await openTown();
  bank = await startTestBank({
    policy: { ...defaultPolicy, guessing },
    clock: createTestClock(Math.floor(Date.now() / 1000) * 1000),
    neighbours: town,
    keepsLog: false,
  });
  [atm, shop] = [await openChannel(bank, "atm"), await openChannel(bank, "shop")];
  ({ k } = await fetchServerKey(bank));
});

afterAll(async () => {
  await bank.stop();
  await town.stop();
});

/** What happens to the answer about the time on its way. */
const weathers = [
  "honest",
  "lost",
  "wrong-signature",
  "stranger",
  "other-nonce",
  "replayed",
  "altered",
  "clock-set-meanwhile",
] as const;
type Weather = (typeof weathers)[number];

const seconds = (min: number, max: number) => fc.integer({ min, max });

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: fc.constant("pay" as const) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant("pay-again" as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant("synchronise" as const),
      weather: fc.oneof(
        { weight: 6, arbitrary: fc.constant<Weather>("honest") },
        { weight: 6, arbitrary: fc.constantFrom(...weathers) },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant("set-phone" as const),
      errorMilliseconds: fc.oneof(
        fc.integer({ min: -hour, max: hour }),
        fc.integer({ min: -12_000, max: 12_000 }),
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant("drift" as const),
      partsPerMillion: seconds(-500, 500),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant("step-server" as const),
      seconds: fc.constantFrom(-2, -2, -1, -10, -130, 1, 2, 10, 130),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant("pass" as const),
      seconds: fc.oneof(seconds(0, 20), seconds(100, 300), fc.constantFrom(hour / 1000, 86_400)),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

interface Life {
  take(step: Step): Promise<void>;
  /** How many codes were accepted so far. */
  accepted(): number;
}

const beginLife = async (): Promise<Life> => {
  const { clock } = bank;
  // A life of its own begins well after the last one's codes.
  clock.advanceSeconds(600);
  const clocks = { error: 0, partsPerMillion: 0, monotonic: 0 };
  const network = { weather: "honest" as Weather, recorded: undefined as string | undefined };
  const phoneNow = (): number => clock.now() + clocks.error;
  const subtle = webcrypto.subtle;
  const platform = {
    subtle,
    random: (length: number) => new Uint8Array(randomBytes(length)),
    fetch: (address: string, init: RequestInit) => deliver(address, init),
    clock: { now: () => asUnixMilliseconds(phoneNow()), monotonic: () => clocks.monotonic },
  };

  const deliver: Fetch = async (address, init) => {
    const url = new URL(address);
    if (!url.pathname.endsWith("/time")) return fetch(address, init);
    const { weather, recorded } = network;
    const nonce = url.searchParams.get("nonce") ?? "";
    if (weather === "lost") throw new TypeError("no network");
    if (weather === "other-nonce") url.searchParams.set("nonce", "AAAAAAAAAAAAAAAAAAAAAA");
    const answer = await fetch(url, init);
    const { signedTime } = (await answer.json()) as { readonly signedTime: string };
    // Set back or forth by a minute while the question is under way: nobody knows what the answer is worth.
    if (weather === "clock-set-meanwhile") clocks.error += 60_000;
    if (weather === "honest") network.recorded = signedTime;
    return Response.json({ signedTime: await onItsWay(weather, signedTime, nonce, recorded) });
  };

  const onItsWay = async (
    weather: Weather,
    signedTime: string,
    nonce: string,
    recorded: string | undefined,
  ): Promise<string> => {
    const [header = "", payload = "", signature = ""] = signedTime.split(".");
    switch (weather) {
      case "wrong-signature":
        return [header, payload, spoil(signature)].join(".");
      case "altered": {
        const time = clock.now() + hour;
        const text = Buffer.from(JSON.stringify({ nonce, time })).toString("base64url");
        return [header, text, signature].join(".");
      }
      case "stranger": {
        const algorithm = { name: "ECDSA", namedCurve: "P-256" };
        const pair = await subtle.generateKey(algorithm, false, ["sign", "verify"]);
        const time = asUnixMilliseconds(clock.now() + hour);
        // The very question's nonce, and everything right but the key.
        const content = { k, nonce: nonce as TimeNonce, time };
        return signTime({ subtle, random: platform.random }, pair.privateKey, content);
      }
      case "replayed":
        return recorded ?? spoil(signedTime);
      default:
        return signedTime;
    }
  };

  const vault = createMemoryVault();
  const phone = createPhone({
    platform,
    server: bank.publicUrl(),
    releaseKey: bank.releaseKey,
    activationPlatform: "pwa",
    vault,
    keys: createMemoryDeviceKeyStore(platform),
  });
  const person = town.newPerson();
  const [cardNumber] = person.cards;
  const { nationalId, mobile } = person;
  expect(await phone.startRegistration({ nationalId, mobile })).toMatchObject({ ok: true });
  await phone.confirmRegistration(await town.registrationCode(mobile, 1));
  const { serial } = await issueCardToken(atm, cardNumber);
  const code = await town.activationCode(mobile, 1);
  const activated = await phone.activate({ kind: "card", cardNumber, serial, code });
  if (!activated.ok) throw new Error(`the activation was refused: ${JSON.stringify(activated)}`);

  const offset = async (): Promise<number> =>
    (await vault.load("clock", onlyId))?.offsetMilliseconds ?? 0;
  /** What only an honest answer may change. */
  let expectedOffset = await offset();
  let lastShown = -1;
  let lastAccepted = -1;
  const acceptedCodes: string[] = [];

  const ask = async (typed: string): Promise<string> => {
    const entry = { purpose: "card-second-password", subject: cardNumber, code: typed } as const;
    const { body } = await shop.verify(entry);
    return body.outcome === "accepted" ? "accepted" : body.reason;
  };

  const pay = async (): Promise<void> => {
    const shown = await phone.code(activated.id);
    const phoneSecond = Math.floor((phoneNow() + expectedOffset) / 1000);
    if (!shown.ok) {
      expect(shown).toEqual({
        ok: false,
        reason: "wait",
        seconds: lastShown + 1 - phoneSecond,
      });
      expect(phoneSecond).toBeLessThanOrEqual(lastShown);
      return;
    }
    expect(shown.second).toBe(phoneSecond);
    expect(shown.second).toBeGreaterThan(lastShown);
    lastShown = shown.second;
    const now = Math.floor(clock.now() / 1000);
    const inWindow = shown.second >= now - acceptedSeconds && shown.second <= now + aheadSeconds;
    const good = inWindow && shown.second > lastAccepted;
    expect(await ask(shown.code)).toBe(good ? "accepted" : "not_accepted");
    if (!good) return;
    lastAccepted = shown.second;
    acceptedCodes.push(shown.code);
    expect(await ask(shown.code)).toBe("not_accepted");
  };

  /** Corrected, the phone is right again, and its next code is good unless it must wait for it. */
  const synchronise = async (weather: Weather): Promise<void> => {
    network.weather = weather;
    expect(await phone.synchronise()).toMatchObject({ ok: true });
    network.weather = "honest";
    if (weather === "honest") {
      expectedOffset = -clocks.error;
      expect(Math.abs((await offset()) - expectedOffset)).toBeLessThanOrEqual(1);
    }
    expect(Math.abs((await offset()) - expectedOffset)).toBeLessThanOrEqual(1);
    expectedOffset = await offset();
  };

  const pass = (elapsedSeconds: number): void => {
    clock.advanceSeconds(elapsedSeconds);
    clocks.monotonic += Math.max(0, elapsedSeconds) * 1000;
    clocks.error += Math.round((elapsedSeconds * clocks.partsPerMillion) / 1000);
  };

  return {
    accepted: () => acceptedCodes.length,
    take: async (next) => {
      switch (next.act) {
        case "pay":
          return pay();
        case "pay-again":
          for (const used of acceptedCodes) expect(await ask(used)).toBe("not_accepted");
          return;
        case "synchronise":
          return synchronise(next.weather);
        case "set-phone":
          clocks.error = next.errorMilliseconds;
          return;
        case "drift":
          clocks.partsPerMillion = next.partsPerMillion;
          return;
        case "step-server":
          // The phone's clock goes on as if nothing had been.
          clock.advanceSeconds(next.seconds);
          clocks.error -= next.seconds * 1000;
          return;
        case "pass":
          pass(next.seconds);
      }
    },
  };
};

/** Another first character, which carries six bits of the content for sure. */
const spoil = (text: string): string => (text.startsWith("A") ? "B" : "A") + text.slice(1);

test(
  "R7 whatever clocks and answers about the time do, only signed time moves the offset, a second is shown and accepted once, and corrected codes verify",
  { timeout: 3_600_000 },
  async () => {
    const steps = fc.array(step, { minLength: 4, maxLength: 20, size: "max" });
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const life = await beginLife();
        for (const next of taken) await life.take(next);
      }),
      { numRuns: runs, seed },
    );
  },
);

test.each([-hour, -hour / 2, -132_000, -12_000, 12_000, 131_000, hour / 2, hour])(
  "R7 a phone that is off by %i ms is accepted for sure once it has heard signed time",
  async (errorMilliseconds) => {
    const life = await beginLife();
    await life.take({ act: "set-phone", errorMilliseconds });
    await life.take({ act: "pay" });
    const before = life.accepted();
    expect(before).toBe(errorMilliseconds === -12_000 ? 1 : 0);
    await life.take({ act: "synchronise", weather: "honest" });
    // Where it has shown later seconds already, it waits for the next one.
    await life.take({ act: "pass", seconds: Math.max(1, errorMilliseconds / 1000 + 1) });
    await life.take({ act: "pay" });
    expect(life.accepted()).toBe(before + 1);
    await life.take({ act: "pay-again" });
  },
);
