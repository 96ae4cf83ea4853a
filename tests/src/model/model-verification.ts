/** What the channels of the reference of R6 are answered: a reference once, a code once, a token that must wait not at all. */
import type { ModelToken, Subject } from "./model-token.ts";

export const acceptedMilliseconds = 131_000;
export const aheadMilliseconds = 10_000;

const day = 86_400_000;
const referenceLife = 30 * day;

/** Of whose key, and of which second; no second: digits that no token makes now. */
export interface ModelCode {
  readonly token: ModelToken;
  readonly second: number | undefined;
}

interface Remembered {
  readonly subject: Subject;
  readonly code: ModelCode;
  readonly outcome: string;
  readonly at: number;
}

/** What verification needs of the rest of the model. */
interface Tokens {
  readonly now: number;
  tokensOf(person: number): readonly ModelToken[];
  readonly activation: { becomeActive(token: ModelToken): void };
}

export class ModelVerification {
  private readonly answers = new Map<string, Remembered>();
  private readonly tokens: Tokens;

  constructor(tokens: Tokens) {
    this.tokens = tokens;
  }

  verify(reference: string, subject: Subject, code: ModelCode): string {
    const known = this.answers.get(reference);
    if (known !== undefined && this.tokens.now - known.at < referenceLife) {
      const same =
        known.subject.person === subject.person &&
        known.subject.name === subject.name &&
        known.code.token === code.token &&
        known.code.second === code.second;
      return same ? `${known.outcome} replayed` : "reference_reused";
    }
    const outcome = this.tryCode(subject, code);
    if (outcome !== "throttled") {
      this.answers.set(reference, { subject, code, outcome, at: this.tokens.now });
    }
    return outcome;
  }

  /** What a text that is no code is told: who may pay shows in it, and it counts for nothing. */
  probe(subject: Subject): string {
    const candidates = this.candidates(subject);
    if (candidates.length === 0) return "no_active_token";
    return candidates.some((token) => this.mustWait(token)) ? "throttled" : "not_accepted";
  }

  private tryCode(subject: Subject, code: ModelCode): string {
    const refusal = this.probe(subject);
    if (refusal !== "not_accepted") return refusal;
    const candidates = this.candidates(subject);
    const { token, second } = code;
    if (second !== undefined && candidates.includes(token)) {
      if (second === token.last) return "not_accepted";
      const inWindow =
        second >= this.tokens.now - acceptedMilliseconds &&
        second <= this.tokens.now + aheadMilliseconds;
      if (inWindow && token.last !== undefined && second < token.last) return "not_accepted";
      if (inWindow) {
        token.last = second;
        if (token.state === "confirming") this.tokens.activation.becomeActive(token);
        return "accepted";
      }
    }
    for (const candidate of candidates) candidate.failures.push(this.tokens.now);
    return "not_accepted";
  }

  private candidates({ person, name }: Subject): ModelToken[] {
    return this.tokens
      .tokensOf(person)
      .filter(
        (token) =>
          token.links.has(name) && (token.state === "active" || token.state === "confirming"),
      );
  }

  private mustWait({ failures }: ModelToken): boolean {
    const today = failures.filter((at) => at > this.tokens.now - day);
    const last = today.at(-1);
    if (last === undefined || today.length <= 5) return false;
    const delaySeconds = Math.min(15 * 2 ** (today.length - 6), 3_600);
    return last + delaySeconds * 1000 > this.tokens.now;
  }
}
