/** A channel of the bank (ATM, shop, internet bank) as a test speaks for it, over HTTP. */
import { randomUUID } from "node:crypto";
import type { IssuedToken, Problem, Purpose, VerificationResponse } from "@ramznama/contract";
import { assertListed } from "./listed-problems.ts";
import type { TestBank } from "./test-bank.ts";

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
}

export interface Channel {
  readonly token: string;
  post<T>(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
  verify(entry: VerificationEntry): Promise<Answer<VerificationResponse & Partial<Problem>>>;
}

interface VerificationEntry {
  readonly purpose: Purpose;
  readonly subject: string;
  readonly code: string;
  /** A new one unless given. */
  readonly transactionReference?: string;
  readonly origin?: string;
  readonly holder?: string;
  readonly transactionDigest?: string;
}

/** `client` is one of the sandbox's channel clients; its secret is `sandbox-` and its name. */
export const openChannel = async (bank: TestBank, client: string): Promise<Channel> => {
  const token = await takeToken(bank, client);
  const post: Channel["post"] = async <T>(
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> => {
    const response = await fetch(`${bank.internalUrl()}${path}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        ...headers,
      },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    assertListed("POST", path, answer as Partial<Problem>);
    // The test says which answer it expects and then looks at it.
    return { status: response.status, body: answer as T, headers: response.headers };
  };
  return {
    token,
    post,
    verify: (entry) =>
      post("/bank/v1/verifications", { transactionReference: randomUUID(), ...entry }),
  };
};

export const takeToken = async (
  bank: Pick<TestBank, "sandboxUrl">,
  client: string,
): Promise<string> => {
  const response = await fetch(`${bank.sandboxUrl}/oidc/token`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${client}:sandbox-${client}`).toString("base64")}`,
    },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  if (!response.ok) throw new Error(`the provider answered ${response.status} for ${client}`);
  const { access_token: token } = (await response.json()) as { access_token: string };
  return token;
};

export const issueCardToken = async (atm: Channel, cardNumber: string): Promise<IssuedToken> => {
  const answer = await atm.post<IssuedToken>("/bank/v1/tokens", {
    kind: "card",
    cardNumber,
    requestReference: randomUUID(),
  });
  if (answer.status !== 201) throw new Error(`issuing answered ${JSON.stringify(answer.body)}`);
  return answer.body;
};
