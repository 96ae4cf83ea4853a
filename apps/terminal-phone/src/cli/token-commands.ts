/** `code`, `list` and `delete`. */
import type { Phone } from "@ramznama/phone";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import {
  complain,
  confirms,
  explainOnline,
  openPhone,
  payErasure,
  tell,
  type Session,
} from "./session.ts";
import { filledText, text } from "./texts.ts";
import { chooseToken, nameOf, writeTokenLines } from "./token-lines.ts";

/** A pause this long is no second tap: the clock went back. */
const secondTapSeconds = 2;

/** S15 to S18: the code is told before the network is asked anything; `--offline` asks it nothing. */
export async function code(session: Session): Promise<ExitCode> {
  const opened = await openPhone(session);
  if (!opened.ok) return opened.exitCode;
  const tokens = await opened.phone.tokens();
  if (tokens.length === 0) {
    tell(session, "noTokens");
    return exitCodes.input;
  }
  const token = await chooseToken(session, tokens);
  if (token === undefined) return exitCodes.input;
  const shown = await opened.phone.code(token.id);
  const { language, plain } = session.args;
  if (shown.ok) {
    // S17: Latin digits, ready to be pasted anywhere.
    session.terminal.say(plain ? shown.code : filledText("code", language, { code: shown.code }));
    const seconds = shown.validitySeconds;
    if (!plain) session.terminal.say(filledText("codeValidity", language, { seconds }));
    return declare(session, opened.phone, token.id, shown);
  }
  if (shown.reason === "wait") {
    const { seconds } = shown;
    const name = seconds > secondTapSeconds ? "clockBack" : "wait";
    session.terminal.complain(filledText(name, language, { seconds }));
    return exitCodes.wait;
  }
  complain(session, notShown[shown.reason]);
  return shown.reason === "ended" ? exitCodes.refused : exitCodes.input;
}

const notShown = {
  pending: "codePending",
  ended: "codeEnded",
  no_such_token: "noSuchToken",
} as const;

/** A code that the bank must be told of is worth nothing before it is; any other is good whatever comes of this. */
async function declare(
  session: Session,
  phone: Phone,
  id: string,
  { second, mustDeclare }: { readonly second: number; readonly mustDeclare: boolean },
): Promise<ExitCode> {
  const { offline } = session.args;
  if (mustDeclare) complain(session, "mustDeclare");
  const outcome = offline ? undefined : await phone.declareCode(id, second);
  // As the phone has heard, just now or when there was a network.
  const stop = (await phone.tokens()).find((token) => token.id === id)?.stop;
  if (stop !== undefined) {
    complain(session, stop.state === "ended" ? "codeEnded" : "codeSuspended");
    return exitCodes.refused;
  }
  if (outcome?.ok === true) {
    if (outcome.declared) complain(session, "codeDeclared");
    return exitCodes.done;
  }
  if (!mustDeclare) return exitCodes.done;
  complain(session, "codeUndeclared");
  return outcome?.reason === "problem" ? explainOnline(session, outcome) : exitCodes.unanswered;
}

export async function list(session: Session): Promise<ExitCode> {
  const { args, folder, terminal } = session;
  if (!folder.hasVault()) {
    tell(session, "noTokens");
    return exitCodes.done;
  }
  const opened = await openPhone(session);
  if (!opened.ok) return opened.exitCode;
  const { phone } = opened;
  const connected = !args.offline && (await phone.synchronise()).ok;
  const answer = connected ? await phone.serverTokens() : undefined;
  const tokens = await phone.tokens();
  if (tokens.length === 0) tell(session, "noTokens");
  for (const line of writeTokenLines(tokens, args.language)) terminal.say(line);
  if (tokens.some((token) => token.mustDeclare)) complain(session, "mustDeclare");
  if (!connected && !args.offline) complain(session, "listOffline");
  if (answer?.ok === false && answer.reason === "problem") return explainOnline(session, answer);
  return exitCodes.done;
}

/** S19; `--everything` is S28's only way on and asks for no password. */
export async function remove(session: Session): Promise<ExitCode> {
  if (session.args.everything) return eraseEverything(session);
  const opened = await openPhone(session);
  if (!opened.ok) return opened.exitCode;
  const { phone } = opened;
  const tokens = await phone.tokens();
  const { args } = session;
  if (tokens.length === 0) {
    tell(session, "noTokens");
    return args.all ? exitCodes.done : exitCodes.input;
  }
  const chosen = args.all ? undefined : await chooseToken(session, tokens);
  if (!args.all && chosen === undefined) return exitCodes.input;
  const question =
    chosen === undefined
      ? text("deleteAllQuestion", args.language)
      : filledText("deleteQuestion", args.language, { token: nameOf(chosen, args.language) });
  if (!(await agrees(session, question))) return exitCodes.input;
  const deleted =
    chosen === undefined ? await phone.deleteAllTokens() : await phone.deleteToken(chosen.id);
  return tellDeleted(session, deleted.ok && deleted.told);
}

async function eraseEverything(session: Session): Promise<ExitCode> {
  if (!(await agrees(session, text("eraseQuestion", session.args.language))))
    return exitCodes.input;
  await session.folder.eraseVault();
  return tellDeleted(session, await payErasure(session));
}

async function agrees(session: Session, question: string): Promise<boolean> {
  if (session.args.yes || (await confirms(session, question))) return true;
  tell(session, "kept");
  return false;
}

function tellDeleted(session: Session, told: boolean): ExitCode {
  tell(session, told ? "deleted" : "deletedUntold");
  return exitCodes.done;
}
