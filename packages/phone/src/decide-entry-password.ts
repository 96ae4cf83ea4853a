/**
 * What may be an entry password (S7): at least 8 characters, or exactly 6 digits that nobody guesses
 * first. Digits of every script are the same digits, and the Arabic letters of ک and ی the same letters, or a change of
 * keyboard would lock people out.
 */
import { toLatinDigits } from "@ramznama/persian";

declare const entryPasswordBrand: unique symbol;
export type EntryPassword = string & { readonly [entryPasswordBrand]: true };

export type EntryPasswordRefusal = "empty" | "too_short" | "too_long" | "too_common";

export type DecidedEntryPassword =
  | { readonly ok: true; readonly value: EntryPassword }
  | { readonly ok: false; readonly reason: EntryPasswordRefusal };

const lengthMax = 128;

export function decideEntryPassword(typed: string): DecidedEntryPassword {
  const password = normaliseEntryPassword(typed);
  const length = Array.from(password).length;
  if (length === 0) return { ok: false, reason: "empty" };
  if (length > lengthMax) return { ok: false, reason: "too_long" };
  if (length < 8 && !/^[0-9]{6}$/.test(password)) return { ok: false, reason: "too_short" };
  return isCommon(password) ? { ok: false, reason: "too_common" } : { ok: true, value: password };
}

/** One text for what people see as the same password (Unicode NFKC, Latin digits, Persian letters for Arabic ones). */
export function normaliseEntryPassword(typed: string): EntryPassword {
  return unfolded(typed).replaceAll("ك", "ک").replaceAll(/[يى]/g, "ی") as EntryPassword;
}

/** What may open a vault, within one try: older vaults were made before letters were folded. */
export function entryPasswordForms(typed: string): readonly EntryPassword[] {
  return [...new Set([normaliseEntryPassword(typed), unfolded(typed)])];
}

function unfolded(typed: string): EntryPassword {
  return toLatinDigits(typed.normalize("NFKC")) as EntryPassword;
}

/**
 * From published lists of leaked passwords: the shapes are covered by rules below, these are the rest.
 * The rules refuse repetitions (111111, 121212, 123123), runs up and down, and keypad columns.
 */
const common = new Set([
  "112233",
  "332211",
  "123321",
  "112211",
  "110110",
  "100100",
  "102030",
  "123654",
  "147258",
  "258369",
  "147852",
  "159753",
  "159357",
  "147369",
  "789456",
  "456789",
  "520520",
  "521521",
  "131313",
  "696969",
  "666999",
  "123456a",
  "password",
  "passw0rd",
  "qwertyui",
  "qwerty123",
  "iloveyou",
  "1q2w3e4r",
  "1qaz2wsx",
  "abcd1234",
  "password1",
  "11223344",
  "12341234",
  "ramznama",
  "رمزنما12",
]);

function isCommon(password: string): boolean {
  const folded = password.toLowerCase();
  return common.has(folded) || isRepetition(folded) || isRun(folded);
}

/** One part of at most half the length, over and over: 000000, 121212, abcabcabc. */
function isRepetition(text: string): boolean {
  for (let length = 1; length <= text.length / 2; length += 1) {
    const part = text.slice(0, length);
    if (text === part.repeat(Math.ceil(text.length / length)).slice(0, text.length)) return true;
  }
  return false;
}

/** 123456, 987654, abcdefgh: every character one more, or every one less, than the one before. */
function isRun(text: string): boolean {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const steps = new Set(codes.slice(1).map((code, index) => nextDigit(code - (codes[index] ?? 0))));
  return steps.size === 1 && (steps.has(1) || steps.has(-1));
}

/** After 9 people go on with 0, and below 0 with 9. */
function nextDigit(step: number): number {
  if (step === -9) return 1;
  return step === 9 ? -1 : step;
}
