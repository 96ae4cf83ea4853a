/**
 * The vault as a port: sealed records by kind and id, written all or none, durable when the promise
 * resolves. What a kind holds is said here; how it is sealed is the vault's own matter.
 */
import type { Bytes, OwedConfirmation, PendingActivation, TokenRecord } from "@ramznama/activation";
import type { ClockRecord } from "./clock-record.ts";
import type { PinsRecord } from "./pins-record.ts";
import type { RegistrationRecord } from "./registration-record.ts";
import type { StopRecord } from "./stop-record.ts";

export interface VaultRecords {
  readonly token: TokenRecord;
  /** What the codes are made with, 32 bytes; whoever loads it wipes it. Never listed. Same id as its token. */
  readonly codeKey: Bytes;
  /** An activation whose answer has not come: secret as a whole. Same id as its token later. */
  readonly activation: PendingActivation;
  /** The confirmation that a token still owes the server. Same id as its token. */
  readonly owed: OwedConfirmation;
  /** The last second whose code was shown. Same id as its token. */
  readonly shown: { readonly second: number };
  /** Until then the bank must be told of each tap, by its time. Same id as its token. */
  readonly declares: { readonly untilSecond: number };
  /** That the bank refuses its codes, as far as the phone has heard. Same id as its token. */
  readonly stop: StopRecord;
  /** A token that is gone from here and that the server has not been told of. */
  readonly deletion: { readonly serial: string };
  readonly registration: RegistrationRecord;
  readonly pins: PinsRecord;
  readonly clock: ClockRecord;
  /** What was typed in a form that is not finished, by the names of its fields: codes are among it. */
  readonly draft: Readonly<Record<string, string>>;
}

export type RecordKind = keyof VaultRecords;

/** `undefined` erases the record; erasing what is not there is no error. */
export type VaultChange = {
  readonly [Kind in RecordKind]: {
    readonly kind: Kind;
    readonly id: string;
    readonly value: VaultRecords[Kind] | undefined;
  };
}[RecordKind];

export interface VaultEntry<Kind extends RecordKind> {
  readonly id: string;
  readonly value: VaultRecords[Kind];
}

export interface Vault {
  load<Kind extends RecordKind>(kind: Kind, id: string): Promise<VaultRecords[Kind] | undefined>;
  /** In the order in which they were first written. */
  list<Kind extends RecordKind>(kind: Kind): Promise<readonly VaultEntry<Kind>[]>;
  write(changes: readonly VaultChange[]): Promise<void>;
  /** One at a time for each name, over every program that has this vault open. */
  exclusively<Value>(name: VaultTurn, work: () => Promise<Value>): Promise<Value>;
}

/**
 * Taking a code must not wait for an activation that waits for the network. "tokens" is for a look at the list and
 * the write that follows from it: short, and within any of the others.
 */
export type VaultTurn = "registration" | "activation" | "code" | "deletion" | "tokens";

/** The id of kinds that have one record only. */
export const onlyId = "only";
