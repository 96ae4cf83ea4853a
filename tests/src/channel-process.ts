/** A process that sends one code many times at once, as told over IPC; see `channel-processes.ts`. */
import { randomInt, randomUUID } from "node:crypto";
import type { Purpose } from "@ramznama/contract";

/** One request of a volley, at one of the two doors behind which codes are looked at. */
export type Shot =
  | {
      readonly door: "verification";
      readonly url: string;
      readonly token: string;
      readonly purpose: Purpose;
      readonly subject: string;
      readonly code: string;
    }
  /** A customer signs in at the mobile bank, from a network address of this request alone. */
  | {
      readonly door: "session";
      readonly url: string;
      readonly gatewayLogin: string;
      readonly code: string;
    };

/**
 * What came back, one entry per shot: `accepted`, the reason of a refusal, a problem's code at the door that has no
 * other words, or the HTTP status of what is none of these.
 */
export type VolleyAnswer = readonly string[];

interface Body {
  readonly outcome?: string;
  readonly reason?: string;
  readonly name?: string;
  readonly code?: string;
}

const send = async (shot: Shot): Promise<string> => {
  const { address, headers, body } = requestOf(shot);
  const response = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const { reason, outcome, code } = (await response.json()) as Body;
  if (response.status === 201) return "accepted";
  return reason ?? outcome ?? code ?? `status ${response.status}`;
};

const requestOf = (shot: Shot) => {
  if (shot.door === "verification") {
    const { url, token, purpose, subject, code } = shot;
    return {
      address: `${url}/bank/v1/verifications`,
      headers: { authorization: `Bearer ${token}` },
      body: { purpose, subject, code, transactionReference: randomUUID() },
    };
  }
  const { url, gatewayLogin, code } = shot;
  return {
    address: `${url}/customer/v1/sessions`,
    headers: { "x-ramznama-page": "1", "x-forwarded-for": anyAddress() },
    body: { gatewayLogin, code, requestReference: randomUUID() },
  };
};

const anyAddress = (): string =>
  ["10", ...Array.from({ length: 3 }, () => randomInt(256))].join(".");

process.on("message", (shots: readonly Shot[]) => {
  void Promise.all(shots.map(send)).then((answer: VolleyAnswer) => process.send?.(answer));
});
process.on("disconnect", () => process.exit(0));
