/** Deleting a token (S19): which one, what stops working and how to get it back; keeping it is the default. */
import { Button, Sheet } from "@ramznama/design";
import type { PhoneToken } from "@ramznama/phone";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useApp, useTexts } from "../app/app-context.ts";
import { forgetDrafts } from "../app/forget-drafts.ts";
import { useRamznama } from "../app/open-context.ts";
import { digitsOf } from "../parts/digits-of.ts";
import { NumberText } from "../parts/number-text.tsx";

interface DeleteSheetProps {
  readonly token: PhoneToken;
  readonly onClose: () => void;
}

export function DeleteSheet({ token, onClose }: DeleteSheetProps): VNode {
  const { session, toasts } = useApp();
  const { phone, vault, list } = useRamznama();
  const say = useTexts();
  const [isBusy, setBusy] = useState(false);
  const isCard = token.subject.kind === "card";

  async function remove(): Promise<void> {
    setBusy(true);
    try {
      const deleted = await phone.deleteToken(token.id);
      await forgetDrafts(vault, [token.serial]);
      onClose();
      await list.refresh();
      toasts.show(say(deleted.ok && !deleted.told ? "deletedUntold" : "deleted"));
    } catch (error) {
      onClose();
      session.fail(error);
    }
  }

  return (
    <Sheet labelledBy="delete-title" onClose={onClose}>
      <h2 id="delete-title">{say("deleteTitle")}</h2>
      <p class="row-number">
        <NumberText digits={digitsOf(token)} />
      </p>
      <p>{say("deleteWhat")}</p>
      <p>{say(isCard ? "deleteBackCard" : "deleteBackAccount")}</p>
      <div class="pair">
        <Button onPress={onClose}>{say("deleteKeep")}</Button>
        <Button
          look="danger"
          icon="trash"
          busy={isBusy ? say("loading") : undefined}
          onPress={() => void remove()}
        >
          {say("deleteAction")}
        </Button>
      </div>
    </Sheet>
  );
}
