/** The state of a token or a request, in words and with a coloured dot. */
import type { Approval, TokenState } from "@ramznama/contract";
import type { VNode } from "preact";
import { useTexts } from "../app/console-context.ts";

type Mood = "good" | "waiting" | "stopped" | "over";

const moodOfToken: Readonly<Record<TokenState, Mood>> = {
  issued: "waiting",
  confirming: "waiting",
  active: "good",
  suspended: "stopped",
  ended: "over",
};

const moodOfApproval: Readonly<Record<Approval["state"], Mood>> = {
  requested: "waiting",
  approved: "good",
  rejected: "stopped",
  withdrawn: "over",
  expired: "over",
  voided: "stopped",
};

export function TokenStateWord({ state }: { readonly state: TokenState }): VNode {
  return <Mooded mood={moodOfToken[state]} words={useTexts()(`state_${state}`)} />;
}

export function ApprovalStateWord({ state }: { readonly state: Approval["state"] }): VNode {
  return <Mooded mood={moodOfApproval[state]} words={useTexts()(`approvalState_${state}`)} />;
}

const Mooded = ({ mood, words }: { readonly mood: Mood; readonly words: string }): VNode => (
  <span class={`mood mood-${mood}`}>{words}</span>
);
