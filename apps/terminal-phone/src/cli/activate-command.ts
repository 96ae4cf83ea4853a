/** `activate`: goes on with what was interrupted, then a new token from what is typed (S10, S11, S20). */
import type { ActivationOutcome, Phone, TypedActivation } from "@ramznama/phone";
import { refusalText } from "@ramznama/persian";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import {
  askFor,
  complain,
  explainOnline,
  explainProblem,
  openPhone,
  tell,
  type Session,
} from "./session.ts";
import { text } from "./texts.ts";

export async function activate(session: Session): Promise<ExitCode> {
  const opened = await openPhone(session);
  if (!opened.ok) return opened.exitCode;
  const { phone } = opened;
  const resumed = await phone.resume();
  const exitCode = resumed.reduce<ExitCode>(
    (worst, outcome) => Math.max(worst, explainOutcome(session, outcome)) as ExitCode,
    exitCodes.done,
  );
  const { card, serial, code, accountGateway } = session.args;
  const named = card !== undefined || serial !== undefined || code !== undefined || accountGateway;
  if (resumed.length > 0 && !named) return exitCode;
  const typed = await askActivation(session);
  return typed === undefined ? exitCodes.input : activateTyped(session, phone, typed);
}

async function askActivation(session: Session): Promise<TypedActivation | undefined> {
  const { args } = session;
  const card = args.accountGateway
    ? ""
    : (args.card ?? (await session.terminal.ask(text("cardQuestion", args.language))) ?? "");
  const serial = args.serial ?? (await askFor(session, "serialQuestion", "--serial"));
  if (serial === undefined) return undefined;
  const code = args.code ?? (await askFor(session, "activationCodeQuestion", "--code"));
  if (code === undefined) return undefined;
  return card.trim() === ""
    ? { kind: "account-gateway", serial, code }
    : { kind: "card", cardNumber: card, serial, code };
}

async function activateTyped(
  session: Session,
  phone: Phone,
  typed: TypedActivation,
): Promise<ExitCode> {
  const outcome = await phone.activate(typed);
  if (outcome.ok) return explainOutcome(session, outcome);
  const { language } = session.args;
  switch (outcome.reason) {
    case "card_number":
      session.terminal.complain(refusalText("cardNumber", outcome.cause, language));
      return exitCodes.input;
    case "serial":
      session.terminal.complain(refusalText("tokenSerial", outcome.cause, language));
      return exitCodes.input;
    case "code":
      session.terminal.complain(refusalText("activationCode", outcome.cause, language));
      return exitCodes.input;
    case "card_already_listed":
    case "serial_already_listed":
    case "card_pending":
      complain(session, outcome.reason);
      return exitCodes.input;
    default:
      return explainOutcome(session, outcome);
  }
}

function explainOutcome(session: Session, outcome: ActivationOutcome): ExitCode {
  if (outcome.ok) {
    tell(session, outcome.state === "active" ? "activated" : "activatedUnconfirmed");
    return exitCodes.done;
  }
  switch (outcome.reason) {
    case "waiting":
      if (outcome.problem !== undefined) explainProblem(session, outcome.problem);
      complain(session, "activationWaiting");
      return exitCodes.unanswered;
    case "refused":
      return explainProblem(session, { code: outcome.code });
    case "deleted":
      complain(session, "noSuchToken");
      return exitCodes.refused;
    case "other_device_key":
      complain(session, "otherDeviceKey");
      return exitCodes.refused;
    case "not_registered":
      complain(session, "notRegistered");
      return exitCodes.refused;
    case "unanswered":
    case "problem":
    case "not_the_bank":
      return explainOnline(session, outcome);
  }
}
