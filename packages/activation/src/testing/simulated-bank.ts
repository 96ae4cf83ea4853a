/**
 * The server's role over a store that survives crashes. Every request is one transaction: load,
 * `decideActivation` or `decideConfirmation`, store. The decisions and the cryptography are the
 * real ones; only HTTP, PostgreSQL and the proof of the device key are left out.
 */
import {
  answerActivation,
  hashActivationRequest,
  openActivationRequest,
  wipeActivationRequest,
  type OpenedActivationRequest,
} from "../answer-activation.ts";
import { tagRefusal, type ActivationRefusal } from "../activation-refusal.ts";
import type { ActivationReply } from "../activation-messages.ts";
import { verifyConfirmation } from "../confirmation.ts";
import {
  decideActivation,
  decideRepetition,
  type ActivationState,
  type RememberedActivation,
} from "../decide-activation.ts";
import { decideConfirmation } from "../decide-confirmation.ts";
import { asUnixMilliseconds, type Bytes, type Platform } from "../platform.ts";
import { encodeBase64url } from "../base64url.ts";
import type { ServerSecretKey } from "../sealed-request.ts";

export interface StoredToken {
  readonly serial: string;
  readonly customerId: string;
  readonly cardNumber: string;
  state: "issued" | "confirming" | "active" | "suspended" | "ended";
  /** What a suspension goes back to. */
  stateBefore: "issued" | "confirming" | "active" | undefined;
  code: {
    text: string;
    expiresAt: number;
    wrongAttempts: number;
    startsCount: number;
  };
  /** base64url of the key that verifies codes; of the unconfirmed one while confirming. */
  codeKey: string | undefined;
  currentActivationId: string | undefined;
}

export interface StoredActivation {
  readonly activationId: string;
  readonly serial: string;
  readonly deviceKeyHash: string;
  standing: "awaiting" | "confirmed" | "replaced";
  reply: ActivationReply | undefined;
  readonly confirmationHash: Bytes;
  readonly endedTag: Bytes;
}

export type Remembered =
  | { readonly outcome: "answered"; readonly activationId: string }
  | { readonly outcome: "refused"; readonly reason: ActivationRefusal };

export interface BankStore {
  readonly tokens: Map<string, StoredToken>;
  readonly activations: Map<string, StoredActivation>;
  readonly remembered: Map<string, Remembered>;
  /** deviceKeyHash to customer, for live devices only. */
  readonly devices: Map<string, string>;
  /** deviceKeyHash and day to the number of unrecognised requests. */
  readonly unrecognised: Map<string, number>;
  serverKeys: readonly ServerSecretKey[];
  /** Kept for a while after their end, so that refusals of requests known already can be tagged. */
  retiredKeys: readonly ServerSecretKey[];
}

/** What an all-knowing onlooker notes down; the bank itself never reads it. */
export interface BankObserver {
  /** A request was acted upon: an attempt was spent or a root was made. */
  readonly acted: (requestHash: string) => void;
  readonly refusedWithTag: (requestHash: string) => void;
  readonly answered: (activationId: string, codeKey: string) => void;
  readonly count: (what: string) => void;
}

export interface SimulatedBank {
  readonly store: BankStore;
  readonly serveActivation: (text: string, deviceKeyHash: Bytes, now: number) => Promise<string>;
  readonly serveConfirmation: (
    activationId: string,
    text: string,
    deviceKeyHash: Bytes,
  ) => Promise<string>;
}

const day = 86_400_000;

export function createBank(
  platform: Platform,
  observer: BankObserver,
  serverKeys: readonly ServerSecretKey[],
): SimulatedBank {
  const store: BankStore = {
    tokens: new Map(),
    activations: new Map(),
    remembered: new Map(),
    devices: new Map(),
    unrecognised: new Map(),
    serverKeys,
    retiredKeys: [],
  };
  const bank = { platform, observer, store };
  return {
    store,
    serveActivation: (text, deviceKeyHash, now) => serveActivation(bank, text, deviceKeyHash, now),
    serveConfirmation: (activationId, text, deviceKeyHash) =>
      serveConfirmation(bank, activationId, text, deviceKeyHash),
  };
}

