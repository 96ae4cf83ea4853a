/**
 * What a token, a link, a device or a block became, as the triggers note it (tables.ts), and how far a counter has come.
 * No secret is in it.
 */
import type { TokenState } from "@ramznama/contract";
import { z } from "zod";

const tokenStates = [
  "issued",
  "confirming",
  "active",
  "suspended",
  "ended",
] as const satisfies readonly TokenState[];

const customer = z.string();
const optional = z.string().optional();

export const lifecycleChangeSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("token"),
    serial: z.string(),
    customer,
    state: z.enum(tokenStates),
    reason: optional,
    /** The masked card number of a card token. */
    subject: optional,
  }),
  z.object({
    kind: z.literal("link"),
    serial: z.string(),
    customer,
    purpose: z.enum(["card-second-password", "account-password", "gateway-login"]),
    /** The keyed digest that finds the link, hexadecimal. */
    subjectKey: z.string(),
    subject: z.string(),
    state: z.enum(["linked", "ended"]),
  }),
  z.object({
    kind: z.literal("device"),
    device: z.string(),
    customer,
    state: z.enum(["live", "ended"]),
    reason: z.enum(["replaced", "released-by-channel", "released-by-branch"]).optional(),
  }),
  z.object({ kind: z.literal("block"), customer, state: z.enum(["blocked", "lifted"]) }),
  /** The counter accepted last of a token that counts presses (note-counter.ts). */
  z.object({ kind: z.literal("counter"), serial: z.string(), customer, counter: z.number().int() }),
]);

export type LifecycleChange = z.infer<typeof lifecycleChangeSchema>;

/** One change with its place in the history of the bank. */
export interface NotedChange {
  readonly generation: string;
  readonly n: number;
  /** RFC 3339, by the database's clock. */
  readonly at: string;
  readonly entity: string;
  readonly change: LifecycleChange;
}

/** Generations sort as text; within one, changes of one entity are numbered under its row's lock. */
export const isLater = (
  one: Pick<NotedChange, "generation" | "n">,
  other: Pick<NotedChange, "generation" | "n">,
): boolean =>
  one.generation === other.generation ? one.n > other.n : one.generation > other.generation;
