/**
 * A phone in a process of its own that kills itself with SIGKILL after so many durable steps and messages.
 * It watches from outside: the folder's observer and the fetch it is given; the phone knows nothing of it.
 */
import {
  composePhone,
  leastParameters,
  nodePlatform,
  openPhoneFolder,
} from "@ramznama/terminal-phone";
import type { PublicJwk } from "@ramznama/activation";
import { findRegistrationCode } from "@ramznama/persian";
import type { Phone, TypedActivation, TypedPerson } from "@ramznama/phone";

export interface DyingPhone {
  readonly folder: string;
  readonly entryPassword: string;
  readonly server: string;
  readonly releaseKey: PublicJwk;
  /** 1 is the first step after unlocking. */
  readonly dieAfterStep: number;
  readonly act: DyingAct;
}

export type DyingAct =
  | { readonly kind: "register"; readonly person: TypedPerson; readonly inbox: string }
  | { readonly kind: "activate"; readonly typed: TypedActivation }
  | { readonly kind: "delete"; readonly id: string };

const plan = JSON.parse(process.argv[2] ?? "null") as DyingPhone;
let armed = false;
let steps = 0;

const count = (): void => {
  if (!armed) return;
  steps += 1;
  if (steps === plan.dieAfterStep) process.kill(process.pid, "SIGKILL");
};

const platform = nodePlatform(async (address, init) => {
  const response = await fetch(address, init);
  // The server has acted and answered; whether the phone ever hears it is decided here.
  count();
  return response;
});

const folder = await openPhoneFolder({
  platform,
  path: plan.folder,
  derivation: leastParameters,
  onStep: (step) => {
    if (/: (written beside|saved|removed)$/.test(step)) count();
  },
});
const unlocked = await folder.unlock(plan.entryPassword);
if (!unlocked.ok) throw new Error(unlocked.reason);
const { server, releaseKey } = plan;
const phone = composePhone({
  platform,
  server,
  releaseKey,
  vault: unlocked.vault,
  keys: folder.keys,
});
armed = true;
const outcome = await act(phone, plan.act);
if (!outcome.ok) throw new Error(JSON.stringify(outcome));
folder.close();

async function act(phone: Phone, what: DyingAct): Promise<{ readonly ok: boolean }> {
  switch (what.kind) {
    case "activate":
      return phone.activate(what.typed);
    case "delete":
      return phone.deleteToken(what.id);
    case "register": {
      const known = (await readInbox(what.inbox)).length;
      const started = await phone.startRegistration(what.person);
      return started.ok ? phone.confirmRegistration(await waitForCode(what.inbox, known)) : started;
    }
  }
}

async function readInbox(inbox: string): Promise<readonly { readonly text: string }[]> {
  const response = await fetch(inbox);
  const { messages } = (await response.json()) as { messages: { text: string }[] };
  return messages;
}

async function waitForCode(inbox: string, known: number): Promise<string> {
  for (;;) {
    const messages = await readInbox(inbox);
    const fresh = messages.slice(0, messages.length - known);
    const code = fresh.map(({ text }) => findRegistrationCode(text)).find(Boolean);
    if (code !== undefined) return code;
  }
}
