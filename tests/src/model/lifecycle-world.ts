/** One sequence of R6 in the real bank, step by step beside the model; every answer and every list is compared. */
import { createHmac, randomInt, randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { BegunActivation, OpenedActivationReply, ServerKey } from "@ramznama/activation";
import { totp } from "@ramznama/otp";
import { makeTokenSerial } from "@ramznama/persian";
import {
  LifecycleModel,
  acceptedMilliseconds,
  aheadMilliseconds,
  type Desk,
  type ModelCode,
  type ModelToken,
  type Subject,
  type SubjectName,
} from "./lifecycle-model.ts";
import type { Step } from "./lifecycle-steps.ts";
import { createModelDevice, type ModelDevice, type NonceHolder } from "./model-device.ts";
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

interface RealToken {
  readonly model: ModelToken;
  readonly serial: string;
  /** Activation codes sent for it, the newest last. */
  readonly codes: string[];
  codeKey: Uint8Array | undefined;
}

interface RealActivation {
  readonly token: RealToken;
  readonly device: ModelDevice;
  readonly begun: BegunActivation;
  readonly answer: string;
  readonly opened: OpenedActivationReply;
}

interface RealDevice {
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

const purposeOf = (name: SubjectName) =>
  purposes[name === "account" || name === "login" ? name : "card"];

export const runSequence = async (
  place: WorldPlace,
  start: number,
  steps: readonly Step[],
): Promise<void> => {
  const world = await openWorld(place, start);
  for (const [at, step] of steps.entries()) {
    await world.take(step).catch((error: unknown) => {
      throw new Difference(`step ${at} ${JSON.stringify(step)}: ${String(error)}`, {
        cause: error,
      });
    });
  }
  await world.finish();
};

interface World {
  take(step: Step): Promise<void>;
  finish(): Promise<void>;
}

const openWorld = async (place: WorldPlace, start: number): Promise<World> => {
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

  // Devices

  const newDevice = async (phone: 0 | 1): Promise<RealDevice> => {
    const device = await createModelDevice(place.publicUrl, place.serverKey, place.nonces);
    const made = { number: devices.length, device };
    devices.push(made);
    phones[phone] = made;
    return made;
  };

  const phoneAt = async (phone: 0 | 1): Promise<RealDevice> => phones[phone] ?? newDevice(phone);

  const register = async (
    phone: 0 | 1,
    index: 0 | 1,
    codeIsRight: boolean,
    key: "new" | "same",
  ): Promise<void> => {
    // From the tenth of a day on codes come with pauses, and here nobody waits.
    if (sent.registration[index] === 9) return;
    const used = key === "new" ? await newDevice(phone) : await phoneAt(phone);
    const person = personAt(index);
    const id = await used.device.askRegistration(person);
    const count = (sent.registration[index] ?? 0) + 1;
    sent.registration[index] = count;
    const code = await place.town.registrationCode(person.mobile, count);
    const typed = codeIsRight ? code : shifted(code);
    const reply = await used.device.sendRegistrationCode(id, typed);
    if (reply.status === 200) {
      deviceIds[index] = (JSON.parse(reply.text) as { deviceId: string }).deviceId;
    }
    same("registration", classOf(reply), model.register(index, used.number, codeIsRight));
  };

  const release = async (index: 0 | 1, at: "atm" | "branch"): Promise<void> => {
    const id = deviceIds[index];
    if (at === "branch" && id === undefined) return;
    const reply =
      at === "atm"
        ? await once({
            caller: "atm",
            path: "/bank/v1/device-releases",
            body: { cardNumber: personAt(index).cards[0] },
            otherBody: { cardNumber: personAt(index).cards[1] },
          })
        : await once({
            caller: "supervisor",
            path: `/staff/v1/devices/${id ?? ""}/release`,
            body: {},
            otherBody: undefined,
          });
    const expected = model.release(index, at);
    const { revokedTokens } = JSON.parse(reply.text) as { revokedTokens?: number };
    same("release", reply.status === 200 ? `ok ${revokedTokens}` : classOf(reply), expected);
  };

  // Issuing

  const noteIssue = async (
    reply: QuickReply,
    index: 0 | 1,
    expected: string,
  ): Promise<RealToken | undefined> => {
    same("issue", classOf(reply), expected);
    const created = model.tokens.at(-1);
    if (reply.status !== 201 || created === undefined) return undefined;
    const { serial } = JSON.parse(reply.text) as { serial: string };
    const token: RealToken = { model: created, serial, codes: [], codeKey: undefined };
    tokens.push(token);
    token.codes.push(await nextActivationCode(index));
    return token;
  };

  const nextActivationCode = (index: number): Promise<string> => {
    const count = (sent.activation[index] ?? 0) + 1;
    sent.activation[index] = count;
    return place.town.activationCode(personAt(index).mobile, count);
  };

  const issueCard = async (index: 0 | 1, card: 0 | 1, desk: Desk) => {
    const body = (cardNumber: string) => ({
      kind: "card",
      cardNumber,
      ...(desk === "atm" ? {} : { identitySeen: desk === "identity-seen" }),
    });
    const { cards } = personAt(index);
    const reply = await once({
      caller: callerOf(desk),
      path: desk === "atm" ? "/bank/v1/tokens" : "/staff/v1/tokens",
      body: body(cards[card]),
      otherBody: body(cards[card === 0 ? 1 : 0]),
    });
    return noteIssue(reply, index, model.issue(index, card, desk));
  };

  const issueAccount = async (index: 0 | 1, identitySeen: boolean) => {
    const { customerId } = personAt(index);
    const body = { kind: "account-gateway", customerId };
    const reply = await once({
      caller: "teller",
      path: "/staff/v1/tokens",
      body: { ...body, identitySeen },
      otherBody: { ...body, identitySeen: !identitySeen },
    });
    return noteIssue(
      reply,
      index,
      model.issue(index, undefined, identitySeen ? "identity-seen" : "branch"),
    );
  };

  const resend = async (token: RealToken, desk: Desk): Promise<void> => {
    const root = desk === "atm" ? "/bank/v1" : "/staff/v1";
    const reply = await once({
      caller: callerOf(desk),
      path: `${root}/tokens/${token.serial}/activation-codes`,
      body: desk === "atm" ? {} : { identitySeen: desk === "identity-seen" },
      otherBody: undefined,
    });
    same("resend", classOf(reply), model.resend(token.model, desk));
    if (reply.status === 201) token.codes.push(await nextActivationCode(token.model.person));
  };

  // Activation

  const activate = async (
    phone: 0 | 1,
    token: RealToken,
    typed: Extract<Step, { act: "activate" }>["typed"],
  ): Promise<void> => {
    const { number, device } = await phoneAt(phone);
    const { card, person } = token.model;
    const newest = token.codes.at(-1) ?? "";
    const wrongCode =
      typed === "old-code" ? (token.codes.at(-2) ?? shifted(newest)) : shifted(newest);
    const code = typed === "wrong-code" || typed === "old-code" ? wrongCode : newest;
    const serial = typed === "wrong-serial" ? unknownSerial() : token.serial;
    const asCard = typed === "wrong-kind" ? card === undefined : card !== undefined;
    const cardFits = typed !== "wrong-card";
    const cardIndex = (card ?? 0) === 0 ? (cardFits ? 0 : 1) : cardFits ? 1 : 0;
    const begun = await device.begin({
      ...(asCard
        ? { kind: "card" as const, cardNumber: personAt(person).cards[cardIndex] }
        : { kind: "account-gateway" as const }),
      serial,
      code,
      platform: "pwa",
    });
    const reply = await device.send("POST", "/device/v1/activations", begun.request);
    const expected = model.activate(number, typed === "wrong-serial" ? undefined : token.model, {
      kindFits: typed !== "wrong-kind",
      cardFits: cardFits || card === undefined,
      codeFits: code === newest,
    });
    same("activation", classOf(reply), expected);
    if (reply.status !== 201) return;
    const opened = await device.open(begun, reply);
    token.codeKey = opened.codeKey;
    activations.push({ token, device, begun, answer: reply.text, opened });
  };

  const activateAgain = async (index: number): Promise<void> => {
    const activation = chosen(activations, index);
    const known = chosen(model.activations, index);
    if (activation === undefined || known === undefined) return;
    const { device, begun, answer } = activation;
    const reply = await device.send("POST", "/device/v1/activations", begun.request);
    same("the same activation again", classOf(reply), model.activateAgain(known));
    if (reply.status === 201) same("the answer again", reply.text, answer);
  };

  const confirm = async (index: number, proofIsRight: boolean): Promise<void> => {
    const activation = chosen(activations, index);
    const known = chosen(model.activations, index);
    if (activation === undefined || known === undefined) return;
    const { device, opened } = activation;
    const proof = Buffer.from(opened.confirmation);
    if (!proofIsRight) proof[0] = (proof[0] ?? 0) ^ 1;
    const reply = await device.send(
      "POST",
      `/device/v1/activations/${opened.activationId}/confirmation`,
      { confirmation: proof.toString("base64url") },
    );
    same("confirmation", classOf(reply), model.confirm(known, proofIsRight));
  };

  // Verification

  const codeText = (code: ModelCode): string => {
    const token = tokens.find((one) => one.model === code.token);
    const key = token?.codeKey;
    return key === undefined || code.second === undefined
      ? codeOfNobody(tokens, model.now)
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
    same("verification", verdictOf(reply), model.verify(reference, subject, code));
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

  // Requests of ATM and branch

  const repeat = async (index: number, content: "same" | "other"): Promise<void> => {
    const before = chosen(repeatable, index);
    // Forgetting goes by the hour, so near the thirtieth day either answer is right.
    if (before === undefined || model.now - before.at > 25 * 86_400_000) return;
    const { caller, path, body, otherBody, reply } = before;
    if (content === "same") {
      const again = await post(caller, path, body);
      same("the same request again", [again.status, again.text], [reply.status, reply.text]);
    } else if (otherBody !== undefined) {
      const { requestReference } = body;
      const again = await post(caller, path, { ...otherBody, requestReference });
      same("the reference for something else", classOf(again), "reference_reused");
    }
  };

  const link = async (
    token: RealToken,
    login: boolean,
    account: "none" | "own" | "foreign",
  ): Promise<void> => {
    const { person } = token.model;
    const accounts = {
      none: [],
      own: [personAt(person).account],
      foreign: [personAt(1 - person).account],
    };
    const body = { gatewayLogin: login, accounts: accounts[account] };
    const reply = await post("teller", `/staff/v1/tokens/${token.serial}/links`, body, "PUT");
    same("link", classOf(reply), model.link(token.model, login, account));
  };

  const staffAct = async (token: RealToken, act: "revoke" | "suspend"): Promise<void> => {
    const path = act === "revoke" ? "revocation" : "suspension";
    const reply = await once({
      caller: "teller",
      path: `/staff/v1/tokens/${token.serial}/${path}`,
      body: {},
      otherBody: undefined,
    });
    same(
      act,
      classOf(reply),
      act === "revoke" ? model.revoke(token.model) : model.suspend(token.model),
    );
  };

  const lift = async (token: RealToken): Promise<void> => {
    const path = `/staff/v1/tokens/${token.serial}/suspension`;
    same("lift", classOf(await post("teller", path, undefined, "DELETE")), model.lift(token.model));
  };

  const block = async (index: 0 | 1, at: "atm" | "internet-bank"): Promise<void> => {
    const { cards, gatewayLogin } = personAt(index);
    const reply = await once({
      caller: at,
      path: "/bank/v1/token-blocks",
      body: at === "atm" ? { cardNumber: cards[0] } : { gatewayLogin },
      otherBody: at === "atm" ? { cardNumber: cards[1] } : undefined,
    });
    const { blockedTokens } = JSON.parse(reply.text) as { blockedTokens?: number };
    const real = reply.status === 200 ? `ok ${blockedTokens}` : classOf(reply);
    same("block", real, model.block(index));
  };

  const liftBlock = async (index: 0 | 1): Promise<void> => {
    const path = `/staff/v1/customers/${personAt(index).customerId}/token-block`;
    const reply = await post("teller", path, undefined, "DELETE");
    const { lifted, tokens: count } = JSON.parse(reply.text) as { lifted: boolean; tokens: number };
    same("lifted block", `ok ${String(lifted)} ${count}`, model.liftBlock(index));
  };

  const deleteOn = async (phone: 0 | 1, token: RealToken | undefined): Promise<void> => {
    const { number, device } = await phoneAt(phone);
    const path = token === undefined ? "" : `/${token.serial}`;
    const reply = await device.send("DELETE", `/device/v1/tokens${path}`);
    const expected = model.deleteOnPhone(
      number,
      (one) => token === undefined || one === token.model,
    );
    same("deletion", classOf(reply), expected);
  };

  const enrol = async (step: Extract<Step, { act: "enrol" | "enrol-account" }>): Promise<void> => {
    const { phone, person } = step;
    const token =
      step.act === "enrol"
        ? await issueCard(person, step.card, "atm")
        : await issueAccount(person, true);
    if (token === undefined) return;
    const before = activations.length;
    if (step.act === "enrol-account") await link(token, true, "own");
    await activate(phone, token, "right");
    if (step.confirmed && activations.length > before) await confirm(before, true);
  };

  // What everybody may see

  const seenByStaff = async (index: number): Promise<void> => {
    const reply = await quickly(
      "GET",
      `${place.internalUrl}/staff/v1/tokens?customerId=${personAt(index).customerId}&limit=200`,
      { authorization: `Bearer ${place.bearers.supervisor}` },
    );
    if (reply.status !== 200) throw new Difference(`the desk's list was answered ${reply.text}`);
    const { tokens: listed } = JSON.parse(reply.text) as { tokens: StaffToken[] };
    same(
      `the list at the desk of person ${index}`,
      listed.map((token) => [token.serial, ...describe(token)]).sort(bySerial),
      tokens
        .filter((token) => token.model.person === index)
        .map((token) => [token.serial, ...describeModel(token.model)])
        .sort(bySerial),
    );
  };

  const seenByPhone = async ({ number, device }: RealDevice): Promise<void> => {
    const reply = await device.send("GET", "/device/v1/tokens");
    const person = model.personOfKey(number);
    if (person === undefined) {
      same("the phone's list", classOf(reply), "device_not_registered");
      return;
    }
    if (reply.status !== 200) throw new Difference(`the phone's list was answered ${reply.text}`);
    const { tokens: listed } = JSON.parse(reply.text) as { tokens: PhoneToken[] };
    same(
      "the phone's list",
      listed.map(({ serial, state, stateReason }) => [serial, state, stateReason]).sort(bySerial),
      tokens
        .filter(({ model: token }) => token.key === number)
        .map(({ serial, model: { state, reason } }) => [serial, state, reason])
        .sort(bySerial),
    );
  };

  const mayPay = async (subjects: readonly Subject[]): Promise<void> => {
    await Promise.all(
      subjects.map(async (subject) => {
        const reply = await post("core", "/bank/v1/verifications", {
          purpose: purposeOf(subject.name),
          subject: subjectText(subject),
          code: "no code",
          transactionReference: randomUUID(),
        });
        const what = `who may pay with ${subject.name} of person ${subject.person}`;
        same(what, verdictOf(reply), model.probe(subject));
      }),
    );
  };

  const subjectsOf = (index: number): Subject[] =>
    subjectNames.map((name) => ({ person: index, name }));

  const compareAll = async (): Promise<void> => {
    await Promise.all([
      ...[0, 1].flatMap((index) => [seenByStaff(index), mayPay(subjectsOf(index))]),
      ...phones.filter((phone) => phone !== undefined).map(seenByPhone),
    ]);
  };

  /** All that the step may have changed, and one thing more in turn; `finish` looks at everything. */
  let turn = 0;
  const compareTouched = async (index: number, before: ReadonlyMap<string, string>) => {
    turn += 1;
    const after = model.outlook();
    const changed = (key: string): boolean => before.get(key) !== after.get(key);
    const subjects = subjectsOf(index).filter(
      ({ person, name }, at) => at === turn % 4 || changed(`${person}:${name}`),
    );
    const holders = phones.filter(
      (phone, at) => phone && (at === turn % 4 || changed(`key:${phone.number}`)),
    );
    await Promise.all([
      seenByStaff(index),
      mayPay(subjects),
      ...holders.filter((phone) => phone !== undefined).map(seenByPhone),
    ]);
  };

  const take = async (step: Step): Promise<void> => {
    const before = model.outlook();
    if ("token" in step) {
      const token = chosen(tokens, step.token);
      if (token === undefined) return;
      await actOn(step, token);
      await compareTouched(token.model.person, before);
      return;
    }
    await actWithout(step);
    if (step.act !== "wait") await compareTouched("person" in step ? step.person : 0, before);
  };

  const actOn = async (step: Extract<Step, { token: number }>, token: RealToken): Promise<void> => {
    switch (step.act) {
      case "resend":
        return resend(token, step.desk);
      case "activate":
        for (let time = 0; time < step.times; time += 1) {
          await activate(step.phone, token, step.typed);
        }
        return;
      case "verify":
        return verify(token, step.at, step.code);
      case "guess":
        for (let time = 0; time < step.times; time += 1) await verify(token, "own", "wrong");
        return;
      case "link":
        return link(token, step.login, step.account);
      case "delete":
        return deleteOn(step.phone, token);
      case "revoke":
      case "suspend":
        return staffAct(token, step.act);
      case "lift":
        return lift(token);
    }
  };

  const actWithout = async (step: Exclude<Step, { token: number }>): Promise<void> => {
    switch (step.act) {
      case "register":
        return register(step.phone, step.person, step.code === "right", step.key);
      case "issue-card":
        await issueCard(step.person, step.card, step.desk);
        return;
      case "issue-account":
        await issueAccount(step.person, step.identitySeen);
        return;
      case "enrol":
      case "enrol-account":
        return enrol(step);
      case "activate-again":
        return activateAgain(step.activation);
      case "confirm":
        return confirm(step.activation, step.proof === "right");
      case "ask-again":
        return askAgain(step.answer, step.content);
      case "repeat":
        return repeat(step.request, step.content);
      case "delete-all":
        return deleteOn(step.phone, undefined);
      case "block":
        return block(step.person, step.at);
      case "lift-block":
        return liftBlock(step.person);
      case "release":
        return release(step.person, step.at);
      case "wait":
        model.now += step.seconds * 1000;
        place.setClock(model.now);
    }
  };

  await register(0, 0, true, "new");
  return {
    take,
    finish: async () => {
      await compareAll();
      // At last every token makes a code, and only those pay that may.
      for (const token of tokens) {
        model.now += 1_000;
        place.setClock(model.now);
        await verify(token, "own", "new");
        if (token.model.card === undefined) await verify(token, "login", "new");
      }
      await compareAll();
    },
  };
};

const subjectNames = ["card:0", "card:1", "account", "login"] as const;

interface StaffToken {
  readonly serial: string;
  readonly state: string;
  readonly stateReason: string | null;
  readonly links: readonly { readonly purpose: string }[];
}

type PhoneToken = Pick<StaffToken, "serial" | "state" | "stateReason">;

/** What an ended token was for concerns nobody any more. */
const describe = ({ state, stateReason, links }: StaffToken) => [
  state,
  stateReason,
  state === "ended"
    ? ""
    : links
        .map(({ purpose }) => purpose)
        .sort()
        .join(" "),
];

const describeModel = ({ state, reason, links }: ModelToken) => [
  state,
  reason,
  state === "ended" ? "" : [...links].map(purposeOf).sort().join(" "),
];

const bySerial = (one: readonly unknown[], other: readonly unknown[]): number =>
  String(one[0]).localeCompare(String(other[0]));

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

const classOf = ({ status, text }: QuickReply): string =>
  status < 300 ? "ok" : (JSON.parse(text) as { code: string }).code;

const verdictOf = ({ status, text }: QuickReply): string => {
  if (status !== 200) return classOf({ status, text, headers: {} });
  const { outcome, reason, replayed } = JSON.parse(text) as {
    outcome: string;
    reason?: string;
    replayed?: true;
  };
  return `${reason ?? outcome}${replayed === true ? " replayed" : ""}`;
};

const codeAt = (key: Uint8Array, milliseconds: number): string =>
  totp(
    (counter) => createHmac("sha256", key).update(counter).digest(),
    { digits: 8, stepSeconds: 1 },
    Math.floor(milliseconds / 1000) as Parameters<typeof totp>[2],
  );

/** Digits that no token of the sequence makes around now. */
const codeOfNobody = (tokens: readonly RealToken[], now: number): string => {
  const made = new Set<string>();
  for (const { codeKey } of tokens) {
    if (codeKey === undefined) continue;
    for (let second = -140; second <= 20; second += 1)
      made.add(codeAt(codeKey, now + second * 1000));
  }
  for (;;) {
    const code = String(randomInt(100_000_000)).padStart(8, "0");
    if (!made.has(code)) return code;
  }
};

const shifted = (code: string): string =>
  String((Number(code) + 1) % 10 ** code.length).padStart(code.length, "0");

const unknownSerial = (): string =>
  makeTokenSerial(`1${String(randomInt(10 ** 10)).padStart(10, "0")}`);