interface Bank {
  readonly platform: Platform;
  readonly observer: BankObserver;
  readonly store: BankStore;
}

async function serveActivation(
  bank: Bank,
  text: string,
  deviceKeyHash: Bytes,
  now: number,
): Promise<string> {
  const { platform, store } = bank;
  const request = parseText(text);
  const hashed = await hashActivationRequest(platform, request, deviceKeyHash);
  if (hashed === undefined) return problem(400, "invalid_request");
  const requestHash = encodeBase64url(hashed);
  const remembered = recall(store, requestHash);
  const repeated = remembered && repeat(store, requestHash, remembered, deviceKeyHash);
  const k = (request as { k: string }).k;
  const valid = store.serverKeys.find((key) => key.k === k);
  if (remembered) {
    const what = repeated === undefined ? "refusal" : "answer";
    bank.observer.count(`${what} repeated${valid ? "" : " after its server key"}`);
  }
  if (repeated !== undefined) return repeated;
  const serverKey = valid ?? (remembered && store.retiredKeys.find((key) => key.k === k));
  if (serverKey === undefined) return problem(409, "server_key_retired");
  const opened = await openActivationRequest(platform, { serverKey, deviceKeyHash, request });
  if (!opened.ok) return problem(400, "invalid_request");
  const response = await decideAndStore(bank, opened.value, requestHash, now);
  wipeActivationRequest(opened.value);
  return response;
}

/** The same request again needs no opening: its answer lies under its hash. */
function repeat(
  store: BankStore,
  requestHash: string,
  remembered: RememberedActivation,
  deviceKeyHash: Bytes,
): string | undefined {
  const customerId = store.devices.get(encodeBase64url(deviceKeyHash));
  const activation = activationOf(store, requestHash);
  const token = store.tokens.get(activation?.serial ?? "");
  const device = customerId === undefined ? undefined : { customerId };
  if (decideRepetition(device, token, remembered).outcome !== "replay") return undefined;
  if (activation?.reply === undefined) throw new Error("an awaiting activation has lost its reply");
  return answer(201, activation.reply);
}

function activationOf(store: BankStore, requestHash: string): StoredActivation | undefined {
  const found = store.remembered.get(requestHash);
  return found?.outcome === "answered" ? store.activations.get(found.activationId) : undefined;
}

function recall(store: BankStore, requestHash: string): RememberedActivation | undefined {
  const found = store.remembered.get(requestHash);
  if (found?.outcome !== "answered") return found;
  return {
    outcome: "answered",
    current: activationOf(store, requestHash)?.standing === "awaiting",
  };
}

async function decideAndStore(
  bank: Bank,
  opened: OpenedActivationRequest,
  requestHash: string,
  now: number,
): Promise<string> {
  const { store, observer, platform } = bank;
  const { body } = opened;
  const device = encodeBase64url(opened.deviceKeyHash);
  const token = store.tokens.get(body.serial);
  const state = loadState(store, device, now, token, {
    cardMatches: body.kind === "card" && body.cardNumber === token?.cardNumber,
    codeMatches: body.code === token?.code.text,
    remembered: recall(store, requestHash),
  });
  const decision = decideActivation(state, body, asUnixMilliseconds(now));
  if (decision.outcome === "replay") throw new Error("a replay is served before opening");
  if (decision.outcome === "refuse") {
    observer.count(`refused ${decision.reason}`);
    if (decision.spends !== undefined) observer.acted(requestHash);
    if (decision.spends === "code_attempt" && token !== undefined) {
      token.code.wrongAttempts += 1;
    }
    if (decision.spends === "device_attempt") {
      const key = dayKey(device, now);
      store.unrecognised.set(key, (store.unrecognised.get(key) ?? 0) + 1);
    }
    const { reason } = decision;
    const refusalTag = await tagRefusal(platform, opened, reason);
    if (decision.remember) store.remembered.set(requestHash, { outcome: "refused", reason });
    observer.refusedWithTag(requestHash);
    return problem(409, reason, refusalTag);
  }
  if (token === undefined) throw new Error("an unknown token was accepted");
  const activationId = makeUuid(platform);
  const answered = await answerActivation(platform, opened, {
    activationId,
    profile: { hash: "SHA-256", digits: 8, stepSeconds: 1, validitySeconds: 121 },
    serverTime: asUnixMilliseconds(now),
    maskedSubject: "628023******6831",
  });
  if (!answered.ok) return problem(400, "invalid_request");
  observer.acted(requestHash);
  if (decision.replacesUnconfirmed) {
    observer.count("unconfirmed root replaced");
    const replaced = store.activations.get(token.currentActivationId ?? "");
    if (replaced !== undefined) Object.assign(replaced, { standing: "replaced", reply: undefined });
  }
  const { reply, confirmationHash, endedTag, codeKey } = answered.value;
  observer.answered(activationId, encodeBase64url(codeKey));
  token.state = "confirming";
  token.codeKey = encodeBase64url(codeKey);
  token.currentActivationId = activationId;
  token.code.startsCount = decision.startsCount;
  store.remembered.set(requestHash, { outcome: "answered", activationId });
  store.activations.set(activationId, {
    activationId,
    serial: token.serial,
    deviceKeyHash: device,
    standing: "awaiting",
    reply,
    confirmationHash,
    endedTag,
  });
  return answer(201, reply);
}

