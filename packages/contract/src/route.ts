/**
 * One door of the HTTP API as data: what goes in, what comes out, who may knock.
 * The server registers handlers for these, OpenAPI and the authorization matrix are generated from them.
 */
import type { z } from "zod";
import type { ProblemCode } from "./problem.ts";

export const scopes = [
  "issue:card",
  "release:device",
  "block:tokens",
  "verify:card-second-password",
  "verify:account-password",
  "verify:gateway-login",
] as const;
export type Scope = (typeof scopes)[number];

export const roles = ["teller", "supervisor", "officer", "auditor"] as const;
export type Role = (typeof roles)[number];

/** Who may call: `channel` and `staff` name alternatives, any one of which suffices. */
export type Access =
  | { readonly kind: "open" }
  /** A page of ours on which nobody is signed in yet. */
  | { readonly kind: "page" }
  /** A customer whose session the cookie names. */
  | { readonly kind: "customer" }
  | { readonly kind: "device" }
  | { readonly kind: "channel"; readonly scopes: readonly Scope[] }
  | {
      readonly kind: "staff";
      readonly roles: readonly Role[];
      /** Acts at a desk: the person must belong to a branch, which the record will name. */
      readonly ofBranch?: true;
    };

export type Listener = "public" | "internal";
export type Method = "GET" | "POST" | "PUT" | "DELETE";

type Schema = z.ZodType | undefined;

export interface Route<
  A extends Access = Access,
  P extends Schema = Schema,
  Q extends Schema = Schema,
  B extends Schema = Schema,
  R extends Schema = Schema,
> {
  readonly name: string;
  readonly listener: Listener;
  readonly method: Method;
  /** `:name` marks a parameter. */
  readonly path: string;
  readonly summary: string;
  readonly access: A;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Status of success and the shape of its body (`undefined`: no body). */
  readonly status: number;
  readonly response: R;
  readonly problems: readonly ProblemCode[];
}

type Parts<A, P, Q, B, R> = {
  name: string;
  listener: Listener;
  method: Method;
  path: string;
  summary: string;
  access: A;
  status: number;
  problems?: readonly ProblemCode[];
} & Optional<"params", P> &
  Optional<"query", Q> &
  Optional<"body", B> &
  Optional<"response", R>;

type Optional<K extends string, T> = undefined extends T ? Partial<Record<K, T>> : Record<K, T>;

/** Fills in what a route leaves out, keeping every schema's type. */
export const defineRoute = <
  const A extends Access,
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
  R extends Schema = undefined,
>(
  parts: Parts<A, P, Q, B, R>,
): Route<A, P, Q, B, R> => ({
  params: undefined as P,
  query: undefined as Q,
  body: undefined as B,
  response: undefined as R,
  problems: [],
  ...parts,
});

export const open = { kind: "open" } as const;
export const page = { kind: "page" } as const;
export const customer = { kind: "customer" } as const;
export const device = { kind: "device" } as const;
export const channel = <const S extends readonly Scope[]>(...names: S) =>
  ({ kind: "channel", scopes: names }) as const;
export const staff = <const R extends readonly Role[]>(...names: R) =>
  ({ kind: "staff", roles: names }) as const;
export const staffOfBranch = <const R extends readonly Role[]>(...names: R) =>
  ({ kind: "staff", roles: names, ofBranch: true }) as const;
