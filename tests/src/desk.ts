/** A person of the bank at a screen, signed in and speaking over HTTP. */
import { randomUUID } from "node:crypto";
import type { IssuedToken, Problem, TokenSummary } from "@ramznama/contract";
import type { Answer } from "./channel.ts";
import { signInStaff, type StaffUser } from "./staff.ts";
import type { TestBank } from "./test-bank.ts";

export interface Desk {
  get<T>(path: string): Promise<Answer<T>>;
  post<T>(path: string, body: unknown): Promise<Answer<T>>;
  put<T>(path: string, body: unknown): Promise<Answer<T>>;
  delete<T>(path: string): Promise<Answer<T>>;
}

export interface AuditEvent {
  readonly id: string;
  readonly type: string;
  readonly actorKind: string;
  readonly actor: string;
  readonly branch: string | null;
  readonly customerId: string | null;
  readonly serial: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly reference: string | null;
}

export const openDesk = async (bank: TestBank, user: StaffUser): Promise<Desk> => {
  const token = await signInStaff(bank, user);
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<Answer<T>> => {
    const response = await fetch(`${bank.internalUrl()}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // The test says which answer it expects and then looks at it.
    const answer = (await response.json()) as T;
    return { status: response.status, body: answer, headers: response.headers };
  };
  return {
    get: (path) => ask("GET", path),
    post: (path, body) => ask("POST", path, body),
    put: (path, body) => ask("PUT", path, body),
    delete: (path) => ask("DELETE", path),
  };
};

export const issueAccountToken = async (
  desk: Desk,
  customerId: string,
  identitySeen = false,
): Promise<IssuedToken> => {
  const answer = await desk.post<IssuedToken>("/staff/v1/tokens", {
    kind: "account-gateway",
    customerId,
    identitySeen,
    requestReference: randomUUID(),
  });
  if (answer.status !== 201) throw new Error(`issuing answered ${JSON.stringify(answer.body)}`);
  return answer.body;
};

export const actOnToken = (
  desk: Desk,
  serial: string,
  act: "revocation" | "suspension",
): Promise<Answer<TokenSummary & Partial<Problem>>> =>
  desk.post(`/staff/v1/tokens/${serial}/${act}`, { requestReference: randomUUID() });

export const findToken = async (desk: Desk, serial: string): Promise<TokenSummary> => {
  const { body } = await desk.get<{ tokens: TokenSummary[] }>(`/staff/v1/tokens?serial=${serial}`);
  const [token] = body.tokens;
  if (token === undefined) throw new Error("there is no such token");
  return token;
};

/** Newest first. */
export const readEvents = async (auditor: Desk, query: string): Promise<readonly AuditEvent[]> => {
  const answer = await auditor.get<{ events: AuditEvent[] }>(
    `/staff/v1/audit-events?limit=200&${query}`,
  );
  if (answer.status !== 200) throw new Error(`the audit answered ${answer.status}`);
  return answer.body.events;
};
