/** One run of the program: what was asked for, who is asked, and the phone's folder. */
import type { PublicJwk } from "@ramznama/activation";
import {
  createDeviceClient,
  decideEntryPassword,
  settleErasure,
  type EntryPassword,
  type OnlineRefusal,
  type Phone,
  type PhonePlatform,
  type Vault,
} from "@ramznama/phone";
import { problemCodes } from "@ramznama/contract";
import { problemText } from "@ramznama/persian";
import { composePhone } from "../compose-phone.ts";
import type { PhoneFolder } from "../vault/phone-folder.ts";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import type { Arguments } from "./parse-arguments.ts";
import type { Terminal } from "./terminal.ts";
import { filledText, text } from "./texts.ts";

export interface Session {
  readonly args: Arguments;
  readonly terminal: Terminal;
  readonly folder: PhoneFolder;
  readonly platform: PhonePlatform;
  readonly releaseKey: PublicJwk;
  /** From the environment; undefined where people are asked. */
  readonly entryPassword: string | undefined;
}

export type Opened =
  | { readonly ok: true; readonly phone: Phone }
  | { readonly ok: false; readonly exitCode: ExitCode };

export function tell(session: Session, name: Parameters<typeof text>[0]): void {
  session.terminal.say(text(name, session.args.language));
}

export function complain(session: Session, name: Parameters<typeof text>[0]): void {
  session.terminal.complain(text(name, session.args.language));
}

export function phoneWith(session: Session, vault: Vault): Phone {
  const { platform, releaseKey, folder } = session;
  const { server } = session.args;
  return composePhone({ platform, server, releaseKey, vault, keys: folder.keys });
}

/** S7: the entry password is asked for; without a vault there is nothing to open. */
export async function openPhone(session: Session): Promise<Opened> {
  const { folder, terminal, args } = session;
  if (!folder.hasVault()) return locked(session, "noVault");
  for (;;) {
    const typed =
      session.entryPassword ?? (await terminal.askSecret(text("password", args.language)));
    if (typed === undefined) return locked(session, "passwordNeeded");
    const unlocked = await folder.unlock(typed);
    if (unlocked.ok) return { ok: true, phone: phoneWith(session, unlocked.vault) };
    if (unlocked.reason === "no_vault") return locked(session, "noVault");
    if (unlocked.reason === "erased") {
      await payErasure(session);
      return locked(session, "erased");
    }
    const attempts = unlocked.attemptsLeft;
    terminal.complain(filledText("wrongPassword", args.language, { attempts }));
    if (session.entryPassword !== undefined || !terminal.interactive) {
      return { ok: false, exitCode: exitCodes.locked };
    }
  }
}

/** S7: on first entry the customer defines the password. */
export async function createPhoneVault(session: Session): Promise<Opened> {
  const password = await definePassword(session);
  if (password === undefined) return { ok: false, exitCode: exitCodes.locked };
  return { ok: true, phone: phoneWith(session, await session.folder.createVault(password)) };
}

/** What the server is owed for an erased vault, now if it can be reached. */
export async function payErasure({ platform, folder, args }: Session): Promise<boolean> {
  const client = createDeviceClient(platform, { server: args.server });
  return (await settleErasure({ client, keys: folder.keys })).ok;
}

/** The answer of a flag or of the person; undefined when there is neither, with a complaint. */
export async function askFor(
  session: Session,
  question: Parameters<typeof text>[0],
  field: string,
): Promise<string | undefined> {
  const answer = await session.terminal.ask(text(question, session.args.language));
  if (answer === undefined) {
    session.terminal.complain(filledText("missingInput", session.args.language, { field }));
  }
  return answer;
}

export async function confirms(session: Session, question: string): Promise<boolean> {
  const answer = (await session.terminal.ask(question))?.trim().toLowerCase();
  return answer === "yes" || answer === "y" || answer === "بله" || answer === "آری";
}

export function explainOnline(session: Session, refusal: OnlineRefusal): ExitCode {
  switch (refusal.reason) {
    case "unanswered":
      complain(session, refusal.cause);
      return exitCodes.unanswered;
    case "not_the_bank":
      complain(session, "notTheBank");
      return exitCodes.refused;
    case "problem":
      return explainProblem(session, refusal.problem);
  }
}

export function explainProblem(
  session: Session,
  { code, reference = "" }: { readonly code: string; readonly reference?: string },
): ExitCode {
  // A code that this program does not know is told as what it is for people: a fault of the system.
  const known = problemCodes.find((one) => one === code) ?? "internal_error";
  const trace = reference === "" ? "" : ` (${reference})`;
  session.terminal.complain(`${problemText(known, session.args.language)}${trace}`);
  return exitCodes.refused;
}

function locked(session: Session, name: Parameters<typeof text>[0]): Opened {
  complain(session, name);
  return { ok: false, exitCode: exitCodes.locked };
}

async function definePassword(session: Session): Promise<EntryPassword | undefined> {
  const { terminal, args, entryPassword } = session;
  for (;;) {
    const typed = entryPassword ?? (await terminal.askSecret(text("newPassword", args.language)));
    if (typed === undefined) {
      complain(session, "passwordNeeded");
      return undefined;
    }
    const decided = decideEntryPassword(typed);
    if (!decided.ok) complain(session, `password_${decided.reason}`);
    else if (entryPassword !== undefined || (await repeats(session, typed))) return decided.value;
    else complain(session, "passwordsDiffer");
    if (entryPassword !== undefined || !terminal.interactive) return undefined;
  }
}

/** Only somebody who sits there mistypes what cannot be seen. */
async function repeats({ terminal, args }: Session, typed: string): Promise<boolean> {
  if (!terminal.interactive) return true;
  return (await terminal.askSecret(text("repeatPassword", args.language))) === typed;
}
