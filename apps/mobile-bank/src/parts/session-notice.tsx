/** Why Ramznama is locked or gone, when that was not the last thing the person did. */
import { Note } from "@ramznama/design";
import type { VNode } from "preact";
import { useApp, useTexts } from "../app/app-context.ts";
import type { Notice } from "../app/session.ts";

const texts = {
  "erased-here": "erasedHere",
  "erased-elsewhere": "erasedElsewhere",
  "locked-elsewhere": "lockedElsewhere",
  "ten-wrong": "unlockErased",
} as const satisfies Readonly<Record<Notice, string>>;

export function SessionNotice(): VNode | null {
  const notice = useApp().session.notice.value;
  const say = useTexts();
  if (notice === undefined) return null;
  return (
    <Note isAlert look={notice === "ten-wrong" ? "danger" : "soft"}>
      {say(texts[notice])}
    </Note>
  );
}
