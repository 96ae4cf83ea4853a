/** The door: who works here signs in at the bank's own provider, and comes back to where they were. */
import { Icon, Note } from "@ramznama/design";
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useTexts } from "../app/console-context.ts";
import type { DoorReason } from "../app/session.ts";

const reasonTexts = {
  ended: "sessionEnded",
  cancelled: "signInCancelled",
  failed: "signInFailed",
  "not-staff": "signInNotStaff",
} as const satisfies Readonly<Record<DoorReason, string>>;

export function DoorScreen({ reason }: { readonly reason: DoorReason | undefined }): VNode {
  const say = useTexts();
  const entry = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    document.title = say("console");
    entry.current?.focus();
  }, []);
  const back = `${location.pathname}${location.search}`;
  return (
    <main class="door">
      <span class="mark">
        <Icon name="landmark" />
      </span>
      <h1>{say("consoleOf")}</h1>
      <p class="quiet">{say("doorClaim")}</p>
      {reason !== undefined && (
        <Note look={reason === "ended" ? "soft" : "danger"} isAlert>
          {say(reasonTexts[reason])}
        </Note>
      )}
      <a
        ref={entry}
        class="button button-primary"
        href={`/sign-in?return=${encodeURIComponent(back)}`}
      >
        {say("signIn")}
      </a>
    </main>
  );
}
