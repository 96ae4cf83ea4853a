/** Free text is stored in clear: a full card number must not get in that way, in groups and other scripts neither. */
import { compactDigits, hasLuhnCheckDigit } from "@ramznama/persian";
import { RamznamaError } from "./ramznama-error.ts";

/**
 * @param fields names and texts to look at
 * @throws RamznamaError `invalid_request` that names the field, never the number
 */
export const assertNoCardNumber = (
  cardPrefix: string,
  fields: Readonly<Record<string, string | undefined>>,
): void => {
  for (const [name, text] of Object.entries(fields)) {
    if (text !== undefined && holdsCardNumber(text, cardPrefix)) {
      throw new RamznamaError("invalid_request", {
        errors: [{ path: `/${name}`, code: "holds_a_card_number" }],
      });
    }
  }
};

const cardDigits = 16;

const holdsCardNumber = (text: string, prefix: string): boolean => {
  if (text.length < cardDigits) return false;
  const runs = compactDigits(text).match(/[0-9]{16,}/g) ?? [];
  return runs.some((run) => runHoldsCardNumber(run, prefix));
};

const runHoldsCardNumber = (digits: string, prefix: string): boolean => {
  for (let start = digits.indexOf(prefix); start >= 0; start = digits.indexOf(prefix, start + 1)) {
    const candidate = digits.slice(start, start + cardDigits);
    if (candidate.length === cardDigits && hasLuhnCheckDigit(candidate)) return true;
  }
  return false;
};
