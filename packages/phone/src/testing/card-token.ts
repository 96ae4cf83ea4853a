/** A card's token as an activation leaves it in the vault, under the id "t". */
import type { Bytes, TokenRecord } from "@ramznama/activation";
import type { Vault } from "../vault.ts";

export const cardToken: TokenRecord = {
  version: 1,
  serial: "123456789015",
  subject: { kind: "card", cardNumber: "6280239832816831" },
  profile: { hash: "SHA-256", digits: 8, stepSeconds: 1, validitySeconds: 121 },
  maskedSubject: "628023******6831",
};

export const storeCardToken = (vault: Vault, key: Bytes = new Uint8Array(32)): Promise<void> =>
  vault.write([
    { kind: "token", id: "t", value: cardToken },
    { kind: "codeKey", id: "t", value: key },
  ]);
