/** One request to the bank, and what may come of it. */
import type { DeviceKey } from "@ramznama/activation";
import type { DeviceProblem } from "./device-answers.ts";

export interface DeviceRequest<Body> {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  /** Without the question mark; never part of a proof. */
  readonly query?: string;
  /** The very text to send. */
  readonly body?: string;
  /** Signs the request; open doors need none. */
  readonly deviceKey?: DeviceKey;
  readonly status: number;
  /** Undefined when the body is not what the door answers. */
  readonly parse: (body: unknown) => Body | undefined;
}

export type DeviceAnswer<Body> =
  | { readonly kind: "done"; readonly body: Body }
  | { readonly kind: "problem"; readonly problem: DeviceProblem }
  | Unanswered;

export interface Unanswered {
  readonly kind: "unanswered";
  /** `unreadable`: something answered, and it was not the server (a portal, a proxy, a cut answer). */
  readonly cause: "offline" | "timeout" | "unreadable";
}
