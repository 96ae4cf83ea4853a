/** For every door that takes a body: one caller who may enter and one body that fits. What it names need not exist. */
import { randomUUID } from "node:crypto";
import { routes, type Route } from "@ramznama/contract";
import { ask, bearer, type Reply } from "./ask.ts";
import { takeToken } from "./channel.ts";
import { createOpenPhone, type OpenPhone } from "./open-phone.ts";
import { signInStaff } from "./staff.ts";
import type { TestBank } from "./test-bank.ts";
import { people } from "./test-phone.ts";

export type Body = Readonly<Record<string, unknown>>;

interface Sample {
  readonly caller: "atm" | "shop" | "internet-bank" | "supervisor" | "phone" | "page";
  readonly body: Body;
}

const sealed = { k: "k1", enc: "A".repeat(1494), ct: "A".repeat(64) };
const requestReference = randomUUID();

/** By the name of the route, in no way derived from the schemas. */
const samples: Readonly<Record<string, Sample>> = {
  createVerification: {
    caller: "shop",
    body: {
      purpose: "card-second-password",
      subject: people.sara.card,
      code: "12345678",
      transactionReference: requestReference,
      origin: "terminal-1",
      holder: "C1001",
      transactionDigest: "A".repeat(43),
    },
  },
  issueCardToken: {
    caller: "atm",
    body: { kind: "card", cardNumber: people.sara.card, requestReference },
  },
  resendCardCode: { caller: "atm", body: { requestReference } },
  releaseDeviceByCard: { caller: "atm", body: { cardNumber: people.sara.card, requestReference } },
  blockTokens: { caller: "atm", body: { cardNumber: people.sara.card, requestReference } },
  searchCustomers: { caller: "supervisor", body: { nationalId: people.sara.nationalId } },
  issueTokenAtBranch: {
    caller: "supervisor",
    body: {
      kind: "account-gateway",
      customerId: people.sara.customerId,
      identitySeen: true,
      requestReference,
    },
  },
  replaceLinks: {
    caller: "supervisor",
    body: { gatewayLogin: true, accounts: [people.sara.account] },
  },
  resendCodeAtBranch: { caller: "supervisor", body: { identitySeen: true, requestReference } },
  revokeToken: { caller: "supervisor", body: { requestReference } },
  suspendToken: { caller: "supervisor", body: { requestReference } },
  releaseDeviceAtBranch: { caller: "supervisor", body: { requestReference } },
  getLoginRequirement: { caller: "internet-bank", body: { gatewayLogin: "sara.ahmadi" } },
  createCustomerSession: {
    caller: "page",
    body: { gatewayLogin: "sara.ahmadi", code: "12345678", requestReference },
  },
  // Four eyes, identity and paper.
  recordIdentityCheck: {
    caller: "supervisor",
    body: { document: "national-card", requestReference },
  },
  reprintReceipt: { caller: "supervisor", body: { requestReference } },
  revokeAllTokens: { caller: "supervisor", body: { requestReference } },
  decideApproval: {
    caller: "supervisor",
    // Without the note, which may be any text.
    body: { decision: "approve", requestReference },
  },
  createRegistration: { caller: "phone", body: sealed },
  confirmRegistration: { caller: "phone", body: sealed },
  createActivation: { caller: "phone", body: sealed },
  declareSecond: { caller: "phone", body: { second: 1_764_072_190 } },
  confirmActivation: { caller: "phone", body: { confirmation: "A".repeat(43) } },
};

/** Fields that may be left out. */
export const optionalFields = new Set(["origin", "holder", "transactionDigest", "identitySeen"]);

export const doorsWithBody: readonly Route[] = routes.filter((route) => route.body !== undefined);

export const sampleOf = (route: Route): Sample => {
  const sample = samples[route.name];
  if (sample === undefined) throw new Error(`no sample is known for ${route.name}`);
  return sample;
};

/** The route's address with parameters that fit and lead nowhere. */
export const addressOf = (route: Route): string =>
  route.path
    .replace(":serial", "100000000008")
    .replace(":customerId", "C9999")
    .replace(":id", randomUUID());

export interface Doorway {
  /** Sends `text` as the caller of the route's sample; headers given here come last. */
  send(
    route: Route,
    text: string | Uint8Array<ArrayBuffer> | undefined,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Reply>;
}

export const openDoorway = async (bank: TestBank): Promise<Doorway> => {
  const phone = createOpenPhone(bank);
  const headersOf = {
    atm: bearer(await takeToken(bank, "atm")),
    shop: bearer(await takeToken(bank, "shop")),
    "internet-bank": bearer(await takeToken(bank, "internet-bank")),
    page: { "x-ramznama-page": "1" },
    supervisor: bearer(await signInStaff(bank, "supervisor")),
  };
  return {
    send: async (route, text, headers = {}) => {
      const { caller } = sampleOf(route);
      const path = addressOf(route);
      const { method, listener } = route;
      const own = caller === "phone" ? await proofOf(phone, method, path, text) : headersOf[caller];
      const body = text === undefined ? {} : { text };
      return ask(bank, { listener, method, path, headers: { ...own, ...headers }, ...body });
    },
  };
};

const proofOf = (
  phone: OpenPhone,
  method: string,
  path: string,
  text: string | Uint8Array | undefined,
): Promise<{ dpop: string }> =>
  phone.prove(method, path, typeof text === "string" ? text : Buffer.from(text ?? "").toString());
