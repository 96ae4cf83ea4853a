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

interface TokenRowProps {
  readonly token: PhoneToken;
  readonly onCode: () => void;
  readonly onDelete: () => void;
}

export function TokenRow({ token, onCode, onDelete }: TokenRowProps): VNode {
  const { list } = useRamznama();
  const say = useTexts();
  const [isBusy, setBusy] = useState(false);
  const name = digitsOf(token);
  const isPending = token.state === "pending";
  async function retry(): Promise<void> {
    setBusy(true);
    await list.synchronise();
    setBusy(false);
  }
  return (
    <article class="row">
      <p class="row-number">
        <NumberText digits={name} />
      </p>
      <p class="quiet small">
        {token.subject.kind === "card" ? build.bankName : say("serial")}
        {token.state === "confirming" && <span> · {say("tokenConfirming")}</span>}
      </p>
      {isPending && <p class="small">{say("tokenPending")}</p>}
      {token.mustDeclare && (
        <Note>
          <span class="small">{say("mustDeclare")}</span>
        </Note>
      )}
      <div class="row-actions">
        {isPending ? (
          <Button
            look="soft"
            icon="refresh"
            busy={isBusy ? say("activating") : undefined}
            onPress={() => void retry()}
          >
            {say("retry")}
          </Button>
        ) : (
          <Button icon="key" label={say("getCodeOf", { name })} onPress={onCode}>
            {say("getCode")}
          </Button>
        )}
        <IconButton
          icon="trash"
          look="outlined"
          label={say("deleteTokenOf", { name })}
          onPress={onDelete}
        />
      </div>
    </article>
  );
}
