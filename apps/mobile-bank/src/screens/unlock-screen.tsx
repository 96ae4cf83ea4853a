/** One field. A wrong password says how many tries are left, and from the seventh on what follows the last. */
import { Button, Note } from "@ramznama/design";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useApp, useTexts } from "../app/app-context.ts";
import { vaultErrorTexts } from "../app/describe-failure.ts";
import { EraseDialog } from "../parts/erase-dialog.tsx";
import { Page } from "../parts/page.tsx";
import { PasswordField } from "../parts/password-field.tsx";
import { SessionNotice } from "../parts/session-notice.tsx";
import { attemptsMax } from "../vault/vault-door.ts";
import { VaultError } from "../vault/vault-error.ts";

const lateFromAttempt = 7;

export function UnlockScreen({ attemptsLeft }: { readonly attemptsLeft: number }): VNode {
  const { session, router } = useApp();
  const say = useTexts();
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);
  const [isErasing, setErasing] = useState(false);
  const spent = attemptsMax - attemptsLeft;
  const isLate = spent >= lateFromAttempt;

  async function enter(): Promise<void> {
    if (password === "") {
      setProblem(say("passwordEmpty"));
      return;
    }
    setBusy(true);
    try {
      if ((await session.unlock(password)) === true) return;
      setProblem(undefined);
      setPassword("");
      document.getElementById("password")?.focus();
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      setProblem(say(vaultErrorTexts[error.code]));
    } finally {
      setBusy(false);
    }
  }

  const wrong = spent === 0 ? undefined : isLate ? "unlockWrongLate" : "unlockWrong";
  const error =
    problem ?? (wrong !== undefined && !isBusy ? say(wrong, { left: attemptsLeft }) : undefined);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void enter();
      }}
    >
      <Page
        title={say("unlockTitle")}
        onBack={() => {
          router.back("/");
        }}
        footer={
          <>
            <Button type="submit" busy={isBusy ? say("loading") : undefined}>
              {say("unlockAction")}
            </Button>
            <button
              type="button"
              class="link"
              onClick={() => {
                setErasing(true);
              }}
            >
              {say("forgotten")}
            </button>
          </>
        }
      >
        <SessionNotice />
        <PasswordField
          id="password"
          label={say("password")}
          error={isLate ? problem : error}
          value={password}
          isNew={false}
          isFirst
          onType={(text) => {
            setPassword(text);
            setProblem(undefined);
          }}
        />
        {isLate && problem === undefined && (
          <Note look="danger" icon="alert" isAlert>
            <strong>{say("unlockWrongLate", { left: attemptsLeft })}</strong>
          </Note>
        )}
      </Page>
      {isErasing && (
        <EraseDialog
          onClose={() => {
            setErasing(false);
          }}
        />
      )}
    </form>
  );
}
