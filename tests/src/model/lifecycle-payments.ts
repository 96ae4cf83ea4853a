/** Codes tried, tried again and guessed in a sequence of R6. */
import { randomUUID } from "node:crypto";
import { codeAt, codeOfNobody } from "../code-of-nobody.ts";
import type { ModelToken, Subject } from "./model-token.ts";
import { acceptedMilliseconds, aheadMilliseconds, type ModelCode } from "./model-verification.ts";
import type { Step } from "./lifecycle-steps.ts";
import { purposeOf, verdictOf, type RealToken, type Stage } from "./lifecycle-stage.ts";

export const openPayments = (stage: Stage) => {
  const { model, tokens, asked, post, subjectText, chosen, same } = stage;

  const codeText = (code: ModelCode): string => {
    const token = tokens.find((one) => one.model === code.token);
    const key = token?.codeKey;
    return key === undefined || code.second === undefined
      ? codeOfNobody(
          tokens.flatMap(({ codeKey }) => codeKey ?? []),
          model.now,
        )
      : codeAt(key, code.second);
  };

  const secondOf = (
    token: RealToken,
    how: Extract<Step, { act: "verify" }>["code"],
  ): number | undefined => {
    if (token.codeKey === undefined) return undefined;
    switch (how) {
      case "new":
        return model.now;
      case "accepted":
        return token.model.last;
      case "older":
        return model.now - 60_000;
      case "oldest":
        return model.now - acceptedMilliseconds;
      case "too-old":
        return model.now - acceptedMilliseconds - 1_000;
      case "ahead":
        return model.now + aheadMilliseconds;
      case "too-far-ahead":
        return model.now + aheadMilliseconds + 1_000;
      case "wrong":
        return undefined;
    }
  };

  const ask = async (
    reference: string,
    subject: Subject,
    code: ModelCode,
    text: string,
  ): Promise<void> => {
    const reply = await post("core", "/bank/v1/verifications", {
      purpose: purposeOf(subject.name),
      subject: subjectText(subject),
      code: text,
      transactionReference: reference,
    });
    same("verification", verdictOf(reply), model.verification.verify(reference, subject, code));
  };

  const verify = async (
    token: RealToken,
    at: Extract<Step, { act: "verify" }>["at"],
    how: Extract<Step, { act: "verify" }>["code"],
  ): Promise<void> => {
    const subject = subjectFor(token.model, at);
    const code = { token: token.model, second: secondOf(token, how) };
    const text = codeText(code);
    const reference = randomUUID();
    asked.push({ reference, subject, code, text });
    await ask(reference, subject, code, text);
  };

  const askAgain = async (index: number, content: "same" | "other"): Promise<void> => {
    const before = chosen(asked, index);
    if (before === undefined) return;
    // A reference that was throttled, or is forgotten, stands for nothing: other content is simply asked.
    const { reference, subject, text } = before;
    if (content === "same") return ask(reference, subject, before.code, text);
    const code = { token: before.code.token, second: undefined };
    await ask(reference, subject, code, before.code.second === undefined ? text : codeText(code));
  };

  return { verify, askAgain };
};

const subjectFor = (
  { person, card }: ModelToken,
  at: Extract<Step, { act: "verify" }>["at"],
): Subject => {
  switch (at) {
    case "own":
      return { person, name: card === undefined ? "account" : `card:${card}` };
    case "account":
    case "login":
      return { person, name: at };
    case "other-card":
      return { person, name: card === 0 ? "card:1" : "card:0" };
    case "foreign-card":
      return { person: 1 - person, name: `card:${card ?? 0}` };
  }
};
