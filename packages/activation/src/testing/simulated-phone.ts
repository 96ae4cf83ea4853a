/**
 * The phone: the real reducer and cryptography over a vault that survives crashes and a network
 * that does not deserve trust. It falls over between any two steps, and starts again from the vault.
 */
import type { ActivationEntry } from "../activation-messages.ts";
import { beginActivation } from "../begin-activation.ts";
import { decodeBase64url, encodeBase64url } from "../base64url.ts";
import { verifyEndedTag } from "../confirmation.ts";
import { openActivationReply, verifyRefusalTag } from "../open-activation-reply.ts";
import type { Bytes, Platform } from "../platform.ts";
import type { PublicJwk } from "../public-jwk.ts";
import {
  exchangeOf,
  reduceActivation,
  type ActivationEvent,
  type ActivationMessage,
  type ActivationStep,
  type PhoneActivation,
} from "../reduce-activation.ts";
import type { ServerKey } from "../server-key-list.ts";
import { isRecord } from "../strict-json.ts";
import type { SeededRandom } from "./seeded-random.ts";
import type { SimulatedNetwork } from "./simulated-network.ts";
import type { Timeline } from "./timeline.ts";

export interface PhoneDevice {
  readonly publicJwk: PublicJwk;
  readonly keyHash: Bytes;
}

export interface PhoneSurroundings {
  readonly platform: Platform;
  readonly timeline: Timeline;
  readonly random: SeededRandom;
  readonly network: SimulatedNetwork;
  /** Probability that the phone falls over at any one point between two steps. */
  readonly crashes: () => number;
  readonly newestServerKey: () => Pick<ServerKey, "k" | "pk">;
  readonly isServerKeyListed: (k: string) => boolean;
  readonly serve: {
    readonly activation: (text: string, device: Bytes) => Promise<string | undefined>;
    readonly confirmation: (
      activationId: string,
      text: string,
      device: Bytes,
    ) => Promise<string | undefined>;
  };
  readonly told: (message: ActivationMessage) => void;
  readonly count: (what: string) => void;
}

export interface SimulatedPhone {
  readonly stored: () => PhoneActivation;
  /** base64url; undefined while there is none. */
  readonly codeKey: () => string | undefined;
  readonly begin: (entry: ActivationEntry) => Promise<void>;
  readonly abandon: () => Promise<void>;
  readonly resume: () => Promise<void>;
  /** The browser evicted the vault, or the customer registered this phone anew. */
  readonly loseVault: () => void;
  readonly changeDevice: (device: PhoneDevice) => void;
}

