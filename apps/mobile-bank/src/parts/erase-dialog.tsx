/** «پاک کردن رمزنما»: what it means, and a word to be written so that no stray tap does it. */
import { Button, describedBy, Field, Note, Sheet } from "@ramznama/design";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useApp, useTexts } from "../app/app-context.ts";

export interface EraseDialogProps {
  readonly onClose: () => void;
  /** In the place of the sentence about the forgotten password. */
  readonly why?: string;
}

export function EraseDialog({ onClose, why }: EraseDialogProps): VNode {
  const { session } = useApp();
  const say = useTexts();
  const [typed, setTyped] = useState("");
  const [isWrong, setWrong] = useState(false);
  const word = say("eraseWord");
  const error = isWrong ? say("eraseTypeOther", { word }) : undefined;

  function erase(): void {
    if (fold(typed) !== fold(word)) {
      setWrong(true);
      document.getElementById("erase-word")?.focus();
      return;
    }
    onClose();
    session.erase().catch(session.fail);
  }

  return (
    <Sheet labelledBy="erase-title" onClose={onClose}>
      <h2 id="erase-title">{say("eraseTitle")}</h2>
      <p>{why ?? say("eraseWhy")}</p>
      <Note look="danger" icon="alert">
        {say("eraseWhat")}
      </Note>
      <Field id="erase-word" label={say("eraseType", { word })} error={error}>
        <div class="field-box">
          <input
            id="erase-word"
            type="text"
            autocomplete="off"
            value={typed}
            aria-invalid={isWrong}
            aria-describedby={describedBy({ id: "erase-word", label: word, error })}
            onInput={(event) => {
              setTyped(event.currentTarget.value);
              setWrong(false);
            }}
            onKeyDown={(event) => {
              // Not the form around it: writing is one act and erasing another.
              if (event.key === "Enter") event.preventDefault();
            }}
          />
        </div>
      </Field>
      <div class="pair">
        <Button onPress={onClose}>{say("cancel")}</Button>
        <Button look="danger" icon="trash" onPress={erase}>
          {say("eraseAction")}
        </Button>
      </div>
    </Sheet>
  );
}

/** As people see it: Arabic letters of other keyboards, half spaces and capitals make no difference. */
function fold(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll("ك", "ک")
    .replaceAll("ي", "ی")
    .replaceAll(/[\s\u200c]+/g, " ")
    .trim()
    .toLowerCase();
}
