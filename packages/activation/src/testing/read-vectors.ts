/** The language-neutral vectors of vectors/activation. */
import { readFileSync } from "node:fs";

export const vectorsFolder = new URL("../../../../vectors/activation/", import.meta.url);

export function readVectorText(name: string): string {
  return readFileSync(new URL(`${name}.json`, vectorsFolder), "utf8");
}

/** The files are the project's own; whoever reads one says what it holds, and its test checks that. */
export function readVectors(name: string): unknown {
  return JSON.parse(readVectorText(name));
}
