/** What an auditor looks for: typed texts, Jalali days of Tehran, and what of it the server understands. */
import {
  compactDigits,
  parseJalaliDate,
  parseTokenSerial,
  refusalText,
  startOfDayInTehran,
  type Language,
} from "@ramznama/persian";

export interface TypedFilter {
  readonly type: string;
  readonly customerId: string;
  readonly serial: string;
  readonly actor: string;
  readonly branch: string;
  readonly from: string;
  readonly to: string;
}

export const emptyFilter: TypedFilter = {
  ...{ type: "", customerId: "", serial: "", actor: "", branch: "", from: "", to: "" },
};

export type EventFilter = Partial<Record<keyof TypedFilter, string>>;

export type ParsedFilter =
  | { readonly ok: true; readonly value: EventFilter }
  | { readonly ok: false; readonly errors: Partial<Record<keyof TypedFilter, string>> };

const dayMilliseconds = 86_400_000;

/** `wrongId`: what stands beside a customer number that is none. */
export function parseEventFilter(
  typed: TypedFilter,
  language: Language,
  wrongId: string,
): ParsedFilter {
  const value: EventFilter = {};
  const errors: Partial<Record<keyof TypedFilter, string>> = {};
  for (const name of ["type", "actor", "branch"] as const) {
    const text = typed[name].trim();
    if (text !== "") value[name] = name === "branch" ? compactDigits(text) : text;
  }
  const customerId = typed.customerId.trim();
  if (customerId !== "") {
    if (/^[A-Za-z0-9-]{1,32}$/.test(customerId)) value.customerId = customerId;
    else errors.customerId = wrongId;
  }
  if (typed.serial.trim() !== "") {
    const serial = parseTokenSerial(typed.serial);
    if (serial.ok) value.serial = serial.value;
    else errors.serial = refusalText("tokenSerial", serial.reason, language);
  }
  for (const [name, days] of [
    ["from", 0],
    // The whole of the last day belongs to it; the server's end is exclusive.
    ["to", 1],
  ] as const) {
    if (typed[name].trim() === "") continue;
    const date = parseJalaliDate(typed[name]);
    if (date.ok) {
      const at = startOfDayInTehran(date.value) + days * dayMilliseconds;
      value[name] = new Date(at).toISOString();
    } else errors[name] = refusalText("jalaliDate", date.reason, language);
  }
  return Object.keys(errors).length === 0 ? { ok: true, value } : { ok: false, errors };
}
