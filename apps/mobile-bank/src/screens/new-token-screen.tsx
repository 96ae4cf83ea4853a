/**
 * «توکن جدید رمز دوم کارت» and «توکن جدید حساب/درگاه» (S10–S14, S20): numbers from card, receipt and SMS. Check digits
 * are looked at as soon as a number is whole; what is typed stays until the token is there.
 */
import { Button } from "@ramznama/design";
import { onlyId, type TypedActivation } from "@ramznama/phone";
import { compactDigits, findActivationCode, findTokenSerial } from "@ramznama/persian";
import { Fragment, type VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useApp, useTexts } from "../app/app-context.ts";
import type { Failure } from "../app/describe-failure.ts";
import {
  judgeField,
  judgeRefusal,
  wholeLengths,
  type ActivationField,
  type FieldErrors,
} from "../app/judge-activation-form.ts";
import { useRamznama } from "../app/open-context.ts";
import { useDraft } from "../app/use-draft.ts";
import { useHasLeft } from "../app/use-has-left.ts";
import { FailureNote } from "../parts/failure-note.tsx";
import { NumberField } from "../parts/number-field.tsx";
import { Page } from "../parts/page.tsx";
import { ScanCard } from "../parts/scan-card.tsx";
import { build } from "../platform/build.ts";
import type { Section } from "../app/section.ts";

const fieldsOf = {
  card: ["cardNumber", "serial", "code"],
  "account-gateway": ["serial", "code"],
} as const satisfies Readonly<Record<Section, readonly ActivationField[]>>;

const finders: Readonly<Partial<Record<ActivationField, (text: string) => string | undefined>>> = {
  serial: findTokenSerial,
  code: findActivationCode,
};

export function NewTokenScreen({ section }: { readonly section: Section }): VNode | null {
  const { session, settings, router, toasts } = useApp();
  const { phone, list } = useRamznama();
  const say = useTexts();
  const language = settings.language.value;
  const cardPrefix = useCardPrefix();
  const { typed, type, forget } = useDraft(`new ${section}`);
  const [told, setTold] = useState<FieldErrors>({});
  const [left, setLeft] = useState<ReadonlySet<ActivationField>>(new Set());
  const [failure, setFailure] = useState<Failure | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);
  const hasLeft = useHasLeft();
  const fields: readonly ActivationField[] = fieldsOf[section];
  const listPage = section === "card" ? "/ramznama/cards" : "/ramznama/accounts";
  if (typed === undefined) return null;
  const values: Readonly<Record<ActivationField, string>> = {
    cardNumber: typed["cardNumber"] ?? "",
    serial: typed["serial"] ?? "",
    code: typed["code"] ?? "",
  };

  function edit(field: ActivationField, text: string): void {
    type(field, text);
    setTold(without(told, field));
    setFailure(undefined);
  }

  /** A number that is still being typed is not wrong yet. */
  function errorOf(field: ActivationField): string | undefined {
    const text = values[field];
    const isWhole = compactDigits(text).length >= wholeLengths[field];
    const isLooked = isWhole || (left.has(field) && text !== "");
    return told[field] ?? (isLooked ? judgeField(field, text, cardPrefix, language) : undefined);
  }

  async function submit(): Promise<void> {
    const errors = Object.fromEntries(
      fields.flatMap((field) => {
        const error = judgeField(field, values[field], cardPrefix, language);
        return error === undefined ? [] : [[field, error] as const];
      }),
    );
    setFailure(undefined);
    setTold(errors);
    if (focusFirst(fields, errors)) return;
    setBusy(true);
    try {
      await activate();
    } catch (error) {
      session.fail(error);
    }
    setBusy(false);
  }

  /** Whoever went elsewhere while the bank was asked stays there. */
  function leave(): void {
    if (!hasLeft.current) router.back(listPage);
  }

  async function activate(): Promise<void> {
    const { cardNumber, serial, code } = values;
    const entry: TypedActivation =
      section === "card"
        ? { kind: "card", cardNumber, serial, code }
        : { kind: "account-gateway", serial, code };
    const outcome = await phone.activate(entry);
    await list.refresh();
    if (outcome.ok) {
      // Elsewhere by now, perhaps with another token in the same form.
      if (!hasLeft.current) await forget();
      toasts.show(say("tokenAdded"));
      leave();
    } else if (outcome.reason === "waiting" || outcome.reason === "deleted") {
      // It stands in the list now and goes on there; what was typed stays, should the bank refuse it.
      list.hear(outcome);
      leave();
    } else if (hasLeft.current) {
      list.hear(outcome);
    } else {
      const judged = judgeRefusal(outcome, say, language);
      setTold(judged.errors);
      setFailure(judged.failure);
      focusFirst(fields, judged.errors);
    }
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void submit();
      }}
    >
      <Page
        title={say(section === "card" ? "newCardToken" : "newAccountToken")}
        onBack={leave}
        footer={
          <Button type="submit" busy={isBusy ? say("activating") : undefined}>
            {say("confirm")}
          </Button>
        }
      >
        {fields.map((field) => (
          <Fragment key={field}>
            <NumberField
              id={field}
              label={say(labels[field])}
              {...hintOf(field, section, say)}
              error={errorOf(field)}
              value={values[field]}
              length={wholeLengths[field]}
              isGrouped
              isCode={field === "code"}
              find={finders[field]}
              onType={(text) => {
                edit(field, text);
              }}
              onLeave={() => {
                setLeft(new Set([...left, field]));
              }}
            />
            {field === "cardNumber" && (
              <ScanCard
                cardPrefix={cardPrefix}
                onScanned={(number) => {
                  edit("cardNumber", number);
                  document.getElementById("serial")?.focus();
                }}
                onTypeInstead={() => {
                  document.getElementById("cardNumber")?.focus();
                }}
              />
            )}
          </Fragment>
        ))}
        <FailureNote failure={failure} isAnswer />
      </Page>
    </form>
  );
}

const labels = {
  cardNumber: "cardNumber",
  serial: "serial",
  code: "activationCode",
} as const satisfies Readonly<Record<ActivationField, string>>;

function hintOf(
  field: ActivationField,
  section: Section,
  say: ReturnType<typeof useTexts>,
): { readonly hint?: string } {
  if (field === "cardNumber") return {};
  if (field === "code") return { hint: say("activationCodeHint") };
  return { hint: say(section === "card" ? "serialHint" : "serialHintBranch") };
}

/** The bank's configuration as the phone last heard it; before that, the one of the build. */
function useCardPrefix(): string {
  const { vault } = useRamznama();
  const { session } = useApp();
  const [prefix, setPrefix] = useState(build.cardPrefix);
  useEffect(() => {
    vault.load("pins", onlyId).then((pins) => {
      if (pins !== undefined) setPrefix(pins.cardPrefix);
    }, session.fail);
  }, [vault]);
  return prefix;
}

function without(errors: FieldErrors, field: ActivationField): FieldErrors {
  return Object.fromEntries(Object.entries(errors).filter(([name]) => name !== field));
}

function focusFirst(fields: readonly ActivationField[], errors: FieldErrors): boolean {
  const wrong = fields.find((field) => errors[field] !== undefined);
  if (wrong === undefined) return false;
  document.getElementById(wrong)?.focus();
  return true;
}
