/** Several names beside each other, with the comma of the language. */
import type { Language } from "@ramznama/persian";

export const listWords = (words: readonly string[], language: Language): string =>
  new Intl.ListFormat(language, { type: "conjunction", style: "narrow" }).format(words);
