/** Free text of a channel is stored in clear: a full card number must not get in that way. */
import { hasLuhnCheckDigit } from "@ramznama/persian";
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
    const runs = text?.match(/[0-9]{16,}/g) ?? [];
    if (runs.some((run) => holdsCardNumber(run, cardPrefix))) {
      throw new RamznamaError("invalid_request", {
        errors: [{ path: `/${name}`, code: "holds_a_card_number" }],
      });
    }
  }
};

const holdsCardNumber = (digits: string, prefix: string): boolean => {
  for (let start = digits.indexOf(prefix); start >= 0; start = digits.indexOf(prefix, start + 1)) {
    const candidate = digits.slice(start, start + 16);
    if (candidate.length === 16 && hasLuhnCheckDigit(candidate)) return true;
  }
  return false;
};
