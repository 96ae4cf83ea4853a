/** What may be done with the token that is laid open, by its state. */
import type { TokenSummary } from "@ramznama/contract";
import type { VNode } from "preact";
import type { OpenDialog } from "../acts/open-dialog.ts";
import { useTexts } from "../app/console-context.ts";
import { ActButton } from "../parts/act-button.tsx";

export interface TokenActsProps {
  readonly token: TokenSummary;
  readonly onOpen: (open: OpenDialog) => void;
}

const ownersBlock = "blocked-by-owner";

export function TokenActs({ token, onOpen }: TokenActsProps): VNode | null {
  const say = useTexts();
  const { serial, state, kind, stateReason } = token;
  if (state === "ended") return null;
  const isWaiting = state === "issued";
  const isWorking = state === "active" || state === "confirming";
  const mayResume = state === "suspended" && stateReason !== ownersBlock;
  return (
    <div class="acts acts-row" role="group" aria-label={say("actsOfToken")}>
      {kind === "account-gateway" && (
        <ActButton
          icon="link"
          letter="L"
          look="soft"
          onPress={() => {
            onOpen({ kind: "links", serial });
          }}
        >
          {say("editLinks")}
        </ActButton>
      )}
      {isWaiting && (
        <>
          <ActButton
            icon="printer"
            letter="P"
            onPress={() => {
              onOpen({ kind: "reprint", serial });
            }}
          >
            {say("reprint")}
          </ActButton>
          <ActButton
            icon="message"
            letter="K"
            onPress={() => {
              onOpen({ kind: "resend", serial });
            }}
          >
            {say("resend")}
          </ActButton>
        </>
      )}
      {isWorking && (
        <ActButton
          icon="pause"
          letter="T"
          onPress={() => {
            onOpen({ kind: "suspend", serial });
          }}
        >
          {say("suspend")}
        </ActButton>
      )}
      {mayResume && (
        <ActButton
          icon="play"
          letter="T"
          look="soft"
          onPress={() => {
            onOpen({ kind: "unsuspend", serial });
          }}
        >
          {say("unsuspend")}
        </ActButton>
      )}
      <ActButton
        icon="ban"
        letter="V"
        look="danger"
        onPress={() => {
          onOpen({ kind: "revoke", serial });
        }}
      >
        {say("revoke")}
      </ActButton>
    </div>
  );
}
