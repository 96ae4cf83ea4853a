/** A person of the bank at a screen, signed in and speaking over HTTP. */
import { randomUUID } from "node:crypto";
import type { Approval, IssuedToken, Problem, TokenSummary } from "@ramznama/contract";
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

export const openDesk = async (bank: TestBank, user: StaffUser): Promise<Desk> =>
  openDeskWith(bank, await signInStaff(bank, user));

/** A desk of whoever the access token names. */
export const openDeskWith = (bank: Pick<TestBank, "internalUrl">, token: string): Desk => {
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

export type Refusable<T> = Answer<T & Partial<Problem>>;

export const decide = (
  supervisor: Desk,
  approval: { readonly id: string } | null | undefined,
  decision: "approve" | "reject" = "approve",
  more: object = {},
): Promise<Refusable<Approval>> => {
  if (approval == null) throw new Error("nothing waits for a second person");
  return supervisor.post(`/staff/v1/approvals/${approval.id}/decision`, {
    decision,
    requestReference: randomUUID(),
    ...more,
  });
};

interface WantedLinks {
  readonly gatewayLogin?: boolean;
  readonly accounts?: readonly string[];
}

export type Linked = Refusable<{ links: TokenSummary["links"]; approval: Approval | null }>;

export const askForLinks = (desk: Desk, serial: string, wanted: WantedLinks): Promise<Linked> =>
  desk.put(`/staff/v1/tokens/${serial}/links`, { gatewayLogin: false, accounts: [], ...wanted });

/** The second pair of eyes approves, and it has to be done then. */
const approve = async (
  supervisor: Desk,
  asked: Refusable<{ approval: Approval | null }>,
): Promise<void> => {
  if (asked.status !== 200) throw new Error(`it was answered ${JSON.stringify(asked.body)}`);
  const decided = await decide(supervisor, asked.body.approval);
  if (decided.body.state !== "approved") {
    throw new Error(`the decision was answered ${JSON.stringify(decided.body)}`);
  }
};

/** Asked for by a teller and, where accounts are new, approved by a supervisor; answers with the links as they are then. */
export const linkByTwo = async (
  teller: Desk,
  supervisor: Desk,
  serial: string,
  wanted: WantedLinks,
): Promise<Linked> => {
  const asked = await askForLinks(teller, serial, wanted);
  if (asked.status !== 200 || asked.body.approval === null) return asked;
  await approve(supervisor, asked);
  const { links } = await findToken(teller, serial);
  return { ...asked, body: { links, approval: null } };
};

export const seeIdentity = (desk: Desk, customerId: string): Promise<Refusable<object>> =>
  desk.post(`/staff/v1/customers/${customerId}/identity-checks`, {
    document: "national-card",
    requestReference: randomUUID(),
  });

export const askForRelease = (
  desk: Desk,
  id: string,
): Promise<Refusable<{ approval: Approval | null }>> =>
  desk.post(`/staff/v1/devices/${id}/release`, { requestReference: randomUUID() });

export const askForBlockLift = (
  desk: Desk,
  customerId: string,
): Promise<Refusable<{ approval: Approval | null }>> =>
  desk.delete(`/staff/v1/customers/${customerId}/token-block`);

/** The owner's document seen, asked for by a teller, approved by a supervisor. */
export const liftBlockByTwo = async (
  teller: Desk,
  supervisor: Desk,
  customerId: string,
): Promise<void> => {
  await seeIdentity(teller, customerId);
  await approve(supervisor, await askForBlockLift(teller, customerId));
};

export const deviceIdOf = async (
  desk: Desk,
  person: { readonly customerId: string },
): Promise<string> => {
  const { body } = await desk.get<{ device: { id: string } | null }>(
    `/staff/v1/customers/${person.customerId}`,
  );
  return body.device?.id ?? "none";
};

/** Newest first. */
export const readEvents = async (auditor: Desk, query: string): Promise<readonly AuditEvent[]> => {
  const answer = await auditor.get<{ events: AuditEvent[] }>(
    `/staff/v1/audit-events?limit=200&${query}`,
  );
  if (answer.status !== 200) throw new Error(`the audit answered ${answer.status}`);
  return answer.body.events;
};
