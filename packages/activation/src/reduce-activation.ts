/**
 * The phone's side of one activation as a pure state machine: (state, event) -> (state, steps).
 * The driver (vault and HTTP) does the steps in order and stops at the first that fails; a step
 * `store` is one durable write, and what was sent before is sent again from what is stored.
 *
 *   idle ──begun──► pending ──reply-opened──► replied ──confirmed──► active
 *                     │ tagged refusal,         │ ended by a tagged answer
 *                     ▼ abandoned               ▼
 *                    idle                      idle
 */
import type { ActivationSubject, TokenProfile } from "./activation-messages.ts";
import { encodeBase64url } from "./base64url.ts";
import type { OpenedActivationReply } from "./open-activation-reply.ts";
import type { PendingActivation } from "./pending-activation.ts";
import type { Bytes } from "./platform.ts";

/** What the vault holds of a token beside its key. JSON; a serial and a card number are in it. */
export interface TokenRecord {
  readonly version: 1;
  readonly serial: string;
  readonly subject: ActivationSubject;
  readonly profile: TokenProfile;
  readonly maskedSubject: string;
}

/** What a token still owes the server, gone with the confirmation. */
export interface OwedConfirmation {
  readonly activationId: string;
  /** H(DK.pub) of the key that must sign it, base64url. */
  readonly deviceKeyHash: string;
  readonly confirmation: string;
  readonly endedTag: string;
}

export type PhoneActivation =
  | { readonly state: "idle" }
  | { readonly state: "pending"; readonly pending: PendingActivation }
  /** Codes can be shown: the first that verifies confirms too. */
  | { readonly state: "replied"; readonly token: TokenRecord; readonly owed: OwedConfirmation }
  | { readonly state: "active"; readonly token: TokenRecord };

export type ActivationEvent =
  | { readonly type: "begun"; readonly pending: PendingActivation }
  /** The program started, the network came back, the customer asked again. */
  | { readonly type: "resumed"; readonly deviceKeyHash: string }
  /** The newest signed list says that the key this request was sealed to is no longer valid. */
  | { readonly type: "server-key-gone" }
  /** The customer gives up a request that was not answered. */
  | { readonly type: "abandoned" }
  | AnswerEvent;

/** What came of a message. `about` is its `exchangeOf`: an answer to anything else changes nothing. */
export type AnswerEvent = { readonly about: string } & (
  | { readonly type: "reply-opened"; readonly opened: OpenedActivationReply }
  /** The answer was cut, altered or not the server's. */
  | { readonly type: "reply-unusable" }
  /** An HTTP problem; `tagged` from verifyRefusalTag or verifyEndedTag over its `refusalTag`. */
  | { readonly type: "refused"; readonly code: string; readonly tagged: boolean }
  /** No answer, 401 with a new nonce, 429, 5xx. */
  | { readonly type: "unanswered" }
  /** 204. */
  | { readonly type: "confirmed" }
);

export type ActivationStep =
  /** Durable before the next step; replaces the whole stored state of this activation. */
  | {
      readonly step: "store";
      readonly activation: PhoneActivation;
      /** Secret, 32 bytes: stored by the same write in a record of its own, and wiped. Stays until the token goes. */
      readonly codeKey?: Bytes;
    }
  /** POST /device/v1/activations with this very body and a fresh proof. */
  | { readonly step: "send-request"; readonly body: string }
  | {
      readonly step: "send-confirmation";
      readonly activationId: string;
      readonly body: { readonly confirmation: string };
    }
  /** Ask again when the network is back, with growing pauses. */
  | { readonly step: "retry-later" }
  | { readonly step: "tell"; readonly message: ActivationMessage };

export type ActivationMessage =
  | { readonly kind: "activated" }
  /** The code of a problem, in words for people at the edge. */
  | { readonly kind: "refused"; readonly code: string }
  /** Not the server's word, or not its last: nothing was dropped. */
  | { readonly kind: "waiting"; readonly code?: string }
  | { readonly kind: "other-device-key" };

export interface Reduction {
  readonly activation: PhoneActivation;
  readonly steps: readonly ActivationStep[];
}

const idle: PhoneActivation = { state: "idle" };

