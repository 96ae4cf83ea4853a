import { purposes, type Purpose } from "@ramznama/contract";

/** What the code of an event was for; null where the event is about no code. */
export const purposeIn = (details: Readonly<Record<string, unknown>>): Purpose | null =>
  purposes.find((purpose) => purpose === details["purpose"]) ?? null;
