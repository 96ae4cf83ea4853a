/** What is wrong with the fields of a new token, field by field and before anything is sent (S10, S14, S29). */
import {
  parseActivationCode,
  parseCardNumber,
  parseTokenSerial,
  refusalText,
  type Language,
} from "@ramznama/persian";
import type { ActivationOutcome, ActivationRefusedHere } from "@ramznama/phone";
import type { Say } from "./app-context.ts";
import { describeOnlineRefusal, describeProblem, type Failure } from "./describe-failure.ts";

export type ActivationField = "cardNumber" | "serial" | "code";
export type FieldErrors = Readonly<Partial<Record<ActivationField, string>>>;

/** Digits of a whole number: from here on its check digit can be looked at. */
export const wholeLengths: Readonly<Record<ActivationField, number>> = {
  cardNumber: 16,
  serial: 12,
  code: 8,
};

/** Undefined for a number that may be right. */
export function judgeField(
  field: ActivationField,
  text: string,
  cardPrefix: string,
  language: Language,
): string | undefined {
  switch (field) {
    case "cardNumber": {
      const parsed = parseCardNumber(text, cardPrefix);
      return parsed.ok ? undefined : refusalText("cardNumber", parsed.reason, language);
    }
    case "serial": {
      const parsed = parseTokenSerial(text);
      return parsed.ok ? undefined : refusalText("tokenSerial", parsed.reason, language);
    }
    case "code": {
      const parsed = parseActivationCode(text);
      return parsed.ok ? undefined : refusalText("activationCode", parsed.reason, language);
    }
  }
}

export interface JudgedActivation {
  readonly errors: FieldErrors;
  readonly failure?: Failure;
}

/** What leaves the form where it is. */
type Refused = Exclude<
  ActivationOutcome | ActivationRefusedHere,
  { readonly ok: true } | { readonly reason: "waiting" | "deleted" }
>;

/** Beside the field that it is about, or with the form as a whole. */
export function judgeRefusal(refused: Refused, say: Say, language: Language): JudgedActivation {
  switch (refused.reason) {
    case "card_number":
      return { errors: { cardNumber: refusalText("cardNumber", refused.cause, language) } };
    case "serial":
      return { errors: { serial: refusalText("tokenSerial", refused.cause, language) } };
    case "code":
      return { errors: { code: refusalText("activationCode", refused.cause, language) } };
    case "card_already_listed":
      return { errors: { cardNumber: say("cardListed") } };
    case "serial_already_listed":
      return { errors: { serial: say("serialListed") } };
    case "card_pending":
      return { errors: { cardNumber: say("cardPending") } };
    case "refused":
      return judgeProblem(refused.code, say, language);
    case "other_device_key":
      return { errors: {}, failure: { text: say("otherDeviceKey") } };
    case "not_registered":
      return {
        errors: {},
        failure: { text: describeProblem("device_not_registered", say, language) },
      };
    case "unanswered":
      return refused.cause === "unreadable"
        ? { errors: {}, failure: { text: say("unreadable") } }
        : {
            errors: {},
            failure: {
              text: say(refused.cause === "timeout" ? "timeoutActivation" : "offlineActivation"),
            },
          };
    case "problem":
    case "not_the_bank":
      return { errors: {}, failure: describeOnlineRefusal(refused, say, language) };
  }
}

const fieldOfProblem: Readonly<Record<string, ActivationField>> = {
  activation_code_expired: "code",
  activation_code_used: "code",
  activation_code_locked: "code",
  activation_too_many_starts: "code",
  wrong_kind: "serial",
  card_mismatch: "cardNumber",
};

function judgeProblem(code: string, say: Say, language: Language): JudgedActivation {
  const text = describeProblem(code, say, language);
  const field = fieldOfProblem[code];
  return field === undefined ? { errors: {}, failure: { text } } : { errors: { [field]: text } };
}