/** The name of what this state has sent or is about to send; undefined when nothing is owed. */
export function exchangeOf(activation: PhoneActivation): string | undefined {
  if (activation.state === "pending") return activation.pending.body;
  return activation.state === "replied" ? activation.owed.activationId : undefined;
}

/** An event that does not fit the state is a late one: it changes nothing. */
export function reduceActivation(current: PhoneActivation, event: ActivationEvent): Reduction {
  if ("about" in event && event.about !== exchangeOf(current)) return stay(current);
  switch (current.state) {
    case "idle":
      return event.type === "begun" ? begin(event.pending) : stay(current);
    case "pending":
      return reducePending(current, event);
    case "replied":
      return reduceReplied(current, event);
    case "active":
      return stay(current);
  }
}

function reducePending(
  current: Extract<PhoneActivation, { state: "pending" }>,
  event: ActivationEvent,
): Reduction {
  const { pending } = current;
  switch (event.type) {
    case "resumed":
      // The server answers only the key that signed the request; with another key it is lost.
      return event.deviceKeyHash === pending.deviceKeyHash
        ? { activation: current, steps: [{ step: "send-request", body: pending.body }] }
        : drop({ kind: "other-device-key" });
    case "reply-opened":
      return takeReply(pending, event.opened);
    case "refused":
      return event.tagged
        ? drop({ kind: "refused", code: event.code })
        : wait(current, { kind: "waiting", code: event.code });
    case "server-key-gone":
      return drop({ kind: "refused", code: "server_key_retired" });
    case "reply-unusable":
    case "unanswered":
      return wait(current, { kind: "waiting" });
    case "abandoned":
      return { activation: idle, steps: [{ step: "store", activation: idle }] };
    case "begun":
    case "confirmed":
      return stay(current);
  }
}

function reduceReplied(
  current: Extract<PhoneActivation, { state: "replied" }>,
  event: ActivationEvent,
): Reduction {
  const { owed, token } = current;
  switch (event.type) {
    case "resumed":
      return event.deviceKeyHash === owed.deviceKeyHash
        ? { activation: current, steps: [sendConfirmation(owed)] }
        : drop({ kind: "other-device-key" });
    case "confirmed": {
      const activation: PhoneActivation = { state: "active", token };
      const told: ActivationStep = { step: "tell", message: { kind: "activated" } };
      return { activation, steps: [{ step: "store", activation }, told] };
    }
    case "refused":
      return event.tagged
        ? drop({ kind: "refused", code: event.code })
        : wait(current, { kind: "waiting", code: event.code });
    case "unanswered":
      return wait(current, { kind: "waiting" });
    case "begun":
    case "reply-opened":
    case "reply-unusable":
    case "server-key-gone":
    case "abandoned":
      return stay(current);
  }
}

function begin(pending: PendingActivation): Reduction {
  const activation: PhoneActivation = { state: "pending", pending };
  const send: ActivationStep = { step: "send-request", body: pending.body };
  return { activation, steps: [{ step: "store", activation }, send] };
}

/** One write stores the key and erases body, skE and both exports. */
function takeReply(pending: PendingActivation, opened: OpenedActivationReply): Reduction {
  const token: TokenRecord = {
    version: 1,
    serial: opened.serial,
    subject: opened.subject,
    profile: opened.profile,
    maskedSubject: opened.maskedSubject,
  };
  const owed: OwedConfirmation = {
    activationId: opened.activationId,
    deviceKeyHash: pending.deviceKeyHash,
    confirmation: encodeBase64url(opened.confirmation),
    endedTag: encodeBase64url(opened.endedTag),
  };
  const activation: PhoneActivation = { state: "replied", token, owed };
  const { codeKey } = opened;
  return { activation, steps: [{ step: "store", activation, codeKey }, sendConfirmation(owed)] };
}

function sendConfirmation({ activationId, confirmation }: OwedConfirmation): ActivationStep {
  return { step: "send-confirmation", activationId, body: { confirmation } };
}

function drop(message: ActivationMessage): Reduction {
  return {
    activation: idle,
    steps: [
      { step: "store", activation: idle },
      { step: "tell", message },
    ],
  };
}

function wait(activation: PhoneActivation, message: ActivationMessage): Reduction {
  return { activation, steps: [{ step: "tell", message }, { step: "retry-later" }] };
}

function stay(activation: PhoneActivation): Reduction {
  return { activation, steps: [] };
}
