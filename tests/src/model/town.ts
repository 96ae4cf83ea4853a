/**
 * A town around the bank with as many people as a trial needs: core banking and the SMS inbox at their HTTP doors.
 * Everything about a person follows from a number, so that nobody has to be stored and nobody is met twice.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import {
  findActivationCode,
  findRegistrationCode,
  luhnCheckDigit,
  parseNationalId,
} from "@ramznama/persian";

export interface Townsman {
  readonly number: number;
  readonly customerId: string;
  readonly nationalId: string;
  readonly mobile: string;
  readonly gatewayLogin: string;
  readonly cards: readonly [string, string];
  readonly account: string;
}

export interface Town {
  readonly coreBankUrl: string;
  readonly smsInboxUrl: string;
  /** Somebody whom no sequence has met. */
  newPerson(): Townsman;
  /** The code of the `count`th such SMS to this number, as soon as it has come. */
  activationCode(mobile: string, count: number): Promise<string>;
  registrationCode(mobile: string, count: number): Promise<string>;
  stop(): Promise<void>;
}

const firstNationalId = 100_000_000;

const nationalIdOf = (number: number): string => {
  const payload = String(firstNationalId + number);
  const found = Array.from({ length: 10 }, (_, digit) => `${payload}${digit}`).find(
    (id) => parseNationalId(id).ok,
  );
  if (found === undefined) throw new Error("every nine digits have a check digit");
  return found;
};

const cardOf = (number: number, which: 0 | 1): string => {
  const payload = `628023${String(number * 2 + which).padStart(9, "0")}`;
  return payload + luhnCheckDigit(payload);
};

const personOf = (number: number): Townsman => ({
  number,
  customerId: `R6-${number}`,
  nationalId: nationalIdOf(number),
  mobile: `0912${String(number).padStart(7, "0")}`,
  gatewayLogin: `townsman.${number}`,
  cards: [cardOf(number, 0), cardOf(number, 1)],
  account: `3${String(number).padStart(12, "0")}`,
});

/** The number that a lookup's one property leads to. */
const numberIn = (key: Readonly<Record<string, string>>): number => {
  const [[field, value] = ["", ""]] = Object.entries(key);
  switch (field) {
    case "customerId":
      return Number(value.slice(3));
    case "nationalId":
      return Number(value.slice(0, 9)) - firstNationalId;
    case "cardNumber":
      return Math.floor(Number(value.slice(6, 15)) / 2);
    case "account":
      return Number(value.slice(1));
    case "mobile":
      return Number(value.slice(4));
    default:
      return Number(value.split(".")[1]);
  }
};

const customerRecord = (person: Townsman, name: string) => ({
  customerId: person.customerId,
  name,
  nationalId: person.nationalId,
  mobile: person.mobile,
  mobileChangedAt: null,
  gatewayLogin: person.gatewayLogin,
  cards: person.cards.map((number) => ({ number, active: true })),
  accounts: [{ number: person.account, holders: [person.customerId] }],
});

interface Inbox {
  take(message: { messageId: string; to: string; text: string }): void;
  code(kind: "activation" | "registration", mobile: string, count: number): Promise<string>;
}

const openInbox = (): Inbox => {
  const seen = new Set<string>();
  const codes = new Map<string, string[]>();
  const waiting = new Map<string, () => void>();
  return {
    take: ({ messageId, to, text }) => {
      if (seen.has(messageId)) return;
      seen.add(messageId);
      const activation = findActivationCode(text);
      const code = activation ?? findRegistrationCode(text);
      if (code === undefined) return;
      const key = `${activation === undefined ? "registration" : "activation"}:${to}`;
      codes.set(key, [...(codes.get(key) ?? []), code]);
      waiting.get(key)?.();
    },
    code: async (kind, mobile, count) => {
      const key = `${kind}:${mobile}`;
      for (;;) {
        const code = codes.get(key)?.[count - 1];
        if (code !== undefined) return code;
        await new Promise<void>((resolve) => waiting.set(key, resolve));
      }
    },
  };
};

const readJson = async (request: IncomingMessage): Promise<unknown> => {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text) as unknown;
};

/** @param name everybody's */
export const openTown = async (name = "شهروند"): Promise<Town> => {
  const inbox = openInbox();
  const server = createServer((request, response) => {
    void readJson(request).then((body) => {
      let answer: object = {};
      if (request.url === "/core/customer-lookups") {
        const number = numberIn(body as Readonly<Record<string, string>>);
        answer = { customers: [customerRecord(personOf(number), name)] };
      } else inbox.take(body as Parameters<Inbox["take"]>[0]);
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(answer));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let people = 0;
  return {
    coreBankUrl: `${origin}/core`,
    smsInboxUrl: `${origin}/inbox`,
    newPerson: () => personOf((people += 1)),
    activationCode: (mobile, count) => inbox.code("activation", mobile, count),
    registrationCode: (mobile, count) => inbox.code("registration", mobile, count),
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
};
