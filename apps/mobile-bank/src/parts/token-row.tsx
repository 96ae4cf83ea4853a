/** One token of the list: its number, «دریافت رمز», and the way to delete it. */
import { Button, IconButton, Note } from "@ramznama/design";
import type { PhoneToken } from "@ramznama/phone";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useTexts } from "../app/app-context.ts";
import { useRamznama } from "../app/open-context.ts";
import { build } from "../platform/build.ts";
import { digitsOf } from "./digits-of.ts";
import { NumberText } from "./number-text.tsx";
import { StopNote } from "./stop-note.tsx";

interface TokenRowProps {
  readonly token: PhoneToken;
  /** A code of it was asked for and keeps the customer waiting. */
  readonly isTaking: boolean;
  readonly onCode: () => void;
  readonly onDelete: () => void;
}

export function TokenRow({ token, isTaking, onCode, onDelete }: TokenRowProps): VNode {
  const say = useTexts();
  const name = digitsOf(token);
  return (
    <article class="row">
      <p class="row-number">
        <NumberText digits={name} />
      </p>
      <p class="quiet small">
        {token.subject.kind === "card" ? build.bankName : say("serial")}
        {token.state === "confirming" && <span> · {say("tokenConfirming")}</span>}
      </p>
      {token.state === "pending" && <p class="small">{say("tokenPending")}</p>}
      <StopNote token={token} />
      {token.mustDeclare && token.stop === undefined && (
        <Note>
          <span class="small">{say("mustDeclare")}</span>
        </Note>
      )}
      <div class="row-actions">
        {token.stop?.state === "ended" ? (
          <Button
            look="plain"
            icon="trash"
            label={say("deleteTokenOf", { name })}
            onPress={onDelete}
          >
            {say("deleteTitle")}
          </Button>
        ) : (
          <>
            {token.state === "pending" ? (
              <RetryButton />
            ) : (
              <Button
                look={token.stop === undefined ? "primary" : "plain"}
                icon="key"
                label={say("getCodeOf", { name })}
                busy={isTaking ? say("loading") : undefined}
                onPress={onCode}
              >
                {say("getCode")}
              </Button>
            )}
            <IconButton
              icon="trash"
              look="outlined"
              label={say("deleteTokenOf", { name })}
              onPress={onDelete}
            />
          </>
        )}
      </div>
    </article>
  );
}

/** Asks the bank again for the answer to an activation. */
function RetryButton(): VNode {
  const { list } = useRamznama();
  const say = useTexts();
  const [isBusy, setBusy] = useState(false);
  async function retry(): Promise<void> {
    setBusy(true);
    await list.synchronise();
    setBusy(false);
  }
  return (
    <Button
      look="soft"
      icon="refresh"
      busy={isBusy ? say("activating") : undefined}
      onPress={() => void retry()}
    >
      {say("retry")}
    </Button>
  );
}
