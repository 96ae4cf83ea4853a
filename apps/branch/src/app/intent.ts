/**
 * One request reference for one intent: the same content sent again (a double click, a lost answer, a reload, a session
 * that ended) carries the same reference, so that nothing is done twice; other content is another intent.
 */
import type { Keepsake } from "./keepsake.ts";

export interface Intent {
  referenceFor(content: unknown): string;
  /** When it is done, or given up before anything was sent. */
  forget(): void;
}

interface Kept {
  readonly content: string;
  readonly reference: string;
}

export function createIntent(
  keepsake: Pick<Keepsake, "read" | "write" | "forget">,
  id: string,
  makeReference: () => string,
): Intent {
  const name = `intent ${id}`;
  return {
    referenceFor: (content) => {
      const text = JSON.stringify(content);
      const kept = keepsake.read(name);
      if (isKept(kept) && kept.content === text) return kept.reference;
      const reference = makeReference();
      keepsake.write(name, { content: text, reference } satisfies Kept);
      return reference;
    },
    forget: () => {
      keepsake.forget(name);
    },
  };
}

const isKept = (value: unknown): value is Kept =>
  typeof value === "object" && value !== null && "content" in value && "reference" in value;
