/**
 * R5: one customer, one card, one phone, and everything that can go wrong between them, from a
 * seed. After the chaos the network heals and the phone and the server stop falling over; then an
 * honest customer must end with exactly one active token, whose key phone and server share.
 */
import type { ActivationEntry } from "../activation-messages.ts";
import type { KemKeyPair } from "../hpke.ts";
import type { ActivationMessage } from "../reduce-activation.ts";
import { seededPlatform } from "./platforms.ts";
import { seededRandom, type SeededRandom } from "./seeded-random.ts";
import { createBank, problem, type BankStore, type StoredToken } from "./simulated-bank.ts";
import { cardNumber, createCounter, makeToken } from "./simulated-counter.ts";
import { createNetwork, type NetworkFaults } from "./simulated-network.ts";
import { createPhone, type PhoneDevice, type SimulatedPhone } from "./simulated-phone.ts";
import { createTimeline } from "./timeline.ts";

/** Made once for many runs; the keys are the slow part and no part of the chance. */
export interface SimulationKeys {
  readonly serverKeys: readonly [KemKeyPair, KemKeyPair];
  readonly devices: readonly [PhoneDevice, PhoneDevice];
}

export interface SimulationReport {
  /** How often each kind of thing happened. */
  readonly counts: ReadonlyMap<string, number>;
  /** Undefined when every invariant held. */
  readonly violation: string | undefined;
}

const hour = 3_600_000;
const actionsMax = 4000;
const strangersSerial = "999999999999";
const strangersCard = "6280234348062020";

export async function simulateActivation(
  keys: SimulationKeys,
  seed: number,
): Promise<SimulationReport> {
  const random = seededRandom(seed);
  const counts = new Map<string, number>();
  const count = (what: string): void => {
    counts.set(what, (counts.get(what) ?? 0) + 1);
  };
  const violations: string[] = [];
  const world = createWorld(keys, random, count, (what) => violations.push(what));
  const ended = await world.run();
  if (ended === "endless") violations.push("stuck: the customer never came to the end");
  const violation = violations[0] ?? world.checkEnd();
  return { counts, violation };
}

interface World {
  readonly run: () => Promise<"done" | "endless">;
  readonly checkEnd: () => string | undefined;
}

