/** Both ways in (S22): user name with dynamic code, and central login at the bank's provider. */
import { Button, describedBy, Field } from "@ramznama/design";
import { compactDigits, parseLoginName, refusalText } from "@ramznama/persian";
import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useApp, useTexts } from "../app/app-context.ts";
import { describeProblem, type Failure } from "../app/describe-failure.ts";
import { FailureNote } from "./failure-note.tsx";
import { NumberField } from "./number-field.tsx";

const codeLength = 8;

export function SignInForm(): VNode {
  const { customer, router, settings, updates } = useApp();
  const say = useTexts();
  const language = settings.language.value;
  const [name, setName] = useState("");
  const [code, setCode] = useState("");
  const [errors, setErrors] = useState<{ readonly name?: string; readonly code?: string }>({});
  const [failure, setFailure] = useState<Failure | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);
  // One reference for what is typed now: pressing twice, or again after a lost answer, spends no second code.
  const entry = useRef({ content: "", reference: "" });

  // Neither is kept anywhere: nobody has opened a vault to sign in.
  const hasText = name !== "" || code !== "";
  useEffect(() => {
    updates.isHeldBack.value = hasText;
    return () => {
      updates.isHeldBack.value = false;
    };
  }, [hasText]);

  function refuse(text: string): void {
    setFailure({ text });
  }

  function isPossible(): boolean {
    setFailure(undefined);
    if (!navigator.cookieEnabled) refuse(say("cookiesBlocked"));
    else if (!navigator.onLine) refuse(say("signInOffline"));
    else return true;
    return false;
  }

  async function signIn(): Promise<void> {
    const login = parseLoginName(name);
    const digits = compactDigits(code);
    const wrong = {
      ...(login.ok ? {} : { name: refusalText("loginName", login.reason, language) }),
      ...(digits === "" ? { code: say("dynamicCodeEmpty") } : {}),
    };
    setErrors(wrong);
    if (!login.ok || digits === "") {
      document.getElementById(login.ok ? "sign-in-code" : "sign-in-name")?.focus();
      return;
    }
    if (!isPossible()) return;
    const content = `${login.value} ${digits}`;
    if (entry.current.content !== content) {
      entry.current = { content, reference: crypto.randomUUID() };
    }
    const requestReference = entry.current.reference;
    setBusy(true);
    const outcome = await customer.signIn({
      gatewayLogin: login.value,
      code: digits,
      requestReference,
    });
    setBusy(false);
    if (outcome.ok) router.go("/home");
    else if (outcome.reason === "offline") refuse(say("signInOffline"));
    else {
      const text = describeProblem(outcome.code, say, language);
      setFailure({ text, reference: outcome.reference });
    }
  }

  return (
    <form
      class="sign-in"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void signIn();
      }}
    >
      <FailureNote failure={failure} isAnswer />
      <Field id="sign-in-name" label={say("userName")} error={errors.name}>
        <div class="field-box field-number">
          <input
            id="sign-in-name"
            type="text"
            autocomplete="username"
            autocapitalize="off"
            autocorrect="off"
            spellcheck={false}
            enterkeyhint="next"
            maxLength={128}
            aria-invalid={errors.name !== undefined}
            aria-describedby={describedBy({ id: "sign-in-name", label: "", error: errors.name })}
            value={name}
            onInput={(event) => {
              setName(event.currentTarget.value);
              setErrors({});
            }}
          />
        </div>
      </Field>
      <NumberField
        id="sign-in-code"
        label={say("dynamicCode")}
        hint={say("dynamicCodeHint")}
        error={errors.code}
        value={code}
        length={codeLength}
        isGrouped
        isCode
        onType={(text) => {
          setCode(text);
          setErrors({});
        }}
      />
      <div class="sign-in-ways">
        <Button type="submit" busy={isBusy ? say("loading") : undefined}>
          {say("signInAction")}
        </Button>
        <Button
          look="plain"
          onPress={() => {
            if (isPossible()) location.assign("/sign-in?return=/home");
          }}
        >
          {say("signInCentrally")}
        </Button>
      </div>
    </form>
  );
}
