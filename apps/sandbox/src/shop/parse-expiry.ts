/** The date of expiry as people type it from the card: year and month of the Jalali calendar. */
import { toLatinDigits } from "@ramznama/persian";

/** `1408/10`, `08/10`, `0810` and `140810` become `1408/10`; undefined for anything else. */
export function parseExpiry(text: string): string | undefined {
  const typed = toLatinDigits(text).replaceAll(/[\s\p{Cf}]/gu, "");
  const parts = /^(1[34])?(\d\d)[/.\p{Pd}]?(0[1-9]|1[0-2])$/u.exec(typed);
  if (parts === null) return undefined;
  const [, century = "14", year = "", month = ""] = parts;
  return `${century}${year}/${month}`;
}
