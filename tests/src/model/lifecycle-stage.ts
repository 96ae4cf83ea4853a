/** What the acts of one sequence share: its people, what was issued to them, and the model beside it all. */
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { BegunActivation, OpenedActivationReply, ServerKey } from "@ramznama/activation";
import { LifecycleModel, type Desk } from "./lifecycle-model.ts";
import type { ModelApproval } from "./model-approvals.ts";
import type { ModelToken, Subject, SubjectName } from "./model-token.ts";
import type { ModelCode } from "./model-verification.ts";
import type { ModelDevice, NonceHolder } from "./model-device.ts";
import { quickly, type QuickReply } from "./quick-http.ts";
import type { Town, Townsman } from "./town.ts";

export interface WorldPlace {
  readonly internalUrl: string;
  readonly publicUrl: string;
  readonly town: Town;
  readonly serverKey: ServerKey;
  readonly nonces: NonceHolder;
  /** Access tokens by the name of the channel or the person of staff. */
  readonly bearers: Readonly<
    Record<"atm" | "core" | "internet-bank" | "teller" | "supervisor", string>
  >;
  readonly setClock: (now: number) => void;
}

export class Difference extends Error {
  override readonly name = "Difference";
}

export interface RealToken {
  readonly model: ModelToken;
  readonly serial: string;
  /** Activation codes sent for it, the newest last. */
  readonly codes: string[];
  codeKey: Uint8Array | undefined;
}

export interface RealActivation {
  readonly token: RealToken;
  readonly device: ModelDevice;
  readonly begun: BegunActivation;
  readonly answer: string;
  readonly opened: OpenedActivationReply;
}

export interface RealDevice {
  readonly number: number;
  readonly device: ModelDevice;
}

interface RepeatableRequest {
  readonly caller: keyof WorldPlace["bearers"];
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly otherBody: Readonly<Record<string, unknown>> | undefined;
  readonly reply: QuickReply;
  readonly at: number;
}

const purposes = {
  card: "card-second-password",
  account: "account-password",
  login: "gateway-login",
} as const;

export const purposeOf = (name: SubjectName) =>
  purposes[name === "account" || name === "login" ? name : "card"];

export const classOf = ({ status, text }: QuickReply): string =>
  status < 300 ? "ok" : (JSON.parse(text) as { code: string }).code;

export const verdictOf = ({ status, text }: QuickReply): string => {
  if (status !== 200) return classOf({ status, text, headers: {} });
  const { outcome, reason, replayed } = JSON.parse(text) as {
    outcome: string;
    reason?: string;
    replayed?: true;
  };
  return `${reason ?? outcome}${replayed === true ? " replayed" : ""}`;
};

export const shifted = (code: string): string =>
  String((Number(code) + 1) % 10 ** code.length).padStart(code.length, "0");

export const openStage = (place: WorldPlace, start: number) => {
  const people = [place.town.newPerson(), place.town.newPerson()] as const;
  const model = new LifecycleModel(start, people.length);
  const tokens: RealToken[] = [];
  const activations: RealActivation[] = [];
  const phones: [RealDevice | undefined, RealDevice | undefined] = [undefined, undefined];
  const devices: RealDevice[] = [];
  const deviceIds: (string | undefined)[] = [undefined, undefined];
  const sent = { activation: [0, 0], registration: [0, 0] };
  const asked: { reference: string; subject: Subject; code: ModelCode; text: string }[] = [];
  const repeatable: RepeatableRequest[] = [];
  /** The bank's id of each request for a second person. */
  const approvalIds = new Map<ModelApproval, string>();
  place.setClock(start);

  const same = (what: string, real: unknown, expected: unknown): void => {
    if (isDeepStrictEqual(real, expected)) return;
    throw new Difference(
      `${what}: the bank says ${JSON.stringify(real)}, the model ${JSON.stringify(expected)}`,
    );
  };

  const post = (
    caller: keyof WorldPlace["bearers"],
    path: string,
    body: unknown,
    method = "POST",
  ): Promise<QuickReply> =>
    quickly(
      method,
      `${place.internalUrl}${path}`,
      { authorization: `Bearer ${place.bearers[caller]}` },
      body === undefined ? undefined : JSON.stringify(body),
    );

  const personAt = (index: number): Townsman => {
    const person = people[index];
    if (person === undefined) throw new RangeError("nobody has this number");
    return person;
  };

  const subjectText = ({ person: index, name }: Subject): string => {
    const person = personAt(index);
    if (name === "account") return person.account;
    if (name === "login") return person.gatewayLogin;
    return person.cards[name === "card:0" ? 0 : 1];
  };

  const chosen = <T>(list: readonly T[], index: number): T | undefined =>
    list.length === 0 ? undefined : list[index % list.length];

  const once = async (
    request: Omit<RepeatableRequest, "reply" | "at" | "body"> & { body: Record<string, unknown> },
  ): Promise<QuickReply> => {
    const body = { ...request.body, requestReference: randomUUID() };
    const reply = await post(request.caller, request.path, body);
    if (reply.status < 300) repeatable.push({ ...request, body, reply, at: model.now });
    return reply;
  };

  const callerOf = (desk: Desk) => (desk === "atm" ? "atm" : "teller");
  return {
    place,
    people,
    model,
    tokens,
    activations,
    phones,
    devices,
    deviceIds,
    sent,
    asked,
    repeatable,
    approvalIds,
    same,
    post,
    personAt,
    subjectText,
    chosen,
    once,
    callerOf,
  };
};

export type Stage = ReturnType<typeof openStage>;
