/** Which screen stands for the page that is open, as far as the vault lets it. */
import { Button, Icon, Note } from "@ramznama/design";
import type { VNode } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { AppContext, useApp, useTexts, type App } from "./app/app-context.ts";
import { vaultErrorTexts } from "./app/describe-failure.ts";
import type { OpenPhone } from "./app/session.ts";
import { EraseDialog } from "./parts/erase-dialog.tsx";
import { Page } from "./parts/page.tsx";
import { DefinePasswordScreen } from "./screens/define-password-screen.tsx";
import { DeskScreen } from "./screens/desk-screen.tsx";
import { SettingsScreen } from "./screens/settings-screen.tsx";
import { UnlockScreen } from "./screens/unlock-screen.tsx";

export function MobileBank({ app }: { readonly app: App }): VNode {
  return (
    <AppContext.Provider value={app}>
      <CurrentPage />
      <UpdatePrompt />
      <Toast />
    </AppContext.Provider>
  );
}

function CurrentPage(): VNode {
  const { router, customer } = useApp();
  switch (router.page.value) {
    case "/":
      return customer.state.value.kind === "out" ? <DeskScreen /> : <Home />;
    case "/home":
      return <Home />;
    case "/settings":
      return <SettingsScreen />;
    default:
      return <Ramznama />;
  }
}

/** Loaded when somebody has signed in. */
function Home(): VNode | null {
  const loaded = useLoaded(() => import("./screens/home-screen.tsx"));
  return loaded === undefined ? null : <loaded.HomeScreen />;
}

/** Loaded with the phone (session.ts), so that it is there as soon as the vault is open. */
function Open({ open }: { readonly open: OpenPhone }): VNode | null {
  const loaded = useLoaded(() => import("./screens/open-ramznama.tsx"));
  return loaded === undefined ? null : <loaded.OpenRamznama open={open} />;
}

function useLoaded<Part>(load: () => Promise<Part>): Part | undefined {
  const [part, setPart] = useState<Part | undefined>(undefined);
  useLayoutEffect(() => {
    void load().then(setPart);
  }, []);
  return part;
}

/** Everything below needs the vault. The page that was asked for opens as soon as it is open. */
function Ramznama(): VNode | null {
  const state = useApp().session.state.value;
  switch (state.kind) {
    case "opening":
      return null;
    case "unusable":
      return (
        <Unusable text={vaultErrorTexts[state.code]} canErase={state.code === "vault_damaged"} />
      );
    case "none":
      return <DefinePasswordScreen />;
    case "locked":
      return <UnlockScreen attemptsLeft={state.attemptsLeft} />;
    case "open":
      return <Open open={state} />;
  }
}

interface UnusableProps {
  readonly text: (typeof vaultErrorTexts)[keyof typeof vaultErrorTexts];
  readonly canErase: boolean;
}

function Unusable({ text, canErase }: UnusableProps): VNode {
  const { router } = useApp();
  const say = useTexts();
  const [isErasing, setErasing] = useState(false);
  return (
    <Page
      title={say("ramznama")}
      onBack={() => {
        router.back("/");
      }}
      footer={
        canErase ? (
          <Button
            look="plain"
            icon="trash"
            onPress={() => {
              setErasing(true);
            }}
          >
            {say("eraseTitle")}
          </Button>
        ) : (
          <Button
            icon="refresh"
            onPress={() => {
              location.reload();
            }}
          >
            {say("retry")}
          </Button>
        )
      }
    >
      <Note look="danger" icon="alert" isAlert>
        {say(text)}
      </Note>
      {isErasing && (
        <EraseDialog
          why={say("vaultDamaged")}
          onClose={() => {
            setErasing(false);
          }}
        />
      )}
    </Page>
  );
}

/** Not while a password is typed, or at the sign-in: that is what a reload would lose. */
function UpdatePrompt(): VNode | null {
  const { updates, session, router } = useApp();
  const say = useTexts();
  const isTypingPassword =
    router.page.value.startsWith("/ramznama") && session.state.value.kind !== "open";
  if (!updates.isReady.value || updates.isHeldBack.value || isTypingPassword) return null;
  return (
    <div class="float" role="status">
      <Icon name="refresh" />
      <p>{say("updateReady")}</p>
      <button type="button" class="link" onClick={() => void updates.apply()}>
        {say("updateNow")}
      </button>
    </div>
  );
}

function Toast(): VNode {
  const text = useApp().toasts.text.value;
  return (
    <div role="status" class={text === undefined ? "toast toast-empty" : "toast"}>
      {text}
    </div>
  );
}
