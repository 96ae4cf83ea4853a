/** The mobile bank's doors for a customer (packages/contract, customer.ts), parsed by hand so that no schema library comes along. */
import type { CustomerHome } from "@ramznama/contract";

export interface SignInEntry {
  readonly gatewayLogin: string;
  readonly code: string;
  /** One per code entry. */
  readonly requestReference: string;
}

export type SignInOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: "problem";
      readonly code: string;
      readonly reference: string;
    }
  | { readonly ok: false; readonly reason: "offline" };

export type HomeAnswer =
  | { readonly kind: "read"; readonly home: CustomerHome }
  | { readonly kind: "over" }
  | { readonly kind: "unavailable" };

const patienceMilliseconds = 15_000;

/** With what shows the server that a page of ours asks. */
async function ask(
  method: "GET" | "POST" | "DELETE",
  path: string,
  body?: object,
): Promise<{ readonly status: number; readonly json: unknown } | undefined> {
  try {
    const response = await fetch(`/customer/v1${path}`, {
      method,
      headers: {
        accept: "application/json",
        "x-ramznama-page": "1",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(patienceMilliseconds),
    });
    return { status: response.status, json: await response.json() };
  } catch {
    return undefined;
  }
}

export async function signInWithCode(entry: SignInEntry): Promise<SignInOutcome> {
  const answer = await ask("POST", "/sessions", entry);
  if (answer === undefined) return { ok: false, reason: "offline" };
  if (answer.status === 201) return { ok: true };
  const { code, reference } = problemOf(answer.json);
  return { ok: false, reason: "problem", code, reference };
}

export async function askHome(): Promise<HomeAnswer> {
  const answer = await ask("GET", "/home");
  if (answer?.status === 401) return { kind: "over" };
  const home = answer?.status === 200 ? parseHome(answer.json) : undefined;
  return home === undefined ? { kind: "unavailable" } : { kind: "read", home };
}

/** Where the browser is to go; undefined while the bank has not heard of it, since only the bank removes the cookie. */
export async function signOut(): Promise<string | undefined> {
  const answer = await ask("DELETE", "/session");
  if (answer?.status !== 200 && answer?.status !== 401) return undefined;
  const next = isRecord(answer.json) ? answer.json["next"] : undefined;
  return typeof next === "string" && /^(\/|https?:)/.test(next) ? next : "/";
}

function problemOf(json: unknown): { readonly code: string; readonly reference: string } {
  const { code, reference } = isRecord(json) ? json : {};
  return {
    code: typeof code === "string" ? code : "",
    reference: typeof reference === "string" ? reference : "",
  };
}

/** A field more is ignored, so that a newer server can talk to an older page. */
function parseHome(json: unknown): CustomerHome | undefined {
  if (!isRecord(json)) return undefined;
  const { customer, session, cards, accounts, events } = json;
  const isWhole =
    isRecord(customer) &&
    typeof customer["name"] === "string" &&
    isRecord(session) &&
    [cards, accounts, events].every((list) => Array.isArray(list) && list.every(isRecord));
  // Same origin, same bank: what is left is shown as text and nothing else.
  return isWhole ? (json as CustomerHome) : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