function createWorld(
  keys: SimulationKeys,
  random: SeededRandom,
  count: (what: string) => void,
  violated: (what: string) => void,
): World {
  const platform = seededPlatform(random);
  const timeline = createTimeline();
  const trouble = drawTrouble(random);
  let calm = false;
  const network = createNetwork(timeline, random, trouble.network, count);
  const onlooker = createOnlooker(count, violated);
  const [firstKey, secondKey] = keys.serverKeys;
  const bank = createBank(platform, onlooker, [{ k: "k1", secretKey: firstKey.secretKey }]);
  const { store } = bank;
  const counter = createCounter(store, random, timeline.now);
  const stumbles = (probability: number): boolean => !calm && random.chance(probability);

  /** The server falls over before its transaction, or after it and before it answers. */
  const serve = async (transact: () => Promise<string>): Promise<string | undefined> => {
    const falls = (when: string): boolean => {
      const fell = stumbles(trouble.serverCrash);
      if (fell) count(`server crashed ${when} storing`);
      return fell;
    };
    if (falls("before")) return undefined;
    if (stumbles(trouble.busy)) return problem(503, "temporarily_unavailable");
    const response = await transact();
    return falls("after") ? undefined : response;
  };

  const [firstDevice, secondDevice] = keys.devices;
  counter.registerDevice(firstDevice.keyHash);
  let receipt = counter.issue();
  const phone = createPhone(
    {
      platform,
      timeline,
      random,
      network,
      crashes: () => (calm ? 0 : trouble.phoneCrash),
      newestServerKey: () =>
        store.serverKeys[0]?.k === "k1"
          ? { k: "k1", pk: firstKey.publicKey }
          : { k: "k2", pk: secondKey.publicKey },
      isServerKeyListed: (k) => store.serverKeys.some((key) => key.k === k),
      serve: {
        activation: (text, device) =>
          serve(() => bank.serveActivation(text, device, timeline.now())),
        confirmation: (id, text, device) => serve(() => bank.serveConfirmation(id, text, device)),
      },
      told: (message) => {
        onTold(message);
      },
      count,
    },
    firstDevice,
  );

  /** What the customer does about a refusal; the words on the screen say as much. */
  const onTold = (message: ActivationMessage): void => {
    if (message.kind === "other-device-key") receipt = counter.issue();
    if (message.kind !== "refused") return;
    switch (message.code) {
      case "activation_code_expired":
      case "activation_code_locked":
      case "activation_too_many_starts":
        counter.sendNewCode(receipt);
        break;
      case "activation_code_used":
      case "token_state_conflict":
        receipt = counter.issue();
        break;
      case "customer_blocked":
        counter.liftSuspensions();
        break;
    }
  };

  const customerTurn = async (): Promise<void> => {
    const now = phone.stored();
    // Until the calm the vault may still be lost, and then everything begins anew.
    if (now.state === "active" && calm) return;
    if (now.state === "replied" && stumbles(0.5)) {
      if (counter.useFirstCode(now.token.serial, phone.codeKey())) count("confirmed by a code");
    }
    if (stumbles(trouble.forgetful)) {
      count("vault lost");
      phone.loseVault();
    }
    if (phone.stored().state === "pending" && stumbles(trouble.impatient)) {
      count("customer gave up and began anew");
      await phone.abandon();
    }
    if (phone.stored().state === "idle") {
      if (receipt.state === "active" || receipt.state === "ended") receipt = counter.issue();
      await phone.begin(
        stumbles(trouble.mistyped)
          ? typedWrong(receipt, trouble.habit ?? random.below(6))
          : typedRight(receipt),
      );
    }
    timeline.after(
      calm ? hour : trouble.turnMilliseconds * (0.2 + random.fraction()),
      customerTurn,
    );
  };

  const oddDay = (what: string, probability: number, action: () => void): void => {
    if (!random.chance(probability)) return;
    timeline.after(random.below(trouble.chaosMilliseconds), () => {
      count(what);
      action();
      return Promise.resolve();
    });
  };

  const run = (): Promise<"done" | "endless"> => {
    store.tokens.set(strangersSerial, makeStrangersToken());
    oddDay("token revoked", trouble.oddDays, counter.revoke);
    oddDay("card's tokens suspended", trouble.oddDays, counter.suspend);
    oddDay("server key retired", trouble.oddDays, () => {
      store.retiredKeys = store.serverKeys;
      store.serverKeys = [{ k: "k2", secretKey: secondKey.secretKey }];
    });
    oddDay("retired server key erased", trouble.oddDays, () => {
      store.retiredKeys = [];
    });
    oddDay("device registered anew", trouble.oddDays, () => {
      if (phone.stored().state === "active") return;
      counter.registerDevice(secondDevice.keyHash);
      phone.changeDevice(secondDevice);
    });
    timeline.after(0, customerTurn);
    timeline.after(trouble.chaosMilliseconds, () => {
      calm = true;
      network.heal();
      counter.liftSuspensions();
      return phone.resume();
    });
    return timeline.run(actionsMax, () => {
      const active = activeTokens(store);
      if (active.length > 1) violated(`${active.length} tokens of one card are active`);
    });
  };

  return { run, checkEnd: () => checkEnd(store, phone) };
}

function checkEnd(store: BankStore, phone: SimulatedPhone): string | undefined {
  const ended = phone.stored();
  if (ended.state !== "active") return `the phone ended ${ended.state}`;
  const active = activeTokens(store);
  const [token] = active;
  if (active.length !== 1 || token === undefined) return `${active.length} tokens ended active`;
  if (token.serial !== ended.token.serial) return "phone and server ended with different tokens";
  if (token.codeKey === undefined || token.codeKey !== phone.codeKey())
    return "phone and server ended with different keys";
  if (JSON.stringify(ended).includes("Export")) return "an active record holds more than its key";
  const stranger = store.tokens.get(strangersSerial);
  const touched = stranger?.state !== "issued" || stranger.code.wrongAttempts > 0;
  return touched ? "a stranger's token was touched" : undefined;
}

