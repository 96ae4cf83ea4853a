/**
 * Does what `reduceActivation` says, with the vault and HTTP: every `store` is one durable write before
 * the next step, so that a phone that dies between any two of them goes on from what is stored.
 */
import {
  decodeBase64urlOfLength,
  openActivationReply,
  reduceActivation,
  verifyEndedTag,
  verifyRefusalTag,
  wipe,
  type ActivationEvent,
  type ActivationMessage,
  type ActivationStep,
  type DeviceKey,
  type OpenedActivationReply,
  type OwedConfirmation,
  type PendingActivation,
  type PhoneActivation,
} from "@ramznama/activation";
import type { DeviceProblem } from "./device-answers.ts";
import type { DeviceAnswer } from "./device-request.ts";
import { askActivation, sendConfirmation } from "./device-doors.ts";
import type { PhoneContext } from "./phone-context.ts";
import { eraseToken } from "./tokens.ts";
import type { Vault, VaultChange } from "./vault.ts";

export interface DrivenActivation {
  readonly activation: PhoneActivation;
  readonly message: ActivationMessage | undefined;
  /** The last answer that was a problem; for its reference and its pause. */
  readonly problem: DeviceProblem | undefined;
  /** Deleted from the list meanwhile (S19): whatever the answer was, nothing of it is stored. */
  readonly isDeleted?: true;
}

interface Drive {
  readonly context: PhoneContext;
  readonly deviceKey: DeviceKey;
  readonly id: string;
}

export async function driveActivation(
  drive: Drive,
  from: PhoneActivation,
  first: ActivationEvent,
): Promise<DrivenActivation> {
  let activation = from;
  let event: ActivationEvent | undefined = first;
  let message: ActivationMessage | undefined;
  let problem: DeviceProblem | undefined;
  while (event !== undefined) {
    const reduction = reduceActivation(activation, event);
    activation = reduction.activation;
    if (event.type === "reply-opened") wipeOpened(event.opened);
    event = undefined;
    for (const step of reduction.steps) {
      if (step.step === "tell") message = step.message;
      if (step.step === "store" && !(await store(drive, step))) {
        return { activation: { state: "idle" }, message, problem, isDeleted: true };
      }
      const answered: Answered | undefined = await doStep(drive, activation, step);
      event = answered?.event ?? event;
      problem = answered?.problem ?? problem;
    }
  }
  return { activation, message, problem };
}

/** The state holds them as text by now; these copies have done their work. The code key has yet to be stored. */
function wipeOpened({ confirmation, endedTag }: OpenedActivationReply): void {
  wipe(confirmation, endedTag);
}

interface Answered {
  readonly event: ActivationEvent;
  readonly problem?: DeviceProblem;
}

async function doStep(
  { context, deviceKey }: Drive,
  current: PhoneActivation,
  step: ActivationStep,
): Promise<Answered | undefined> {
  const { client } = context;
  switch (step.step) {
    case "send-request":
      if (current.state !== "pending") throw new TypeError("only a pending activation is sent");
      return readReply(
        context,
        current.pending,
        await client.send(askActivation(deviceKey, step.body)),
      );
    case "send-confirmation": {
      if (current.state !== "replied") throw new TypeError("only a reply is confirmed");
      const { activationId, body } = step;
      const answer = await client.send(sendConfirmation(deviceKey, activationId, body));
      return readConfirmation(current.owed, answer);
    }
    // When to ask again is the caller's: at the next start, or when the network is back.
    case "retry-later":
    case "store":
    case "tell":
      return undefined;
  }
}

/**
 * False when it was deleted while its answer was on the way: it may not come back. A code key that the step brings is
 * stored with it, and wiped in any case.
 */
async function store(
  { context: { vault }, id }: Drive,
  { activation, codeKey }: Extract<ActivationStep, { readonly step: "store" }>,
): Promise<boolean> {
  try {
    return await vault.exclusively("tokens", async () => {
      const isBegun = activation.state === "pending";
      if (!isBegun && (await loadActivation(vault, id)).state === "idle") return false;
      const changes = storeActivation(id, activation);
      await vault.write(
        codeKey === undefined ? changes : [...changes, { kind: "codeKey", id, value: codeKey }],
      );
      return true;
    });
  } finally {
    if (codeKey !== undefined) wipe(codeKey);
  }
}

async function readReply(
  { platform }: PhoneContext,
  pending: PendingActivation,
  answer: DeviceAnswer<{ readonly reply: unknown }>,
): Promise<Answered> {
  const about = pending.body;
  if (answer.kind === "unanswered") {
    const type = answer.cause === "unreadable" ? "reply-unusable" : "unanswered";
    return { event: { about, type } };
  }
  if (answer.kind === "problem") {
    const { problem } = answer;
    const tagged = await verifyRefusalTag(platform, pending, problem);
    return { event: { about, type: "refused", code: problem.code, tagged }, problem };
  }
  const opened = await openActivationReply(platform, pending, answer.body.reply);
  return opened.ok
    ? { event: { about, type: "reply-opened", opened: opened.value } }
    : { event: { about, type: "reply-unusable" } };
}

function readConfirmation(owed: OwedConfirmation, answer: DeviceAnswer<true>): Answered {
  const about = owed.activationId;
  switch (answer.kind) {
    case "done":
      return { event: { about, type: "confirmed" } };
    case "unanswered":
      return { event: { about, type: "unanswered" } };
    case "problem": {
      const { problem } = answer;
      const expected = decodeBase64urlOfLength(owed.endedTag, 32);
      const tagged = expected !== undefined && verifyEndedTag(expected, problem.refusalTag);
      if (expected !== undefined) wipe(expected);
      return { event: { about, type: "refused", code: problem.code, tagged }, problem };
    }
  }
}

/** One atomic write each: the key and the debt appear as the pending secrets go. */
function storeActivation(id: string, activation: PhoneActivation): readonly VaultChange[] {
  switch (activation.state) {
    case "idle":
      return eraseToken(id);
    case "pending":
      return [{ kind: "activation", id, value: activation.pending }];
    case "replied":
      return [
        { kind: "activation", id, value: undefined },
        { kind: "token", id, value: activation.token },
        { kind: "owed", id, value: activation.owed },
      ];
    case "active":
      return [
        { kind: "token", id, value: activation.token },
        { kind: "owed", id, value: undefined },
      ];
  }
}

export async function loadActivation(vault: Vault, id: string): Promise<PhoneActivation> {
  const pending = await vault.load("activation", id);
  if (pending !== undefined) return { state: "pending", pending };
  const token = await vault.load("token", id);
  if (token === undefined) return { state: "idle" };
  const owed = await vault.load("owed", id);
  return owed === undefined ? { state: "active", token } : { state: "replied", token, owed };
}
