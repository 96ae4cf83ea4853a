/** `register`: this device for this person (S25), in one go or in two with `--code`. */
import type { Phone, RegistrationStarted, TypedPerson } from "@ramznama/phone";
import { refusalText } from "@ramznama/persian";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import {
  askFor,
  complain,
  createPhoneVault,
  explainOnline,
  openPhone,
  payErasure,
  tell,
  type Session,
} from "./session.ts";
import { text } from "./texts.ts";

export async function register(session: Session): Promise<ExitCode> {
  const { folder, args } = session;
  const opened = folder.hasVault() ? await openPhone(session) : await createPhoneVault(session);
  if (!opened.ok) return opened.exitCode;
  if (args.code !== undefined) return confirm(session, opened.phone, args.code);
  const person = await askPerson(session);
  if (person === undefined) return exitCodes.input;
  return start(session, opened.phone, person);
}

async function askPerson(session: Session): Promise<TypedPerson | undefined> {
  const { args } = session;
  const nationalId =
    args.nationalId ?? (await askFor(session, "nationalIdQuestion", "--national-id"));
  if (nationalId === undefined) return undefined;
  const mobile = args.mobile ?? (await askFor(session, "mobileQuestion", "--mobile"));
  return mobile === undefined ? undefined : { nationalId, mobile };
}

async function start(session: Session, phone: Phone, person: TypedPerson): Promise<ExitCode> {
  const started = await phone.startRegistration(person);
  if (!started.ok && started.reason === "other_person") return replacePerson(session, person);
  if (!started.ok) return explainStart(session, started);
  tell(session, "registrationSent");
  const code = await session.terminal.ask(text("registrationCodeQuestion", session.args.language));
  if (code !== undefined && code !== "") return confirm(session, phone, code);
  tell(session, "registrationContinue");
  return exitCodes.done;
}

function explainStart(
  session: Session,
  refusal: Exclude<RegistrationStarted, { ok: true } | { reason: "other_person" }>,
): ExitCode {
  const { language } = session.args;
  switch (refusal.reason) {
    case "already_registered":
      tell(session, "alreadyRegistered");
      return exitCodes.done;
    case "national_id":
      session.terminal.complain(refusalText("nationalId", refusal.cause, language));
      return exitCodes.input;
    case "mobile":
      session.terminal.complain(refusalText("mobile", refusal.cause, language));
      return exitCodes.input;
    case "unanswered":
    case "problem":
    case "not_the_bank":
      return explainOnline(session, refusal);
  }
}

async function confirm(session: Session, phone: Phone, code: string): Promise<ExitCode> {
  const confirmed = await phone.confirmRegistration(code);
  if (confirmed.ok) {
    tell(session, "registered");
    return exitCodes.done;
  }
  const exitCode = explainConfirm(session, confirmed);
  const mistyped =
    confirmed.reason === "code" ||
    (confirmed.reason === "problem" && confirmed.problem.code === "registration_code_wrong");
  if (!mistyped || !session.terminal.interactive) return exitCode;
  const again = await session.terminal.ask(text("registrationCodeQuestion", session.args.language));
  return again === undefined ? exitCode : confirm(session, phone, again);
}

function explainConfirm(
  session: Session,
  refusal: Exclude<Awaited<ReturnType<Phone["confirmRegistration"]>>, { ok: true }>,
): ExitCode {
  switch (refusal.reason) {
    case "code":
      session.terminal.complain(
        refusalText("registrationCode", refusal.cause, session.args.language),
      );
      return exitCodes.input;
    case "not_asked":
      complain(session, "notAsked");
      return exitCodes.input;
    case "key_renewed":
      complain(session, "keyRenewed");
      return exitCodes.refused;
    case "unanswered":
    case "problem":
    case "not_the_bank":
      return explainOnline(session, refusal);
  }
}

/** Never two customers in one vault: the first one's goes, after a typed word. */
async function replacePerson(session: Session, person: TypedPerson): Promise<ExitCode> {
  const typed = await session.terminal.ask(text("otherPerson", session.args.language));
  if (typed?.trim() !== "حذف" && typed?.trim().toLowerCase() !== "erase") {
    tell(session, "otherPersonKept");
    return exitCodes.input;
  }
  await session.folder.eraseVault();
  await payErasure(session);
  const opened = await createPhoneVault(session);
  return opened.ok ? start(session, opened.phone, person) : opened.exitCode;
}
