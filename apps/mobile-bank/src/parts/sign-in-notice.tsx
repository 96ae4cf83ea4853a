/** What became of a sign-in that led through the provider, or of the session before. */
import { Note } from "@ramznama/design";
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useApp, useTexts } from "../app/app-context.ts";

const failures = {
  cancelled: "signInCancelled",
  failed: "signInFailed",
  "not-customer": "signInNotCustomer",
} as const;

export function SignInNotice(): VNode | null {
  const { customer } = useApp();
  const say = useTexts();
  const [failed] = useState(() => readFailure(location.search));
  useEffect(() => {
    // Said once: the address of the desk names nothing.
    if (location.search !== "") history.replaceState(history.state, "", "/");
  }, []);
  if (failed !== undefined) {
    const text =
      failed === "failed" && !navigator.cookieEnabled ? "cookiesBlocked" : failures[failed];
    return (
      <Note isAlert look={failed === "cancelled" ? "soft" : "danger"}>
        {say(text)}
      </Note>
    );
  }
  const state = customer.state.value;
  if (state.kind !== "out" || state.why === undefined) return null;
  return <Note isAlert>{say(state.why === "over" ? "sessionOver" : "signedOut")}</Note>;
}

function readFailure(search: string): keyof typeof failures | undefined {
  const name = new URLSearchParams(search).get("signIn");
  return name !== null && Object.hasOwn(failures, name)
    ? (name as keyof typeof failures)
    : undefined;
}
