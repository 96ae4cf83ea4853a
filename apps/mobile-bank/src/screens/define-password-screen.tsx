/**
 * «تعریف رمز ورود به رمزنما» (S7, S28): the first entry makes the vault and says plainly what the password is. What
 * came of asking for lasting storage is said on the next screen.
 */
import { Button, Note } from "@ramznama/design";
import { decideEntryPassword } from "@ramznama/phone";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useApp, useTexts } from "../app/app-context.ts";
import { vaultErrorTexts } from "../app/describe-failure.ts";
import { judgeEntryPassword, passwordRefusalTexts } from "../app/judge-entry-password.ts";
import { askToKeepStorage } from "../app/storage-keeping.ts";
import { Page } from "../parts/page.tsx";
import { PasswordField } from "../parts/password-field.tsx";
import { SessionNotice } from "../parts/session-notice.tsx";
import { VaultError } from "../vault/vault-error.ts";

export function DefinePasswordScreen(): VNode {
  const { session, router } = useApp();
  const say = useTexts();
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [errors, setErrors] = useState<{ password?: string; again?: string; form?: string }>({});
  const [isBusy, setBusy] = useState(false);

  async function define(): Promise<void> {
    const decided = decideEntryPassword(password);
    if (!decided.ok) {
      setErrors({ password: say(passwordRefusalTexts[decided.reason]) });
      document.getElementById("password")?.focus();
      return;
    }
    if (password !== again) {
      setErrors({ again: say("passwordDiffers") });
      document.getElementById("again")?.focus();
      return;
    }
    setErrors({});
    setBusy(true);
    try {
      await askToKeepStorage();
      await session.create(decided.value);
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      setErrors({ form: say(vaultErrorTexts[error.code]) });
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void define();
      }}
    >
      <Page
        title={say("passwordTitle")}
        onBack={() => {
          router.back("/");
        }}
        footer={
          <Button type="submit" busy={isBusy ? say("loading") : undefined}>
            {say("confirm")}
          </Button>
        }
      >
        <SessionNotice />
        <p>{say("passwordIntro")}</p>
        <PasswordField
          id="password"
          label={say("password")}
          hint={
            password === ""
              ? say("passwordHint")
              : say("strength", { word: say(judgeEntryPassword(password)) })
          }
          error={errors.password}
          value={password}
          isNew
          onType={(text) => {
            setPassword(text);
            setErrors({});
          }}
        />
        <PasswordField
          id="again"
          label={say("passwordAgain")}
          error={errors.again}
          value={again}
          isNew
          onType={(text) => {
            setAgain(text);
            setErrors({});
          }}
        />
        {errors.form !== undefined && (
          <Note look="danger" icon="alert" isAlert>
            {errors.form}
          </Note>
        )}
        <Note icon="alert">{say("passwordLost")}</Note>
      </Page>
    </form>
  );
}
