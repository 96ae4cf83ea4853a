/** Which screen stands for the page that is open, behind the door, and the bar above them all. */
import { Button, Icon, Note } from "@ramznama/design";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import {
  ConsoleContext,
  PersonContext,
  useConsole,
  usePerson,
  useTexts,
  type Console,
} from "./app/console-context.ts";
import { hasRole, type Person } from "./app/session.ts";
import { useShortcut } from "./app/use-shortcut.ts";
import { useAskedWaiting, WaitingContext } from "./app/waiting-requests.ts";
import { FailureNote } from "./parts/failure-note.tsx";
import { LocalLink } from "./parts/local-link.tsx";
import { ApprovalsScreen } from "./screens/approvals-screen.tsx";
import { CustomerScreen } from "./screens/customer-screen.tsx";
import { DeskScreen } from "./screens/desk-screen.tsx";
import { DoorScreen } from "./screens/door-screen.tsx";
import { EventsScreen } from "./screens/events-screen.tsx";
import { SessionsScreen } from "./screens/sessions-screen.tsx";
import { TopBar } from "./screens/top-bar.tsx";
import { WatchScreen } from "./screens/watch-screen.tsx";

export function BranchConsole({ app }: { readonly app: Console }): VNode {
  return (
    <ConsoleContext.Provider value={app}>
      <Behind />
      <Toast />
    </ConsoleContext.Provider>
  );
}

function Behind(): VNode | null {
  const { session } = useConsole();
  const say = useTexts();
  const state = session.state.value;
  switch (state.kind) {
    case "opening":
      return null;
    case "door":
      return <DoorScreen reason={state.reason} />;
    case "unknown":
      return (
        <main class="door">
          <h1>{say("consoleOf")}</h1>
          <FailureNote failure={state.failure} />
          <Button icon="refresh" onPress={() => void session.open()}>
            {say("retry")}
          </Button>
        </main>
      );
    case "open":
      return (
        <PersonContext.Provider value={state.person}>
          <Inside />
        </PersonContext.Provider>
      );
  }
}

/** Where each person's work begins. */
function startOf(person: Person): string {
  if (hasRole(person, "teller", "supervisor")) return "/desk";
  return hasRole(person, "officer") ? "/watch" : "/events";
}

function Inside(): VNode {
  const say = useTexts();
  const { router, keepsake } = useConsole();
  const person = usePerson();
  const { name } = router.place.value;
  const waiting = useAskedWaiting();
  useEffect(() => {
    if (name === "start") router.replace(startOf(person));
  }, [name]);
  useShortcut("S", () => {
    // Another customer: what was typed for the last one is over.
    keepsake.forget("search");
    router.go("/desk");
  });
  useShortcut("R", () => {
    router.go("/approvals");
  });
  return (
    <WaitingContext.Provider value={waiting}>
      <div class="frame">
        <a class="skip" href="#content">
          {say("skip")}
        </a>
        <TopBar />
        <main id="content" class="content" tabIndex={-1}>
          {hasRole(person, "teller", "supervisor") && person.branch === null && (
            <Note look="danger" icon="alert">
              {say("noBranchWhy")}
            </Note>
          )}
          <CurrentScreen />
        </main>
      </div>
    </WaitingContext.Provider>
  );
}

function CurrentScreen(): VNode | null {
  const { router } = useConsole();
  const person = usePerson();
  const place = router.place.value;
  switch (place.name) {
    case "start":
      return null;
    case "desk":
      return hasRole(person, "teller", "supervisor", "officer") ? (
        <DeskScreen key={router.visits.value} />
      ) : (
        <Closed />
      );
    case "customer": {
      if (!hasRole(person, "teller", "supervisor", "officer")) return <Closed />;
      const { customerId, serial } = place;
      return <CustomerScreen key={customerId} customerId={customerId} serial={serial} />;
    }
    case "approvals":
      return hasRole(person, "teller", "supervisor") ? <ApprovalsScreen /> : <Closed />;
    case "watch":
      return hasRole(person, "officer") ? <WatchScreen part={place.part} /> : <Closed />;
    case "sessions":
      return hasRole(person, "officer") ? <SessionsScreen /> : <Closed />;
    case "events":
      return hasRole(person, "officer", "auditor") ? <EventsScreen /> : <Closed />;
    case "nowhere":
      return <Closed isNowhere />;
  }
}

function Closed({ isNowhere = false }: { readonly isNowhere?: boolean }): VNode {
  const say = useTexts();
  const person = usePerson();
  return (
    <div class="empty">
      <h1>{say(isNowhere ? "notFound" : "notYours")}</h1>
      <LocalLink to={startOf(person)} look="link">
        {say("notFoundNext")}
      </LocalLink>
    </div>
  );
}

function Toast(): VNode {
  const text = useConsole().toasts.text.value;
  return (
    <div role="status" class={text === undefined ? "toast toast-empty" : "toast"}>
      {text !== undefined && <Icon name="check" />}
      {text}
    </div>
  );
}
