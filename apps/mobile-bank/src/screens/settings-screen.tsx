/** «تنظیمات»: what people may choose, and the two things they cannot see otherwise: storage and clock. */
import { Button } from "@ramznama/design";
import { onlyId } from "@ramznama/phone";
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useApp, useTexts } from "../app/app-context.ts";
import { lockAfterChoices } from "../app/settings.ts";
import { describeClock } from "../app/settings-texts.ts";
import { askToKeepStorage, isStorageKept } from "../app/storage-keeping.ts";
import { Choice } from "../parts/choice.tsx";
import { EraseDialog } from "../parts/erase-dialog.tsx";
import { Page } from "../parts/page.tsx";
import { build } from "../platform/build.ts";

export function SettingsScreen(): VNode {
  const { router, settings, session } = useApp();
  const say = useTexts();
  const [isErasing, setErasing] = useState(false);
  const { language, appearance, digits, lockAfterMinutes } = settings;
  const hasVault = session.state.value.kind === "open" || session.state.value.kind === "locked";
  return (
    <Page
      title={say("settings")}
      onBack={() => {
        router.back("/");
      }}
    >
      <Choice
        name="lock-after"
        label={say("lockAfter")}
        value={lockAfterMinutes.value}
        options={lockAfterChoices.map((value) => ({
          value,
          label: say("minutes", { minutes: value }),
        }))}
        onChoose={(value) => (lockAfterMinutes.value = value)}
      />
      <Choice
        name="language"
        label={say("language")}
        value={language.value}
        options={[
          { value: "fa", label: "فارسی" },
          { value: "en", label: "English" },
        ]}
        onChoose={(value) => (language.value = value)}
      />
      <Choice
        name="appearance"
        label={say("appearance")}
        value={appearance.value}
        options={[
          { value: "auto", label: say("appearanceAuto") },
          { value: "light", label: say("appearanceLight") },
          { value: "dark", label: say("appearanceDark") },
        ]}
        onChoose={(value) => (appearance.value = value)}
      />
      <Choice
        name="digits"
        label={say("digits")}
        value={digits.value}
        options={[
          { value: "persian", label: say("digitsPersian") },
          { value: "latin", label: say("digitsLatin") },
        ]}
        onChoose={(value) => (digits.value = value)}
      />
      <StateOfThings />
      <section class="about">
        <h2>{say("about")}</h2>
        <p class="quiet small">{say("aboutText")}</p>
        <p class="quiet small">
          {build.bankName} · {say("version")} <bdi class="latin">{build.version}</bdi>
        </p>
      </section>
      {hasVault && (
        <Button
          look="plain"
          icon="trash"
          onPress={() => {
            setErasing(true);
          }}
        >
          {say("eraseTitle")}
        </Button>
      )}
      {isErasing && (
        <EraseDialog
          onClose={() => {
            setErasing(false);
          }}
        />
      )}
    </Page>
  );
}

function StateOfThings(): VNode {
  const { session } = useApp();
  const say = useTexts();
  const [isKept, setKept] = useState(false);
  const [offset, setOffset] = useState<number | undefined>(undefined);
  const state = session.state.value;
  useEffect(() => {
    void isStorageKept().then(setKept);
  }, []);
  useEffect(() => {
    if (state.kind !== "open") return;
    state.vault.load("clock", onlyId).then((clock) => {
      setOffset(clock?.offsetMilliseconds);
    }, session.fail);
  }, [state]);
  return (
    <section class="states">
      <h2>{say("state")}</h2>
      <dl>
        <dt>{say("storageState")}</dt>
        <dd>
          {say(isKept ? "storageKept" : "storageNotKept")}
          {!isKept && (
            <button
              type="button"
              class="link"
              onClick={() => void askToKeepStorage().then(setKept)}
            >
              {say("retry")}
            </button>
          )}
        </dd>
        <dt>{say("clockState")}</dt>
        <dd>{state.kind === "open" ? describeClock(offset, say) : say("clockLocked")}</dd>
      </dl>
    </section>
  );
}
