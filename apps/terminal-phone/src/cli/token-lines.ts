/** Tokens as lines of a list (S13, S21), and the choice of one of them. */
import type { PhoneToken } from "@ramznama/phone";
import { compactDigits, groupDigits, toPersianDigits, type Language } from "@ramznama/persian";
import { complain, type Session } from "./session.ts";
import { text } from "./texts.ts";

/** The card number in groups of four, or the serial; left to right inside a Persian line. */
export function nameOf({ subject, serial }: PhoneToken, language: Language): string {
  const digits = groupDigits(subject.kind === "card" ? subject.cardNumber : serial);
  return language === "fa" ? `\u2066${toPersianDigits(digits)}\u2069` : digits;
}

export function writeTokenLines(
  tokens: readonly PhoneToken[],
  language: Language,
): readonly string[] {
  const lines: string[] = [];
  for (const kind of ["card", "account-gateway"] as const) {
    const section = tokens.filter(({ subject }) => subject.kind === kind);
    if (section.length === 0) continue;
    lines.push(text(kind === "card" ? "cardSection" : "accountSection", language));
    for (const token of section) {
      const number = tokens.indexOf(token) + 1;
      const place = language === "fa" ? toPersianDigits(String(number)) : String(number);
      lines.push(`  ${place}. ${nameOf(token, language)}  ${stateOf(token, language)}`);
    }
  }
  return lines;
}

function stateOf({ state, stop }: PhoneToken, language: Language): string {
  return text(stop === undefined ? `state_${state}` : `stop_${stop.state}`, language);
}

/** By flag, by question, or the only one there is. */
export async function chooseToken(
  session: Session,
  tokens: readonly PhoneToken[],
): Promise<PhoneToken | undefined> {
  const { card, serial, number, language } = session.args;
  if (card === undefined && serial === undefined && number === undefined) {
    if (tokens.length <= 1) return only(session, tokens);
    if (!session.terminal.interactive) {
      complain(session, "chooseToken");
      return undefined;
    }
    for (const line of writeTokenLines(tokens, language)) session.terminal.say(line);
    const answer = await session.terminal.ask(text("chooseQuestion", language));
    return only(
      session,
      tokens.filter((_token, index) => isNumber(answer, index)),
    );
  }
  return only(
    session,
    tokens.filter(
      (token, index) =>
        (number === undefined || isNumber(number, index)) &&
        (serial === undefined || compactDigits(serial) === token.serial) &&
        (card === undefined || isCard(token, card)),
    ),
  );
}

function only(session: Session, tokens: readonly PhoneToken[]): PhoneToken | undefined {
  const [token, other] = tokens;
  if (token === undefined) complain(session, "noSuchToken");
  else if (other !== undefined) complain(session, "chooseToken");
  else return token;
  return undefined;
}

function isNumber(typed: string | undefined, index: number): boolean {
  return compactDigits(typed ?? "") === String(index + 1);
}

function isCard({ subject }: PhoneToken, typed: string): boolean {
  return subject.kind === "card" && subject.cardNumber === compactDigits(typed);
}
