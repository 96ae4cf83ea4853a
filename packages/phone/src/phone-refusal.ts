/** Why something that needs the server did not happen. The words for people are chosen at the edge. */
import type { ServerKeyListRefusal } from "@ramznama/activation";
import type { DeviceProblem } from "./device-answers.ts";
import type { DeviceAnswer, Unanswered } from "./device-request.ts";

export type OnlineRefusal =
  /** No network, no answer in time, or an answer that is not the server's. */
  | { readonly ok: false; readonly reason: "unanswered"; readonly cause: Unanswered["cause"] }
  /** The server's refusal, by the code of its problem. */
  | { readonly ok: false; readonly reason: "problem"; readonly problem: DeviceProblem }
  /** What answers is not the bank that the release key vouches for, or this app is too old for it. */
  | {
      readonly ok: false;
      readonly reason: "not_the_bank";
      readonly cause: ServerKeyListRefusal | "no_valid_key";
    };

export const notRegistered = { ok: false, reason: "not_registered" } as const;

export type Online<Value> = { readonly ok: true; readonly value: Value } | OnlineRefusal;

export function asOnline<Body>(answer: DeviceAnswer<Body>): Online<Body> {
  switch (answer.kind) {
    case "done":
      return { ok: true, value: answer.body };
    case "problem":
      return { ok: false, reason: "problem", problem: answer.problem };
    case "unanswered":
      return { ok: false, reason: "unanswered", cause: answer.cause };
  }
}

export function isProblem(outcome: { readonly ok: boolean }, code: string): boolean {
  return "problem" in outcome && (outcome.problem as DeviceProblem).code === code;
}
