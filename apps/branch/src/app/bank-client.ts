/** The doors of the server, same-origin, under the session's cookie that no script sees. */
import {
  callRoute,
  type ProblemCode,
  type Route,
  type RouteInput,
  type RouteOutput,
} from "@ramznama/contract";

export interface Failure {
  /** `unreachable`: nothing answered; `foreign`: something that is not our server. */
  readonly code: ProblemCode | "unreachable" | "foreign";
  /** Finds the request in the logs; empty where nothing of ours answered. */
  readonly reference: string;
}

export type Answer<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: Failure };

export interface BankClient {
  call<R extends Route>(route: R, input: RouteInput<R>): Promise<Answer<RouteOutput<R>>>;
}

export type SignedOutCode = "unauthenticated" | "session_ended" | "token_expired";

const signedOutCodes: readonly string[] = ["unauthenticated", "session_ended", "token_expired"];
const patienceMilliseconds = 30_000;

/** `onSignedOut`: whatever was asked, nobody is signed in any more. */
export function createBankClient(onSignedOut: (code: SignedOutCode) => void): BankClient {
  return {
    call: async (route, input) => {
      const answer = await ask(route, input);
      if (!answer.ok && isSignedOut(answer.failure.code)) onSignedOut(answer.failure.code);
      return answer;
    },
  };
}

const isSignedOut = (code: string): code is SignedOutCode => signedOutCodes.includes(code);

async function ask<R extends Route>(
  route: R,
  input: RouteInput<R>,
): Promise<Answer<RouteOutput<R>>> {
  let isAnswered = false;
  const send = async (address: string, options: SendOptions) => {
    const response = await fetch(address, {
      ...options,
      // A page of ours, and not a form of somebody else's: other sites cannot set this header.
      headers: { ...options.headers, "x-ramznama-page": "1" },
      cache: "no-store",
      credentials: "same-origin",
      redirect: "error",
      signal: AbortSignal.timeout(patienceMilliseconds),
    });
    const text = await response.text();
    isAnswered = true;
    return { status: response.status, text: () => Promise.resolve(text) };
  };
  try {
    const answer = await callRoute({ send, address: "" }, route, input);
    if (answer.ok) return answer;
    const { code, reference } = answer.problem;
    return { ok: false, failure: { code, reference } };
  } catch {
    return { ok: false, failure: { code: isAnswered ? "foreign" : "unreachable", reference: "" } };
  }
}

interface SendOptions {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}
