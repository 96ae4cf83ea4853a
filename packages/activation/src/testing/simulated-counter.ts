/** The bank's counter and the ATM: issuing, new codes, and the odd days of a token. */
import { encodeBase64url } from "../base64url.ts";
import type { SeededRandom } from "./seeded-random.ts";
import { confirmToken, type BankStore, type StoredToken } from "./simulated-bank.ts";

export interface Counter {
  readonly issue: () => StoredToken;
  readonly sendNewCode: (token: StoredToken) => void;
  readonly revoke: () => void;
  readonly suspend: () => void;
  readonly liftSuspensions: () => void;
  readonly registerDevice: (deviceKeyHash: Uint8Array) => void;
  /** The first code that verifies confirms too (protocol.md). */
  readonly useFirstCode: (serial: string, codeKey: string | undefined) => boolean;
}

const hour = 3_600_000;
export const customerId = "C1001";
export const cardNumber = "6280239832816831";

export function createCounter(store: BankStore, random: SeededRandom, now: () => number): Counter {
  const digits = (count: number): string =>
    Array.from({ length: count }, () => String(random.below(10))).join("");
  const newCode = (): StoredToken["code"] => ({
    text: digits(8),
    // The bank's codes live a day; shorter lives let more of them expire within a run.
    expiresAt: now() + (1 + random.below(24)) * hour,
    wrongAttempts: 0,
    startsCount: 0,
  });
  const ofCard = (): StoredToken[] =>
    [...store.tokens.values()].filter((token) => token.cardNumber === cardNumber);
  const endUnconfirmed = (): void => {
    for (const token of ofCard()) {
      const before = token.state === "suspended" ? token.stateBefore : token.state;
      if (before === "issued" || before === "confirming") token.state = "ended";
    }
  };
  return {
    issue: () => {
      endUnconfirmed();
      const token = makeToken(digits(12), newCode(), customerId, cardNumber);
      store.tokens.set(token.serial, token);
      return token;
    },
    sendNewCode: (token) => {
      token.code = newCode();
    },
    revoke: () => {
      endUnconfirmed();
    },
    suspend: () => {
      for (const token of ofCard()) {
        if (token.state === "ended" || token.state === "suspended") continue;
        token.stateBefore = token.state;
        token.state = "suspended";
      }
    },
    liftSuspensions: () => {
      for (const token of ofCard()) {
        if (token.state === "suspended") token.state = token.stateBefore ?? "ended";
      }
    },
    registerDevice: (deviceKeyHash) => {
      endUnconfirmed();
      store.devices.clear();
      store.devices.set(encodeBase64url(deviceKeyHash), customerId);
    },
    useFirstCode: (serial, codeKey) => {
      const token = store.tokens.get(serial);
      const activation = store.activations.get(token?.currentActivationId ?? "");
      if (token?.state !== "confirming" || activation === undefined) return false;
      if (codeKey === undefined || token.codeKey !== codeKey) return false;
      confirmToken(store, token, activation);
      return true;
    },
  };
}

export function makeToken(
  serial: string,
  code: StoredToken["code"],
  owner: string,
  card: string,
): StoredToken {
  return {
    serial,
    customerId: owner,
    cardNumber: card,
    state: "issued",
    stateBefore: undefined,
    code,
    codeKey: undefined,
    currentActivationId: undefined,
  };
}
