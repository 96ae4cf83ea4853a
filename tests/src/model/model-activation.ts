/** Activation in the reference of R6 (protocol.md): who may begin, what an attempt costs, and what an active token ends. */
import type { DailyCounts } from "./daily-counts.ts";
import { end, refusedState, takeOver, type ModelToken } from "./model-token.ts";

export interface Begun {
  readonly token: ModelToken;
  readonly key: number;
  standing: "awaiting" | "confirmed" | "replaced";
}

/** What activation needs of the rest of the model. */
interface People {
  readonly now: number;
  readonly counts: DailyCounts;
  personOfKey(key: number): number | undefined;
  tokensOf(person: number): readonly ModelToken[];
}

export class ModelActivation {
  readonly begun: Begun[] = [];
  private readonly people: People;

  constructor(people: People) {
    this.people = people;
  }

  /** @param token undefined: a serial that nobody was given */
  begin(
    key: number,
    token: ModelToken | undefined,
    typed: { readonly kindFits: boolean; readonly cardFits: boolean; readonly codeFits: boolean },
  ): string {
    const person = this.people.personOfKey(key);
    if (person === undefined) return "device_not_registered";
    const unrecognised = `unrecognised:${key}`;
    if (this.people.counts.of(unrecognised, this.people.now) >= 10) return "daily_limit_reached";
    if (token?.person !== person) {
      this.people.counts.add(unrecognised, this.people.now);
      return "activation_not_recognised";
    }
    const standing = refusedState[token.state];
    if (standing !== undefined) return standing;
    if (!typed.kindFits) return "wrong_kind";
    if (!typed.cardFits) return "card_mismatch";
    const { code } = token;
    if (this.people.now >= code.expiresAt) return "activation_code_expired";
    if (code.wrong >= 5) return "activation_code_locked";
    if (!typed.codeFits) {
      code.wrong += 1;
      return "activation_not_recognised";
    }
    if (code.starts >= 3) return "activation_too_many_starts";
    code.starts += 1;
    for (const earlier of this.begun) {
      if (earlier.token === token && earlier.standing === "awaiting") earlier.standing = "replaced";
    }
    this.begun.push({ token, key, standing: "awaiting" });
    token.state = "confirming";
    token.key = key;
    return "ok";
  }

  /** The very same bytes once more. */
  beginAgain({ token, key, standing }: Begun): string {
    if (this.people.personOfKey(key) === undefined) return "device_not_registered";
    const refused = refusedState[token.state];
    if (refused !== undefined) return refused;
    return token.state === "confirming" && standing === "awaiting" ? "ok" : "token_state_conflict";
  }

  confirm(activation: Begun, proofIsRight: boolean): string {
    const { token, key, standing } = activation;
    if (!proofIsRight) return "confirmation_wrong";
    if (this.people.personOfKey(key) === undefined) return "device_not_registered";
    if (token.state === "ended" || standing === "replaced") return "token_state_conflict";
    if (standing === "awaiting") this.becomeActive(token);
    return "ok";
  }

  becomeActive(token: ModelToken): void {
    token.state = "active";
    for (const activation of this.begun) {
      if (activation.token === token && activation.standing === "awaiting") {
        activation.standing = "confirmed";
      }
    }
    for (const rival of this.people.tokensOf(token.person)) {
      // A newer one whose receipt the customer still holds keeps what it will answer for.
      const working = rival.state === "active" || rival.state === "suspended";
      if (rival === token || !(rival.number < token.number || working)) continue;
      if (!takeOver(token, rival) || token.card === undefined) continue;
      if (rival.state !== "ended") end(rival, "superseded");
    }
  }
}
