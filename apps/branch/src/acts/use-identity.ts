/**
 * The identity check that some acts need: where none holds at this branch, the dialog asks which document was seen and
 * records it first. Nothing is chosen beforehand: looking at the document is the point.
 */
import {
  recordIdentityCheck,
  type CustomerSummary,
  type identityDocuments,
} from "@ramznama/contract";
import { useState } from "preact/hooks";
import type { Answer } from "../app/bank-client.ts";
import { useConsole, useTexts } from "../app/console-context.ts";
import { useIntent, useKept } from "../app/use-kept.ts";

export type IdentityDocument = (typeof identityDocuments)[number];

export interface Identity {
  /** It holds already, and nothing is asked. */
  readonly isSeen: boolean;
  readonly document: IdentityDocument | undefined;
  readonly error: string | undefined;
  readonly choose: (document: IdentityDocument) => void;
  /** False when a document must be chosen first; the field then says so. */
  readonly isReady: () => boolean;
  readonly record: () => Promise<Answer<unknown>>;
  readonly forget: () => void;
}

export const isIdentitySeen = ({ identitySeenUntil }: CustomerSummary, now: number): boolean =>
  identitySeenUntil !== null && Date.parse(identitySeenUntil) > now;

export function useIdentity(customer: CustomerSummary, isAskedAnyway = false): Identity {
  const { client } = useConsole();
  const say = useTexts();
  const { customerId } = customer;
  const id = `identity ${customerId}`;
  const [document, choose, forgetDocument] = useKept<IdentityDocument | undefined>(id, undefined);
  const intent = useIntent(id);
  const [isMissing, setMissing] = useState(false);
  const isSeen = !isAskedAnyway && isIdentitySeen(customer, Date.now());
  return {
    isSeen,
    document,
    error: isMissing && document === undefined ? say("needsDocument") : undefined,
    choose,
    isReady: () => {
      setMissing(true);
      return isSeen || document !== undefined;
    },
    record: async () => {
      if (isSeen || document === undefined) return { ok: true, value: undefined };
      const requestReference = intent.referenceFor({ document });
      const body = { document, requestReference };
      return client.call(recordIdentityCheck, { params: { customerId }, body });
    },
    forget: () => {
      forgetDocument();
      intent.forget();
    },
  };
}
