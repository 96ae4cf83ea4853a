/** A process that sends one code many times at once, as told over IPC; see `channel-processes.ts`. */
import { randomUUID } from "node:crypto";

export interface Volley {
  readonly urls: readonly string[];
  readonly token: string;
  readonly subject: string;
  readonly code: string;
  readonly count: number;
}

/** What came back, one entry per request: the outcome, the reason, or the HTTP status of a problem. */
export type VolleyAnswer = readonly string[];

interface Body {
  readonly outcome?: string;
  readonly reason?: string;
}

const send = async ({ token, subject, code }: Volley, url: string): Promise<string> => {
  const response = await fetch(`${url}/bank/v1/verifications`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({
      purpose: "card-second-password",
      subject,
      code,
      transactionReference: randomUUID(),
    }),
  });
  const { outcome, reason } = (await response.json()) as Body;
  return reason ?? outcome ?? `status ${response.status}`;
};

process.on("message", (volley: Volley) => {
  const requests = Array.from({ length: volley.count }, (_, index) =>
    send(volley, volley.urls[index % volley.urls.length] ?? ""),
  );
  void Promise.all(requests).then((answer: VolleyAnswer) => process.send?.(answer));
});
process.on("disconnect", () => process.exit(0));
