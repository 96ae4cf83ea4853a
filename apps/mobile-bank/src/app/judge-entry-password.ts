/** How strong an entry password is, in words that people can act on. The rules are the phone's. */
import { decideEntryPassword, type EntryPasswordRefusal } from "@ramznama/phone";

export type Strength = "strengthWeak" | "strengthFair" | "strengthGood" | "strengthStrong";

export const passwordRefusalTexts = {
  empty: "passwordEmpty",
  too_short: "passwordTooShort",
  too_long: "passwordTooLong",
  too_common: "passwordTooCommon",
} as const satisfies Readonly<Record<EntryPasswordRefusal, string>>;

/** What is refused is weak; six digits are fair at best, since ten tries is all that protects them. */
export function judgeEntryPassword(typed: string): Strength {
  const decided = decideEntryPassword(typed);
  if (!decided.ok) return "strengthWeak";
  const text: string = decided.value;
  const kinds = [/\p{Nd}/u, /\p{Ll}|\p{Lo}/u, /\p{Lu}/u, /[^\p{L}\p{Nd}]/u];
  const variety = kinds.filter((kind) => kind.test(text)).length;
  const length = Array.from(text).length;
  if (length < 8 || (length < 10 && variety === 1)) return "strengthFair";
  return length >= 14 || (length >= 11 && variety >= 3) ? "strengthStrong" : "strengthGood";
}