function loadState(
  store: BankStore,
  device: string,
  now: number,
  token: StoredToken | undefined,
  found: {
    readonly cardMatches: boolean;
    readonly codeMatches: boolean;
    readonly remembered: RememberedActivation | undefined;
  },
): ActivationState {
  const customerId = store.devices.get(device);
  return {
    device:
      customerId === undefined
        ? undefined
        : {
            customerId,
            unrecognisedToday: store.unrecognised.get(dayKey(device, now)) ?? 0,
          },
    token: token && {
      kind: "card",
      state: token.state,
      customerId: token.customerId,
      cardMatches: found.cardMatches,
      code: {
        ...token.code,
        expiresAt: asUnixMilliseconds(token.code.expiresAt),
        matches: found.codeMatches,
      },
    },
    remembered: found.remembered,
  };
}

async function serveConfirmation(
  { platform, store, observer }: Bank,
  activationId: string,
  text: string,
  deviceKeyHash: Bytes,
): Promise<string> {
  const body = parseText(text);
  const confirmation =
    typeof body === "object" && body !== null && "confirmation" in body
      ? body.confirmation
      : undefined;
  const device = encodeBase64url(deviceKeyHash);
  const activation = store.activations.get(activationId);
  const token = activation && store.tokens.get(activation.serial);
  const owned = activation?.deviceKeyHash === device && token !== undefined;
  const decision = decideConfirmation({
    deviceAlive: store.devices.has(device),
    activation: owned
      ? {
          confirmationMatches: await verifyConfirmation(platform, activation, confirmation),
          standing: activation.standing,
          tokenState: token.state,
        }
      : undefined,
  });
  if (decision.outcome === "refuse") {
    if (activation?.standing === "replaced") observer.count("confirmation of a replaced root");
    observer.count(`confirmation refused ${decision.reason}`);
    const ended = decision.ended && activation ? encodeBase64url(activation.endedTag) : undefined;
    return problem(409, decision.reason, ended);
  }
  observer.count(decision.outcome === "confirm" ? "confirmed" : "confirmed again");
  if (decision.outcome === "confirm" && activation && token) confirmToken(store, token, activation);
  return answer(204, {});
}

/** Also what the first verified code does. One transaction: the older token of the card ends. */
export function confirmToken(
  store: BankStore,
  token: StoredToken,
  activation: StoredActivation,
): void {
  for (const other of store.tokens.values()) {
    // A suspended one too: lifting its suspension later would leave the card with two.
    if (other.cardNumber === token.cardNumber && other !== token) other.state = "ended";
  }
  token.state = "active";
  activation.standing = "confirmed";
  activation.reply = undefined;
}

function dayKey(device: string, now: number): string {
  return `${device} ${Math.floor(now / day)}`;
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function answer(status: number, body: object): string {
  return JSON.stringify({ status, body });
}

export function problem(status: number, code: string, refusalTag?: string): string {
  return JSON.stringify({ status, problem: { code, ...(refusalTag ? { refusalTag } : {}) } });
}

function makeUuid(platform: Platform): string {
  const hex = Buffer.from(platform.random(16)).toString("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
