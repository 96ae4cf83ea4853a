/** What the teller must know about this customer before anything is issued. */
import type { CustomerSummary } from "@ramznama/contract";
import { Note } from "@ramznama/design";
import type { VNode } from "preact";
import { isolated } from "../app/isolated.ts";
import { useTexts } from "../app/console-context.ts";
import { momentWords } from "../parts/moment-text.tsx";

export function PersonNotes({ customer }: { readonly customer: CustomerSummary }): VNode {
  const say = useTexts();
  const { mobile, blockedAt, branchOnlyUntil } = customer;
  const when = (at: string): string => isolated(momentWords(at));
  return (
    <>
      {blockedAt !== null && (
        <Note look="danger" icon="lock">
          {say("blockedSince", { when: when(blockedAt) })}
        </Note>
      )}
      {mobile === null && (
        <Note look="danger" icon="alert">
          {say("noMobileWhy")}
        </Note>
      )}
      {branchOnlyUntil !== null && (
        <Note>{say("branchOnly", { until: when(branchOnlyUntil) })}</Note>
      )}
    </>
  );
}
