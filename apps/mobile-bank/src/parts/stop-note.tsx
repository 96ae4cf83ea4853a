/** That the bank refuses a token's codes, as far as this phone has heard, and what to do about it. */
import { Note } from "@ramznama/design";
import type { PhoneToken } from "@ramznama/phone";
import type { VNode } from "preact";
import { useTexts } from "../app/app-context.ts";

interface StopNoteProps {
  readonly token: PhoneToken;
  /** Heard while the code is on the screen. */
  readonly isAlert?: boolean;
}

export function StopNote({ token, isAlert = false }: StopNoteProps): VNode | null {
  const say = useTexts();
  const { stop, subject } = token;
  if (stop === undefined) return null;
  const isCard = subject.kind === "card";
  const text =
    stop.state === "ended"
      ? say(isCard ? "cardTokenEnded" : "accountTokenEnded")
      : say(stop.reason === "blocked-by-owner" ? "tokenBlocked" : "tokenSuspended");
  return (
    <Note icon="ban" isAlert={isAlert}>
      <span class="small">{text}</span>
    </Note>
  );
}
