/**
 * Serial and codes inside a whole pasted message. A number counts when it stands alone or in equal
 * groups ("1234 5678"); dates, amounts, masked cards and telephone numbers have other shapes.
 * Where two different numbers could be meant, the one that is called a code or a serial is taken;
 * where that does not decide, none is, and the person types it.
 */

import { toLatinDigits } from "./digits.ts";
import { parseActivationCode, parseRegistrationCode } from "./sms-codes.ts";
import type { ActivationCode, RegistrationCode } from "./sms-codes.ts";
import type { Parsed } from "./parsed.ts";
import { parseTokenSerial, type TokenSerial } from "./token-serial.ts";

/** Only short groups are joined: two numbers of eight digits side by side are two numbers. */
const longestGroup = 6;
/** How far before a number the word that names it is looked for. */
const labelReach = 32;
// «رمزنما» is the name of the service and names no number.
const codeWords = /کد|رمز(?!نما)|code/i;
const serialWords = /سریال|serial/i;

export function findTokenSerial(text: string): TokenSerial | undefined {
  return findOne(text, parseTokenSerial, serialWords);
}

export function findActivationCode(text: string): ActivationCode | undefined {
  return findOne(text, parseActivationCode, codeWords);
}

export function findRegistrationCode(text: string): RegistrationCode | undefined {
  return findOne(text, parseRegistrationCode, codeWords);
}

interface Candidate {
  readonly digits: string;
  readonly before: string;
}

function findOne<Value extends string>(
  text: string,
  parse: (digits: string) => Parsed<Value, string>,
  label: RegExp,
): Value | undefined {
  const found = numbersIn(text).flatMap(({ digits, before }) => {
    const parsed = parse(digits);
    return parsed.ok ? [{ value: parsed.value, labelled: label.test(before) }] : [];
  });
  return onlyValue(found) ?? onlyValue(found.filter(({ labelled }) => labelled));
}

function onlyValue<Value>(found: readonly { readonly value: Value }[]): Value | undefined {
  const values = new Set(found.map(({ value }) => value));
  return values.size === 1 ? found[0]?.value : undefined;
}

/** Every number with the text before it, groups of one length with one space or dash between joined. */
function numbersIn(text: string): readonly Candidate[] {
  const plain = toLatinDigits(text).replaceAll(/\p{Cf}/gu, "");
  const numbers: (Candidate & { digits: string; groupLength: number; end: number })[] = [];
  for (const match of plain.matchAll(/[0-9]+/g)) {
    const group = match[0];
    const last = numbers.at(-1);
    const end = match.index + group.length;
    if (last?.groupLength === group.length && isJoint(plain.slice(last.end, match.index), group)) {
      last.digits += group;
      last.end = end;
    } else {
      const before = plain.slice(Math.max(last?.end ?? 0, match.index - labelReach), match.index);
      numbers.push({ digits: group, before, groupLength: group.length, end });
    }
  }
  // Part of a masked number, a date, a time or an amount is no number of its own.
  return numbers.filter(
    ({ before, end }) => !/[*•/:,٬]$/.test(before) && !/^[*•/,٬]/.test(plain.slice(end, end + 1)),
  );
}

function isJoint(gap: string, group: string): boolean {
  return group.length <= longestGroup && /^[ \u00a0\u2000-\u200a\u202f\p{Pd}]$/u.test(gap);
}
