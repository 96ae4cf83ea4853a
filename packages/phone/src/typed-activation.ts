/**
 * What was typed or pasted for an activation, checked before anything is sent (S10, S11, S14): digits of
 * every script, a whole SMS in the place of the code, the bank's own cards, check digits, lengths.
 */
import type { ActivationEntry, ActivationPlatform } from "@ramznama/activation";
import {
  findActivationCode,
  findTokenSerial,
  parseActivationCode,
  parseCardNumber,
  parseTokenSerial,
  type CardNumberRefusal,
  type DigitTextRefusal,
  type Parsed,
  type TokenSerialRefusal,
} from "@ramznama/persian";
import type { PhoneToken } from "./tokens.ts";

export type TypedActivation = {
  readonly serial: string;
  readonly code: string;
} & ({ readonly kind: "card"; readonly cardNumber: string } | { readonly kind: "account-gateway" });

export type TypedActivationRefusal =
  | { readonly ok: false; readonly reason: "card_number"; readonly cause: CardNumberRefusal }
  | { readonly ok: false; readonly reason: "serial"; readonly cause: TokenSerialRefusal }
  | { readonly ok: false; readonly reason: "code"; readonly cause: DigitTextRefusal };

export type ParsedActivation =
  { readonly ok: true; readonly entry: ActivationEntry } | TypedActivationRefusal;

export function parseTypedActivation(
  typed: TypedActivation,
  rules: { readonly cardPrefix: string; readonly platform: ActivationPlatform },
): ParsedActivation {
  const { platform, cardPrefix } = rules;
  const card = typed.kind === "card" ? parseCardNumber(typed.cardNumber, cardPrefix) : undefined;
  if (card?.ok === false) return { ok: false, reason: "card_number", cause: card.reason };
  const serial = parseOrFind(typed.serial, parseTokenSerial, findTokenSerial);
  if (!serial.ok) return { ok: false, reason: "serial", cause: serial.reason };
  const code = parseOrFind(typed.code, parseActivationCode, findActivationCode);
  if (!code.ok) return { ok: false, reason: "code", cause: code.reason };
  const subject =
    card === undefined
      ? ({ kind: "account-gateway" } as const)
      : ({ kind: "card", cardNumber: card.value } as const);
  return { ok: true, entry: { serial: serial.value, code: code.value, ...subject, platform } };
}

export type ListRefusal =
  /** S14: a card that is in the list must be deleted before a new token is registered for it. */
  | { readonly ok: false; readonly reason: "card_already_listed"; readonly id: string }
  | { readonly ok: false; readonly reason: "serial_already_listed"; readonly id: string }
  /** Another serial for this card is still without an answer. */
  | { readonly ok: false; readonly reason: "card_pending"; readonly id: string };

/** Undefined when nothing in the list stands against it. */
export function decideListRefusal(
  entry: ActivationEntry,
  list: readonly PhoneToken[],
): ListRefusal | undefined {
  const known = list.filter(({ state }) => state !== "pending");
  const same = known.find(({ serial }) => serial === entry.serial);
  if (same !== undefined) return { ok: false, reason: "serial_already_listed", id: same.id };
  if (entry.kind !== "card") return undefined;
  const { cardNumber } = entry;
  const isThisCard = ({ subject }: PhoneToken) =>
    subject.kind === "card" && subject.cardNumber === cardNumber;
  const listed = known.find(isThisCard);
  if (listed !== undefined) return { ok: false, reason: "card_already_listed", id: listed.id };
  const pending = list.find((token) => token.state === "pending" && isThisCard(token));
  return pending !== undefined && pending.serial !== entry.serial
    ? { ok: false, reason: "card_pending", id: pending.id }
    : undefined;
}

/** The whole text as the number, or the number inside it; the refusal is that of the whole text. */
function parseOrFind<Value extends string, Reason extends string>(
  text: string,
  parse: (text: string) => Parsed<Value, Reason>,
  find: (text: string) => Value | undefined,
): Parsed<Value, Reason> {
  const parsed = parse(text);
  const found = parsed.ok ? undefined : find(text);
  return found === undefined ? parsed : { ok: true, value: found };
}
