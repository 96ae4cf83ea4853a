/** Ramznama with its vault open: registration first, then the lists and the form of a new token. */
import type { VNode } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { useApp } from "../app/app-context.ts";
import { keepTrying } from "../app/keep-trying.ts";
import { OpenContext } from "../app/open-context.ts";
import type { OpenPhone } from "../app/session.ts";
import { createTokenList } from "../app/token-list.ts";
import { NewTokenScreen } from "./new-token-screen.tsx";
import { RamznamaScreen } from "./ramznama-screen.tsx";
import { RegisterScreen } from "./register-screen.tsx";

export function OpenRamznama({ open }: { readonly open: OpenPhone }): VNode | null {
  const { session, router } = useApp();
  const list = useMemo(() => createTokenList(open, session.fail), [open]);
  const [isRegisteringAgain, setRegisteringAgain] = useState(false);
  useEffect(() => {
    void list.synchronise();
    return keepTrying(list);
  }, [list]);
  const value = useMemo(() => ({ phone: open.phone, vault: open.vault, list }), [open, list]);
  if (list.tokens.value === undefined) return null;
  const isRegistered = list.registration.value?.state === "registered";
  // Tokens whose device key was lost still make codes: they stay in sight until another registration is asked for.
  const mustRegister =
    (!isRegistered && !list.isKeyGone.value) ||
    (isRegisteringAgain && (list.isDeviceEnded.value || list.isKeyGone.value));
  return (
    <OpenContext.Provider value={value}>
      {mustRegister ? (
        <RegisterScreen isAgain={isRegisteringAgain} />
      ) : (
        <OpenPage
          page={router.page.value}
          onRegister={() => {
            setRegisteringAgain(true);
          }}
        />
      )}
    </OpenContext.Provider>
  );
}

interface OpenPageProps {
  readonly page: string;
  readonly onRegister: () => void;
}

function OpenPage({ page, onRegister }: OpenPageProps): VNode {
  switch (page) {
    case "/ramznama/cards/new":
      return <NewTokenScreen key="card" section="card" />;
    case "/ramznama/accounts/new":
      return <NewTokenScreen key="account-gateway" section="account-gateway" />;
    case "/ramznama/accounts":
      return <RamznamaScreen section="account-gateway" onRegister={onRegister} />;
    default:
      return <RamznamaScreen section="card" onRegister={onRegister} />;
  }
}
