/** Which file of vectors/activation comes from what; x-wing.json is the draft's and is not made. */
import { existsSync } from "node:fs";
import { makeActivationVectors } from "./make-activation-vectors.ts";
import { makeRefusedVectors } from "./make-refused-vectors.ts";
import { makeEncodingVectors, makeRegistrationVectors } from "./make-registration-vectors.ts";
import { makeSignedVectors } from "./make-signed-vectors.ts";
import { readVectorText, vectorsFolder } from "./read-vectors.ts";

export const vectorMakers: ReadonlyMap<string, () => object | Promise<object>> = new Map([
  ["activation", makeActivationVectors],
  ["activation-refused", makeRefusedVectors],
  ["registration", makeRegistrationVectors],
  ["signed", () => makeSignedVectors(standingSignatures())],
  ["encoding", makeEncodingVectors],
]);

/** Every compact JWS that stands in signed.json. */
function standingSignatures(): readonly string[] {
  if (!existsSync(new URL("signed.json", vectorsFolder))) return [];
  return readVectorText("signed").match(/[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}/g) ?? [];
}