export function createPhone(around: PhoneSurroundings, firstDevice: PhoneDevice): SimulatedPhone {
  const { platform, timeline, random, network, count } = around;
  let device = firstDevice;
  /** What the vault holds, as the text it would seal. */
  let vault = JSON.stringify({ state: "idle" } satisfies PhoneActivation);
  let codeKey: string | undefined;
  let attempts = 0;
  let timer = 0;
  // The text was written two lines above from the very type.
  const stored = (): PhoneActivation => JSON.parse(vault) as PhoneActivation;

  const fallsOver = (): boolean => {
    if (!random.chance(around.crashes())) return false;
    count("phone crashed");
    resumeAfter(5000 + random.below(60_000));
    return true;
  };

  const resumeAfter = (delay: number): void => {
    timer += 1;
    const mine = timer;
    timeline.after(delay, () => (mine === timer ? resume() : Promise.resolve()));
  };

  const resume = (): Promise<void> =>
    handle({ type: "resumed", deviceKeyHash: encodeBase64url(device.keyHash) });

  const handle = async (event: ActivationEvent): Promise<void> => {
    if (fallsOver()) return;
    for (const step of reduceActivation(stored(), event).steps) {
      if (fallsOver()) return;
      await take(step);
    }
  };

  const take = (step: ActivationStep): Promise<void> => {
    switch (step.step) {
      case "store":
        vault = JSON.stringify(step.activation);
        if (step.codeKey !== undefined) codeKey = encodeBase64url(step.codeKey);
        if (step.activation.state === "idle") codeKey = undefined;
        attempts = 0;
        break;
      case "send-request":
        send(step.body, (text, key) => around.serve.activation(text, key));
        break;
      case "send-confirmation":
        send(JSON.stringify(step.body), (text, key) =>
          around.serve.confirmation(step.activationId, text, key),
        );
        break;
      case "retry-later":
        attempts += 1;
        resumeAfter(Math.min(4 * 3_600_000, 5000 * 2 ** attempts) + random.below(1000));
        break;
      case "tell":
        around.told(step.message);
    }
    return Promise.resolve();
  };

  const send = (
    body: string,
    serve: (text: string, key: Bytes) => Promise<string | undefined>,
  ): void => {
    const about = exchangeOf(stored());
    if (about === undefined) throw new Error("something was sent from a state that owes nothing");
    const key = device.keyHash;
    network.exchange({
      request: body,
      serve: (text) => serve(text, key),
      answer: (text) => receive(about, text),
    });
    // The answer may never come; asking again is due unless something happens before.
    resumeAfter(30_000 + 15_000 * attempts);
    attempts += 1;
  };

  const receive = async (about: string, text: string): Promise<void> => {
    if (fallsOver()) return;
    const event = await readAnswer(platform, stored(), about, text);
    await handle(event);
    if (event.type === "refused" && event.code === "server_key_retired") await checkServerKey();
  };

  /** The phone asks for the signed list before it believes that its key is gone. */
  const checkServerKey = async (): Promise<void> => {
    const now = stored();
    if (now.state !== "pending") return;
    // The text was made by JSON.stringify of a sealed request.
    const { k } = JSON.parse(now.pending.body) as { k: string };
    if (!around.isServerKeyListed(k)) {
      count("server key gone");
      await handle({ type: "server-key-gone" });
    }
  };

  return {
    stored,
    codeKey: () => codeKey,
    resume,
    begin: async (entry) => {
      const to = { serverKey: around.newestServerKey(), devicePublicKey: device.publicJwk };
      const { pending } = await beginActivation(platform, to, entry);
      await handle({ type: "begun", pending });
    },
    abandon: () => handle({ type: "abandoned" }),
    loseVault: () => {
      codeKey = undefined;
      vault = JSON.stringify({ state: "idle" } satisfies PhoneActivation);
    },
    changeDevice: (next) => {
      device = next;
    },
  };
}

async function readAnswer(
  platform: Platform,
  activation: PhoneActivation,
  about: string,
  text: string,
): Promise<ActivationEvent> {
  const response = parseResponse(text);
  if (response === undefined) return { type: "reply-unusable", about };
  const { status, problem } = response;
  if (status === 503) return { type: "unanswered", about };
  if (problem !== undefined) {
    const tagged = await isTagged(platform, activation, problem);
    return { type: "refused", about, code: problem.code, tagged };
  }
  if (activation.state === "replied") {
    return { type: status === 204 ? "confirmed" : "unanswered", about };
  }
  if (activation.state !== "pending" || status !== 201) return { type: "reply-unusable", about };
  const opened = await openActivationReply(platform, activation.pending, response.body);
  return opened.ok
    ? { type: "reply-opened", about, opened: opened.value }
    : { type: "reply-unusable", about };
}

async function isTagged(
  platform: Platform,
  activation: PhoneActivation,
  problem: { readonly code: string; readonly refusalTag?: unknown },
): Promise<boolean> {
  if (activation.state === "pending") {
    return verifyRefusalTag(platform, activation.pending, problem);
  }
  if (activation.state !== "replied") return false;
  const endedTag = decodeBase64url(activation.owed.endedTag);
  return endedTag !== undefined && verifyEndedTag(endedTag, problem.refusalTag);
}

interface Response {
  readonly status: number;
  readonly body?: unknown;
  readonly problem?: { readonly code: string; readonly refusalTag?: unknown };
}

function parseResponse(text: string): Response | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || typeof value["status"] !== "number") return undefined;
  const { status, problem } = value;
  if (!isRecord(problem)) return { status, body: value["body"] };
  const { code, refusalTag } = problem;
  return typeof code === "string" ? { status, problem: { code, refusalTag } } : undefined;
}
