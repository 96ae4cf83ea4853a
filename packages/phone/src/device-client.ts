/**
 * The phone's side of HTTP: one request, one answer that is either what was asked for, a problem in the
 * server's own words, or no answer. Proofs carry the server's nonce as RFC 9449 §8 has it: the newest
 * `DPoP-Nonce` of any answer is used next, the first one is asked for at an open door, and `use_nonce`
 * repeats the request once.
 */
import { makeProof } from "@ramznama/activation";
import { parseProblem } from "./device-answers.ts";
import { askConfiguration } from "./device-doors.ts";
import type { DeviceAnswer, DeviceRequest, Unanswered } from "./device-request.ts";
import type { PhonePlatform } from "./phone-platform.ts";

export interface DeviceClient {
  send<Body>(request: DeviceRequest<Body>): Promise<DeviceAnswer<Body>>;
}

export interface DeviceClientOptions {
  /** Address of the public listener, without a slash at the end. */
  readonly server: string;
  readonly timeoutMilliseconds?: number;
}

interface RawAnswer {
  readonly status: number;
  readonly text: string;
  readonly nonce: string | null;
  readonly retryAfter: string | null;
}

/** Typed as any by Node's declarations; a body streams bytes (Fetch, "body"). */
interface ByteReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}

const answerLengthMax = 256 * 1024;

export function createDeviceClient(
  platform: PhonePlatform,
  { server, timeoutMilliseconds = 15_000 }: DeviceClientOptions,
): DeviceClient {
  let nonce = "";

  async function sendOnce(request: DeviceRequest<unknown>): Promise<RawAnswer | Unanswered> {
    const raw = await exchange(platform, server, timeoutMilliseconds, request, nonce);
    if ("status" in raw && raw.nonce !== null) nonce = raw.nonce;
    return raw;
  }

  return {
    send: async (request) => {
      if (request.deviceKey !== undefined && nonce === "") {
        const door = askConfiguration();
        const opened = readAnswer(door, await sendOnce(door));
        if (opened.kind !== "done") return opened;
      }
      const first = await sendOnce(request);
      const answer = readAnswer(request, first);
      if (answer.kind !== "problem" || answer.problem.code !== "use_nonce") return answer;
      return readAnswer(request, await sendOnce(request));
    },
  };
}

async function exchange(
  platform: PhonePlatform,
  server: string,
  timeoutMilliseconds: number,
  request: DeviceRequest<unknown>,
  nonce: string,
): Promise<RawAnswer | Unanswered> {
  const query = request.query === undefined ? "" : `?${request.query}`;
  const headers = await writeHeaders(platform, request, nonce);
  try {
    const response = await platform.fetch(`${server}${request.path}${query}`, {
      method: request.method,
      headers,
      ...(request.body === undefined ? {} : { body: request.body }),
      // Nothing here is for browsers' stores, and the pinned server never sends anybody elsewhere.
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    const text = await readText(response);
    if (text === undefined) return { kind: "unanswered", cause: "unreadable" };
    return {
      status: response.status,
      text,
      nonce: response.headers.get("dpop-nonce"),
      retryAfter: response.headers.get("retry-after"),
    };
  } catch (error) {
    const timedOut = error instanceof Error && error.name === "TimeoutError";
    return { kind: "unanswered", cause: timedOut ? "timeout" : "offline" };
  }
}

async function writeHeaders(
  platform: PhonePlatform,
  request: DeviceRequest<unknown>,
  nonce: string,
): Promise<Record<string, string>> {
  const body = new TextEncoder().encode(request.body ?? "");
  const content = { htm: request.method, htu: request.path, body, nonce };
  return {
    accept: "application/json",
    ...(request.body === undefined ? {} : { "content-type": "application/json" }),
    ...(request.deviceKey === undefined
      ? {}
      : { dpop: await makeProof(platform, request.deviceKey, content) }),
  };
}

/** Undefined when the answer is longer than any answer of the server. */
async function readText(response: Response): Promise<string | undefined> {
  if (response.body === null) return "";
  const decoder = new TextDecoder();
  let text = "";
  // A reader and no `for await`, which Safari's streams do not have yet.
  const reader: ByteReader = response.body.getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    text += decoder.decode(chunk.value, { stream: true });
    if (text.length > answerLengthMax) {
      await reader.cancel();
      return undefined;
    }
  }
  return text + decoder.decode();
}

function readAnswer<Body>(
  request: DeviceRequest<Body>,
  raw: RawAnswer | Unanswered,
): DeviceAnswer<Body> {
  if (!("status" in raw)) return raw;
  const json = parseJson(raw.text);
  if (raw.status === request.status) {
    const body = request.parse(json);
    if (body !== undefined) return { kind: "done", body };
  }
  const problem = raw.status >= 400 ? parseProblem(raw.status, json) : undefined;
  if (problem === undefined) return { kind: "unanswered", cause: "unreadable" };
  return { kind: "problem", problem: { ...problem, ...readRetryAfter(raw.retryAfter) } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds only: the date form of RFC 9110 §10.2.3 would need a right clock. */
function readRetryAfter(header: string | null): { readonly retryAfterSeconds?: number } {
  return header !== null && /^[0-9]{1,6}$/.test(header)
    ? { retryAfterSeconds: Number(header) }
    : {};
}
