/** What the teller must know about this customer before anything is issued. */
import type { CustomerSummary } from "@ramznama/contract";
import type { VNode } from "preact";
import { isolated } from "../app/isolated.ts";
import { useTexts } from "../app/console-context.ts";
import { momentWords } from "../parts/moment-text.tsx";
import { Note } from "../parts/note.tsx";

const hour = 3_600_000;
/** After these the server is no more careful than with anybody (product.md, Who may link and enrol). */
const mobileSettlesHours = 72;
const releaseSettlesHours = 24;

const isWithin = (at: string | null, hours: number, now: number): at is string =>
  at !== null && now - Date.parse(at) < hours * hour;

export function PersonNotes({ customer }: { readonly customer: CustomerSummary }): VNode {
  const say = useTexts();
  const { mobile, mobileChangedAt, deviceReleasedAt, blockedAt } = customer;
  const now = Date.now();
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
      {isWithin(mobileChangedAt, mobileSettlesHours, now) && (
        <Note>{say("mobileChanged", { when: when(mobileChangedAt) })}</Note>
      )}
      {isWithin(deviceReleasedAt, releaseSettlesHours, now) && (
        <Note>{say("deviceReleased", { when: when(deviceReleasedAt) })}</Note>
      )}
    </>
  );
}
