/** «ثبت این دستگاه» (S25): who, then the code of the SMS. What is typed lies in the vault until it is done. */
import { Button, Note } from "@ramznama/design";
import type { RegistrationConfirmed, RegistrationStarted } from "@ramznama/phone";
import { findRegistrationCode, refusalText } from "@ramznama/persian";
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useApp, useTexts } from "../app/app-context.ts";
import { describeOnlineRefusal, type Failure } from "../app/describe-failure.ts";
import { useRamznama } from "../app/open-context.ts";
import { useDraft } from "../app/use-draft.ts";
import { EraseDialog } from "../parts/erase-dialog.tsx";
import { FailureNote } from "../parts/failure-note.tsx";
import { NumberField } from "../parts/number-field.tsx";
import { Page } from "../parts/page.tsx";
import { StorageNote } from "../parts/storage-note.tsx";

type FieldName = "nationalId" | "mobile" | "code";
type Errors = Partial<Record<FieldName, string>>;

/** `isAgain`: the bank has ended the earlier registration. */
export function RegisterScreen({ isAgain }: { readonly isAgain: boolean }): VNode | null {
  const { session, settings, router, toasts } = useApp();
  const { phone, list } = useRamznama();
  const say = useTexts();
  const language = settings.language.value;
  const { typed, type, forget } = useDraft("registration");
  const [errors, setErrors] = useState<Errors>({});
  const [failure, setFailure] = useState<Failure | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);
  const [isOtherPerson, setOtherPerson] = useState(false);
  const [isChanging, setChanging] = useState(false);
  const [isSentAgain, setSentAgain] = useState(false);
  const asked = list.registration.value?.state === "asked" && !isChanging;
  const asking = isSentAgain ? "registerSentAgain" : "registerAsked";
  const waitsForCode = asked && typed !== undefined;
  useEffect(() => {
    if (waitsForCode) focusCode();
  }, [waitsForCode]);
  if (typed === undefined) return null;
  const { nationalId = "", mobile = "", code = "" } = typed;

  function edit(field: FieldName, text: string): void {
    type(field, text);
    setErrors({ ...errors, [field]: undefined });
    setFailure(undefined);
  }

  async function work(act: () => Promise<void>): Promise<void> {
    if (isBusy) return;
    setErrors({});
    setFailure(undefined);
    setBusy(true);
    try {
      await act();
    } catch (error) {
      session.fail(error);
    }
    setBusy(false);
  }

  const confirm = async () => tellConfirmed(await phone.confirmRegistration(code));
  const start = async () => tellStarted(await phone.startRegistration({ nationalId, mobile }));

  async function tellStarted(outcome: RegistrationStarted): Promise<void> {
    if (outcome.ok) {
      setChanging(false);
      type("code", "");
      await list.refresh();
      setSentAgain(asked);
      focusCode();
    } else if (outcome.reason === "national_id" || outcome.reason === "mobile") {
      setChanging(true);
      setErrors(
        outcome.reason === "national_id"
          ? { nationalId: refusalText("nationalId", outcome.cause, language) }
          : { mobile: refusalText("mobile", outcome.cause, language) },
      );
    } else if (outcome.reason === "other_person") setOtherPerson(true);
    else if (outcome.reason === "already_registered") await done("registerAlready");
    else setFailure(describeOnlineRefusal(outcome, say, language));
  }

  async function tellConfirmed(outcome: RegistrationConfirmed): Promise<void> {
    if (outcome.ok) await done("registerDone");
    else if (outcome.reason === "code") {
      setErrors({ code: refusalText("registrationCode", outcome.cause, language) });
    } else if (outcome.reason === "not_asked" || outcome.reason === "key_renewed") {
      await list.refresh();
      setFailure({
        text: say(outcome.reason === "key_renewed" ? "registerRenewed" : "registerOver"),
      });
    } else {
      const refused = describeOnlineRefusal(outcome, say, language);
      const isAboutCode =
        outcome.reason === "problem" && outcome.problem.code === "registration_code_wrong";
      if (isAboutCode) setErrors({ code: refused.text });
      else setFailure(refused);
      // The phone may have given up what it had asked for: then the details stand here again.
      await list.refresh();
    }
  }

  async function done(text: "registerDone" | "registerAlready"): Promise<void> {
    await forget();
    await list.synchronise();
    toasts.show(say(text));
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void work(asked ? confirm : start);
      }}
    >
      <Page
        title={say("registerTitle")}
        onBack={() => {
          router.back("/");
        }}
        footer={
          <>
            <Button type="submit" busy={isBusy ? say("loading") : undefined}>
              {say(asked ? "confirm" : "sendCode")}
            </Button>
            {asked && (
              <>
                <button type="button" class="link" onClick={() => void work(start)}>
                  {say("registerSendAgain")}
                </button>
                <button
                  type="button"
                  class="link"
                  onClick={() => {
                    setChanging(true);
                  }}
                >
                  {say("registerOtherNumber")}
                </button>
              </>
            )}
          </>
        }
      >
        {isAgain && !asked && (
          <Note look="danger" icon="alert">
            {say(list.isKeyGone.value ? "deviceKeyGone" : "registerAgain")}
          </Note>
        )}
        <p role="status">{say(asked ? asking : "registerIntro")}</p>
        {asked ? (
          <NumberField
            key="code"
            id="code"
            label={say("registrationCode")}
            hint={say("registrationCodeHint")}
            error={errors.code}
            value={code}
            length={6}
            isGrouped={false}
            isCode
            find={findRegistrationCode}
            onType={(text) => {
              edit("code", text);
            }}
          />
        ) : (
          <>
            <NumberField
              key="nationalId"
              id="nationalId"
              label={say("nationalId")}
              error={errors.nationalId}
              value={nationalId}
              length={10}
              isGrouped={false}
              onType={(text) => {
                edit("nationalId", text);
              }}
            />
            <NumberField
              key="mobile"
              id="mobile"
              label={say("mobile")}
              hint={say("mobileHint")}
              error={errors.mobile}
              value={mobile}
              length={11}
              isGrouped={false}
              onType={(text) => {
                edit("mobile", text);
              }}
            />
          </>
        )}
        <FailureNote failure={failure} isAnswer />
        {!asked && <StorageNote />}
      </Page>
      {isOtherPerson && (
        <EraseDialog
          why={say("registerOtherPerson")}
          onClose={() => {
            setOtherPerson(false);
          }}
        />
      )}
    </form>
  );
}

/** It takes the place of the fields before it: whoever cannot see that is told by the focus. */
function focusCode(): void {
  document.getElementById("code")?.focus();
}
