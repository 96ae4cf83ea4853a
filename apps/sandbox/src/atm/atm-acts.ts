/**
 * What the ATM asks of Ramznama as the channel `atm`. Each intent of the person has one reference,
 * so that a double click, a reload or a lost answer never does a thing twice. Card tokens only:
 * accounts and the gateway are for the branch (S27).
 */
import {
  blockTokens,
  type IssuedToken,
  issueCardToken,
  releaseDeviceByCard,
  resendCardCode,
  type SentCode,
} from "@ramznama/contract";
import type { BankClient, BankRefusal } from "../bank/bank-client.ts";

export type AtmAct =
  | { readonly kind: "issue" }
  | { readonly kind: "resend"; readonly serial: string }
  | { readonly kind: "release" }
  | { readonly kind: "block" };

export type AtmResult =
  | { readonly kind: "issued"; readonly token: IssuedToken }
  | { readonly kind: "sent"; readonly code: SentCode }
  | { readonly kind: "released"; readonly released: boolean }
  | { readonly kind: "blocked"; readonly blockedTokens: number }
  | { readonly kind: "refused"; readonly refusal: BankRefusal };

export async function performAct(
  client: BankClient,
  cardNumber: string,
  act: AtmAct,
  requestReference: string,
): Promise<AtmResult> {
  switch (act.kind) {
    case "issue": {
      const body = { kind: "card" as const, cardNumber, requestReference };
      const answer = await client.call(issueCardToken, { body });
      return answer.ok ? { kind: "issued", token: answer.value } : refused(answer);
    }
    case "resend": {
      const input = { params: { serial: act.serial }, body: { requestReference } };
      const answer = await client.call(resendCardCode, input);
      return answer.ok ? { kind: "sent", code: answer.value } : refused(answer);
    }
    case "release": {
      const body = { cardNumber, requestReference };
      const answer = await client.call(releaseDeviceByCard, { body });
      return answer.ok ? { kind: "released", released: answer.value.released } : refused(answer);
    }
    case "block": {
      const body = { cardNumber, requestReference };
      const answer = await client.call(blockTokens, { body });
      return answer.ok
        ? { kind: "blocked", blockedTokens: answer.value.blockedTokens }
        : refused(answer);
    }
  }
}

const refused = (refusal: BankRefusal): AtmResult => ({ kind: "refused", refusal });
