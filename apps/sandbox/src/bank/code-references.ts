/**
 * One transaction reference per code entry, made by the channel and never by its client: the same
 * form sent twice (double click, reload, a server that was away) asks under the same reference and
 * gets the same answer; another code is another entry.
 */
import { createHash, randomBytes, randomUUID } from "node:crypto";

export interface CodeReferences {
  /** `content`: everything that was entered. */
  referenceFor(content: readonly string[]): string;
}

/** For one order or one visit. Entries are kept as keyed digests, for they hold codes. */
export function createCodeReferences(channel: string): CodeReferences {
  const key = randomBytes(32);
  const references = new Map<string, string>();
  return {
    referenceFor(content) {
      const digest = createHash("sha256").update(key).update(JSON.stringify(content));
      const entry = digest.digest("base64");
      const reference = references.get(entry) ?? `${channel}-${randomUUID()}`;
      references.set(entry, reference);
      return reference;
    },
  };
}
