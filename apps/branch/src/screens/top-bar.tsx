/** The bar: whose console this is, its sections for this person's roles, who is signed in, and the way out. */
import { Icon, IconButton } from "@ramznama/design";
import type { VNode } from "preact";
import { useConsole, usePerson, useTexts } from "../app/console-context.ts";
import { listWords } from "../app/list-words.ts";
import { roleTexts } from "../app/role-texts.ts";
import { hasRole } from "../app/session.ts";
import { useWaiting } from "../app/waiting-requests.ts";
import { LocalLink } from "../parts/local-link.tsx";

export function TopBar(): VNode {
  const say = useTexts();
  const { router } = useConsole();
  const person = usePerson();
  const { name } = router.place.value;
  const atCounter = hasRole(person, "teller", "supervisor");
  const isOfficer = hasRole(person, "officer");
  return (
    <header class="bar">
      <span class="bar-mark">
        <Icon name="landmark" />
        <span>
          <strong>{person.bankName}</strong>
          <small>{say("console")}</small>
        </span>
      </span>
      <nav aria-label={say("menu")}>
        {(atCounter || isOfficer) && (
          <BarLink to="/desk" letter="S" isCurrent={name === "desk" || name === "customer"}>
            {say("pageDesk")}
          </BarLink>
        )}
        {atCounter && <ApprovalsLink isCurrent={name === "approvals"} />}
        {isOfficer && (
          <>
            <BarLink to="/watch" isCurrent={name === "watch"}>
              {say("pageWatch")}
            </BarLink>
            <BarLink to="/sessions" isCurrent={name === "sessions"}>
              {say("pageSessions")}
            </BarLink>
          </>
        )}
        {hasRole(person, "officer", "auditor") && (
          <BarLink to="/events" isCurrent={name === "events"}>
            {say("pageEvents")}
          </BarLink>
        )}
      </nav>
      <Whoami />
    </header>
  );
}

interface BarLinkProps {
  readonly to: string;
  readonly children: string;
  readonly isCurrent: boolean;
  readonly letter?: string;
  readonly count?: number;
}

function BarLink({ to, children, isCurrent, letter, count = 0 }: BarLinkProps): VNode {
  const say = useTexts();
  return (
    <LocalLink to={to} isCurrent={isCurrent} look="bar-link">
      {children}
      {count > 0 && (
        <span class="badge">
          {count}
          <span class="hidden-text"> {say("waitingCount", { count })}</span>
        </span>
      )}
      {letter !== undefined && (
        <kbd aria-hidden="true" dir="ltr">
          Alt {letter}
        </kbd>
      )}
    </LocalLink>
  );
}

/** What this very person may decide is counted; tellers decide nothing. */
function ApprovalsLink({ isCurrent }: { readonly isCurrent: boolean }): VNode {
  const say = useTexts();
  const count = useWaiting().rows?.filter(({ mayDecide }) => mayDecide).length ?? 0;
  return (
    <BarLink to="/approvals" letter="R" isCurrent={isCurrent} count={count}>
      {say("pageApprovals")}
    </BarLink>
  );
}

function Whoami(): VNode {
  const say = useTexts();
  const { settings, keepsake, client, toasts } = useConsole();
  const person = usePerson();
  const signOut = async (): Promise<void> => {
    const next = await client.signOut();
    if (next === undefined) {
      toasts.show(say("noServer"));
      return;
    }
    keepsake.clear();
    location.assign(next);
  };
  const { name, branch, roles } = person;
  return (
    <div class="whoami">
      <span class="whoami-name">
        <strong>{name}</strong>
        <small>
          {listWords(
            roles.map((role) => say(roleTexts[role])),
            settings.language.value,
          )}
          {branch !== null && ` · ${say("branch", { branch })}`}
        </small>
      </span>
      <button
        type="button"
        class="link"
        lang={settings.language.value === "fa" ? "en" : "fa"}
        title={say("languageLabel")}
        onClick={() => {
          settings.language.value = settings.language.value === "fa" ? "en" : "fa";
        }}
      >
        {say("language")}
      </button>
      <IconButton icon="signOut" label={say("signOut")} onPress={() => void signOut()} />
    </div>
  );
}
