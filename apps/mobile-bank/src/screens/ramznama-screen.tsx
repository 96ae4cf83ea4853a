/** «رمزنما»: two sections, each with its tokens, and «+» (S8, S9, S13, S21). */
import { Button, Icon, IconButton, Note } from "@ramznama/design";
import type { PhoneToken, ShownCode } from "@ramznama/phone";
import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useApp, useTexts } from "../app/app-context.ts";
import { describeOnlineRefusal, describeProblem } from "../app/describe-failure.ts";
import { loadDigitFonts } from "../app/load-digit-fonts.ts";
import { useRamznama } from "../app/open-context.ts";
import type { Section } from "../app/section.ts";
import { useCodeTaking } from "../app/use-code-taking.ts";
import { FailureNote } from "../parts/failure-note.tsx";
import { OtherCustomerNote } from "../parts/other-customer-note.tsx";
import { Page } from "../parts/page.tsx";
import { SectionTabs } from "../parts/section-tabs.tsx";
import { TokenRow } from "../parts/token-row.tsx";
import { CodeSheet } from "./code-sheet.tsx";
import { DeleteSheet } from "./delete-sheet.tsx";

interface RamznamaScreenProps {
  readonly section: Section;
  readonly onRegister: () => void;
}

interface Showing {
  readonly token: PhoneToken;
  readonly first: ShownCode;
}

export function RamznamaScreen({ section, onRegister }: RamznamaScreenProps): VNode {
  const { router, session, settings } = useApp();
  const { list } = useRamznama();
  const say = useTexts();
  const [showing, setShowing] = useState<Showing | undefined>(undefined);
  const [deleting, setDeleting] = useState<PhoneToken | undefined>(undefined);
  const inSight = useRef(section);
  inSight.current = section;
  const { takeCode, isTaking, takingId } = useCodeTaking((token, first) => {
    // Another tab has deleted it.
    if (!first.ok && first.reason === "no_such_token") void list.refresh();
    else if (token.subject.kind === inSight.current) setShowing({ token, first });
  });
  useEffect(loadDigitFonts, []);
  const tokens = list.tokens.value?.filter(({ subject }) => subject.kind === section);
  const refusedCode = list.refusedCode.value;
  const problem = list.waitingProblem.value;
  return (
    <Page
      title={say("ramznama")}
      onBack={() => {
        router.back("/");
      }}
      tools={
        <>
          <IconButton icon="lock" label={say("lock")} onPress={session.lock} />
          <IconButton
            icon="settings"
            label={say("settings")}
            onPress={() => {
              router.go("/settings");
            }}
          />
        </>
      }
    >
      <SectionTabs section={section} />
      <div role="tabpanel" id="section" class="rows" aria-labelledby={`tab-${section}`}>
        <OtherCustomerNote />
        {(list.isDeviceEnded.value || list.isKeyGone.value) && (
          <>
            <Note look="danger" icon="alert" isAlert>
              {say(list.isKeyGone.value ? "deviceKeyGone" : "registerAgain")}
            </Note>
            <Button onPress={onRegister}>{say("registerTitle")}</Button>
          </>
        )}
        {refusedCode !== undefined && (
          <Note look="danger" icon="alert" isAlert>
            {describeProblem(refusedCode, say, settings.language.value)}
          </Note>
        )}
        {problem !== undefined && (
          <FailureNote
            failure={describeOnlineRefusal(
              { ok: false, reason: "problem", problem },
              say,
              settings.language.value,
            )}
          />
        )}
        <p class="hidden-text" role="status">
          {takingId !== undefined && say("loading")}
        </p>
        {tokens?.length === 0 && <NoTokens section={section} />}
        {tokens?.map((token) => (
          <TokenRow
            key={token.id}
            token={token}
            isTaking={takingId === token.id}
            onCode={() => {
              takeCode(token);
            }}
            onDelete={() => {
              if (!isTaking()) setDeleting(token);
            }}
          />
        ))}
      </div>
      <button
        type="button"
        class="add"
        aria-label={say("addToken")}
        title={say("addToken")}
        onClick={() => {
          list.dismissRefusal();
          router.go(section === "card" ? "/ramznama/cards/new" : "/ramznama/accounts/new");
        }}
      >
        <Icon name="plus" />
      </button>
      {showing !== undefined && (
        <CodeSheet
          key={showing.token.id}
          {...showing}
          onClose={() => {
            setShowing(undefined);
          }}
        />
      )}
      {deleting !== undefined && (
        <DeleteSheet
          token={deleting}
          onClose={() => {
            setDeleting(undefined);
          }}
        />
      )}
    </Page>
  );
}

function NoTokens({ section }: { readonly section: Section }): VNode {
  const say = useTexts();
  return (
    <div class="empty">
      <span class="mark mark-quiet">
        <Icon name={section === "card" ? "card" : "landmark"} />
      </span>
      <h2>{say("noTokens")}</h2>
      <p class="quiet">{say(section === "card" ? "noCardTokens" : "noAccountTokens")}</p>
    </div>
  );
}