/** Knows everything and checks at once what must never happen. */
function createOnlooker(count: (what: string) => void, violated: (what: string) => void) {
  const actedUpon = new Set<string>();
  const refused = new Set<string>();
  return {
    count,
    acted: (requestHash: string): void => {
      if (actedUpon.has(requestHash)) violated("one request was acted upon twice");
      if (refused.has(requestHash)) violated("a request was acted upon after its tagged refusal");
      actedUpon.add(requestHash);
    },
    refusedWithTag: (requestHash: string): void => {
      refused.add(requestHash);
    },
    answered: (_activationId: string, codeKey: string): void => {
      if (codeKey.length !== 43) violated("a key is not 32 bytes");
    },
  };
}

interface Trouble {
  readonly network: NetworkFaults;
  readonly phoneCrash: number;
  readonly serverCrash: number;
  readonly busy: number;
  readonly mistyped: number;
  /** Given up per turn while a request is not answered; it may still arrive afterwards. */
  readonly impatient: number;
  /** Vaults lost per turn of the customer. */
  readonly forgetful: number;
  readonly oddDays: number;
  /** How long the customer mostly waits before looking again. */
  readonly turnMilliseconds: number;
  readonly chaosMilliseconds: number;
  /** The customer makes the same mistake again and again; undefined: a new one each time. */
  readonly habit: number | undefined;
}

function drawTrouble(random: SeededRandom): Trouble {
  const upTo = (most: number): number => (random.chance(0.3) ? 0 : random.fraction() * most);
  const turnMilliseconds = random.chance(0.5) ? hour / 12 : 2 * hour;
  return {
    network: {
      lost: upTo(0.6),
      doubled: upTo(0.5),
      delayed: upTo(0.5),
      cut: upTo(0.2),
      altered: upTo(0.2),
      forged: upTo(0.3),
    },
    phoneCrash: upTo(0.2),
    serverCrash: upTo(0.3),
    busy: upTo(0.3),
    mistyped: random.chance(0.1) ? 0.95 : upTo(0.4),
    impatient: upTo(0.9),
    forgetful: random.chance(0.88) ? 0 : random.fraction() * 0.9,
    oddDays: upTo(0.5),
    turnMilliseconds,
    chaosMilliseconds: Math.round(turnMilliseconds * (3 + random.below(8))),
    habit: random.chance(0.5) ? random.below(6) : undefined,
  };
}

function typedRight(receipt: StoredToken): ActivationEntry {
  const { serial, code } = receipt;
  return { serial, code: code.text, kind: "card", cardNumber, platform: "pwa" };
}

function typedWrong(receipt: StoredToken, mistake: number): ActivationEntry {
  const right = { ...typedRight(receipt), kind: "card" as const, cardNumber };
  switch (mistake) {
    case 0:
      return { ...right, serial: "123123123123" };
    case 1:
      return { ...right, serial: strangersSerial, cardNumber: strangersCard };
    case 2:
      return { ...right, cardNumber: strangersCard };
    case 3:
      return { serial: right.serial, code: right.code, platform: "pwa", kind: "account-gateway" };
    default:
      return { ...right, code: "00000000" };
  }
}

function makeStrangersToken(): StoredToken {
  const code = {
    text: "11112222",
    expiresAt: 8.64e15,
    wrongAttempts: 0,
    startsCount: 0,
  };
  return makeToken(strangersSerial, code, "C2002", strangersCard);
}

function activeTokens(store: BankStore): StoredToken[] {
  return [...store.tokens.values()].filter(
    (token) => token.cardNumber === cardNumber && token.state === "active",
  );
}
