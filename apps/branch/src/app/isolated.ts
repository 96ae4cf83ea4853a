import { groupDigits } from "@ramznama/persian";

/** Between first-strong isolates (Unicode TR9) a number inside a sentence keeps its own direction. */
export const isolated = (text: string): string => `\u2068${text}\u2069`;

/** A serial in groups, unbroken at the end of a line. */
export const isolatedSerial = (serial: string): string =>
  isolated(groupDigits(serial).replaceAll(" ", "\u00a0"));
