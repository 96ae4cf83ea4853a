/** The ATM's hands on a card: three wrong PINs, and it keeps the card for a while. */
import type { CardSecrets } from "../core-bank/card-secrets.ts";
import type { Clock } from "../platform/clock.ts";

const MAX_WRONG_PINS = 3;
const KEPT_MILLISECONDS = 10 * 60_000;

export type PinOutcome =
  | { readonly kind: "right" }
  | { readonly kind: "wrong"; readonly triesLeft: number }
  | { readonly kind: "kept"; readonly seconds: number };

export interface PinDesk {
  /** Seconds until the ATM gives the card back; 0 when it does not have it. */
  keptSeconds(cardNumber: string): number;
  tryPin(cardNumber: string, pin: string): PinOutcome;
}

interface WrongPins {
  readonly count: number;
  readonly lastAt: number;
}

/** Kept in memory: only who holds the card can come here, so nobody else is locked out. */
export function createPinDesk(cardSecrets: CardSecrets, clock: Clock): PinDesk {
  const wrongPins = new Map<string, WrongPins>();
  const recall = (cardNumber: string): WrongPins | undefined => {
    const before = wrongPins.get(cardNumber);
    if (before === undefined || clock.now() - before.lastAt < KEPT_MILLISECONDS) return before;
    wrongPins.delete(cardNumber);
    return undefined;
  };
  const keptSeconds = (cardNumber: string) => {
    const before = recall(cardNumber);
    if (before === undefined || before.count < MAX_WRONG_PINS) return 0;
    return Math.ceil((before.lastAt + KEPT_MILLISECONDS - clock.now()) / 1_000);
  };
  return {
    keptSeconds,
    tryPin(cardNumber, pin) {
      if (keptSeconds(cardNumber) > 0) return { kind: "kept", seconds: keptSeconds(cardNumber) };
      if (cardSecrets.verifyPin(cardNumber, pin)) {
        wrongPins.delete(cardNumber);
        return { kind: "right" };
      }
      const count = (recall(cardNumber)?.count ?? 0) + 1;
      wrongPins.set(cardNumber, { count, lastAt: clock.now() });
      return count < MAX_WRONG_PINS
        ? { kind: "wrong", triesLeft: MAX_WRONG_PINS - count }
        : { kind: "kept", seconds: KEPT_MILLISECONDS / 1_000 };
    },
  };
}
