/** What only the holder of a card knows: its PIN, and what is printed on it. Passwords are identity/accounts.ts. */
import type { People } from "../people.ts";
import { isSameSecret } from "../platform/same-secret.ts";
import type { CoreBankService } from "./core-bank.ts";

export interface PrintedOnCard {
  readonly cvv2: string;
  /** Jalali, as on the card: `1408/10`. */
  readonly expiry: string;
}

export interface CardSecrets {
  /** False for a card that is not live, too. */
  verifyPin(cardNumber: string, pin: string): boolean;
  verifyPrinted(cardNumber: string, printed: PrintedOnCard): boolean;
  /** For the sandbox's front page: newcomers must know what to type, and nobody here is real. */
  tell(cardNumber: string): { readonly pin: string; readonly cvv2: string };
}

export function createCardSecrets(people: People, coreBank: CoreBankService): CardSecrets {
  const onFile = people.customers.flatMap(({ cards }) => cards);
  const find = (cardNumber: string) => {
    const cards = coreBank.state().customers.flatMap((customer) => customer.cards);
    const card = cards.find(({ active, number }) => active && number === cardNumber);
    const secret = onFile.find(({ number }) => number === (card?.replaces ?? card?.number));
    return { card, secret };
  };
  return {
    verifyPin(cardNumber, pin) {
      const { secret } = find(cardNumber);
      return isSameSecret(pin, secret?.pin ?? "") && secret !== undefined;
    },
    verifyPrinted(cardNumber, { cvv2, expiry }) {
      const { card, secret } = find(cardNumber);
      const sameCvv2 = isSameSecret(cvv2, secret?.cvv2 ?? "");
      return sameCvv2 && isSameSecret(expiry, card?.expiry ?? "") && card !== undefined;
    },
    tell(cardNumber) {
      const { pin = "", cvv2 = "" } = find(cardNumber).secret ?? {};
      return { pin, cvv2 };
    },
  };
}
