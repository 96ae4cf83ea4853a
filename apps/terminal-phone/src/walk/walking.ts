/** What every step of the walk has at hand, and the few acts that several steps share. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import {
  callRoute,
  createVerification,
  type RouteAnswer,
  type RouteInput,
  type Route,
  type VerificationRequest,
  type VerificationResponse,
} from "@ramznama/contract";
import type { SmsInbox } from "./sms-inbox.ts";
import type { Walker } from "./sandbox-people.ts";
import type { WalkPhone } from "./walk-phone.ts";
import { expectThat, WalkFailure, type WalkStep } from "./walk-step.ts";

export interface Walking {
  /** Without a slash at the end. */
  readonly addresses: {
    readonly sandbox: string;
    readonly public: string;
    readonly internal: string;
  };
  readonly walker: Walker;
  readonly walkPhone: WalkPhone;
  readonly inbox: SmsInbox;
  readonly enter: (step: WalkStep) => Promise<void>;
  readonly say: (line: string) => void;
}

export function issuerOf({ addresses }: Walking): string {
  return `${addresses.sandbox}/oidc`;
}

/** One per intent: the same reference would get the same result again. */
export function newReference(what: string): string {
  return `walk-${what}-${randomUUID()}`.slice(0, 64);
}

export function callInternal<R extends Route>(
  { addresses }: Walking,
  bearer: string,
  route: R,
  input: RouteInput<R>,
): Promise<RouteAnswer<R>> {
  return callRoute({ send: fetch, address: addresses.internal, bearer }, route, input);
}

export async function verify(
  walking: Walking,
  bearer: string,
  request: VerificationRequest,
): Promise<VerificationResponse> {
  const answer = await callInternal(walking, bearer, createVerification, { body: request });
  if (!answer.ok) throw new WalkFailure(`the verification was refused: ${answer.problem.code}`);
  return answer.value;
}

export function expectAccepted(response: VerificationResponse): void {
  const answer = response.outcome === "rejected" ? `: ${response.reason}` : "";
  expectThat(response.outcome === "accepted", `the code was not accepted${answer}`);
}

export function expectRejected(response: VerificationResponse): string {
  if (response.outcome === "rejected") return response.reason;
  throw new WalkFailure("the code was accepted, and it must not be");
}

/** In flight mode; the second of an earlier code is waited for, as a customer would. */
export async function takeCodeOffline({ walkPhone, say }: Walking, id: string): Promise<string> {
  walkPhone.setFlightMode(true);
  const before = walkPhone.requests();
  try {
    let shown = await walkPhone.phone.code(id);
    if (!shown.ok && shown.reason === "wait") {
      say(`the phone asks for ${shown.seconds} second(s) of patience: no second is shown twice`);
      await pause(shown.seconds * 1_000);
      shown = await walkPhone.phone.code(id);
    }
    if (!shown.ok) throw new WalkFailure(`the phone showed no code: ${shown.reason}`);
    expectThat(walkPhone.requests() === before, "the phone asked for the network to make a code");
    say(
      `in flight mode the phone shows a code of ${shown.code.length} digits, good for ${shown.validitySeconds} s`,
    );
    return shown.code;
  } finally {
    walkPhone.setFlightMode(false);
  }
}
