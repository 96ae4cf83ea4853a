/**
 * Operations as text of WebAssembly, in the order in which they were thought of. A result used once stands inside the
 * operation that uses it; any other gets a local, which the next result takes over after the last use: a compiler that
 * gives every local a place on the stack then needs few of them.
 */

import type { Computed, LaneBits, Operation, Word, WordMachine } from "./word-machine.ts";

export interface WrittenProgram {
  /** Statements before the loop over the candidates. */
  readonly once: string;
  /** Statements for each group of candidates. */
  readonly each: string;
  readonly locals: string;
}

/** Where a known word lies in the memory of the kernel. */
export type PlaceOfKnown = (word: bigint, laneBits: LaneBits) => number;

/** A vector that the program around takes over, by the statement that does. */
export interface Outcome {
  readonly word: Computed;
  readonly statement: (vector: string) => string;
}

export function writeProgram(
  { operations, laneBits }: WordMachine,
  outcomes: readonly Outcome[],
  placeOfKnown: PlaceOfKnown,
): WrittenProgram {
  const uses = usesOf(operations, outcomes);
  const ownerOf = ownersOf(operations, uses);
  const lastUses = lastUsesOf(operations, ownerOf, outcomes);
  const slots = makeSlots();
  const slotOf = new Map<number, number>();

  const textOf = (word: Word): string => {
    if (typeof word === "bigint") {
      return `(v128.load${laneBits}_splat offset=${placeOfKnown(word, laneBits)} (i32.const 0))`;
    }
    const slot = slotOf.get(word.operation);
    return slot === undefined ? expressionOf(word.operation) : `(local.get $v${slot})`;
  };
  const expressionOf = (place: number): string => {
    const { code, operands, scalars } = operationAt(operations, place);
    return `(${[code, ...operands.map(textOf), scalars].filter((part) => part !== "").join(" ")})`;
  };

  const write = (once: boolean): string => {
    const lines: string[] = [];
    for (const [place, operation] of operations.entries()) {
      if (operation.once !== once || ownerOf[place] !== place || uses[place]?.length === 0)
        continue;
      const expression = expressionOf(place);
      for (const ended of lastUses.get(place) ?? []) slots.giveBack(slotOf.get(ended));
      const slot = slots.take();
      slotOf.set(place, slot);
      lines.push(`(local.set $v${slot} ${expression})`);
    }
    for (const { word, statement } of outcomes) {
      if (operationAt(operations, word.operation).once === once)
        lines.push(statement(textOf(word)));
    }
    return lines.join("\n");
  };

  const once = write(true);
  const each = write(false);
  const locals = Array.from({ length: slots.count() }, (_, slot) => `(local $v${slot} v128)`);
  return { once, each, locals: locals.join(" ") };
}

function operationAt(operations: readonly Operation[], place: number): Operation {
  const operation = operations[place];
  if (operation === undefined) throw new RangeError("no such operation");
  return operation;
}

const outside = Number.POSITIVE_INFINITY;

/** Which operations use a result that is needed at all; `outside` stands for the program around. */
function usesOf(operations: readonly Operation[], outcomes: readonly Outcome[]): number[][] {
  const uses = operations.map((): number[] => []);
  for (const { word } of outcomes) uses[word.operation]?.push(outside);
  for (let place = operations.length - 1; place >= 0; place -= 1) {
    if (uses[place]?.length === 0) continue;
    for (const operand of operationAt(operations, place).operands) {
      if (typeof operand !== "bigint") uses[operand.operation]?.push(place);
    }
  }
  return uses;
}

/** The operation in whose statement each one stands: its own, or that of its only user. */
function ownersOf(operations: readonly Operation[], uses: readonly number[][]): number[] {
  const owners: number[] = [];
  for (let place = operations.length - 1; place >= 0; place -= 1) {
    const { once, pinned } = operationAt(operations, place);
    const [user = outside, ...more] = uses[place] ?? [];
    const stands =
      pinned || more.length > 0 || user === outside || operationAt(operations, user).once !== once;
    owners[place] = stands ? place : (owners[user] ?? user);
  }
  return owners;
}

/** The results whose locals are free after an operation. What is computed once lives through the loop. */
function lastUsesOf(
  operations: readonly Operation[],
  owners: readonly number[],
  outcomes: readonly Outcome[],
): ReadonlyMap<number, readonly number[]> {
  const last = new Map<number, number>();
  for (const [place, { operands, once }] of operations.entries()) {
    for (const operand of operands) {
      if (typeof operand === "bigint") continue;
      const { operation } = operand;
      const lives = operationAt(operations, operation).once && !once;
      const owner = lives ? outside : (owners[place] ?? place);
      last.set(operation, Math.max(last.get(operation) ?? 0, owner));
    }
  }
  for (const { word } of outcomes) last.set(word.operation, outside);
  const ended = new Map<number, number[]>();
  for (const [operation, place] of last) {
    if (place !== outside && owners[operation] === operation) {
      ended.set(place, [...(ended.get(place) ?? []), operation]);
    }
  }
  return ended;
}

function makeSlots() {
  const free: number[] = [];
  let count = 0;
  return {
    take: (): number => free.pop() ?? count++,
    giveBack: (slot: number | undefined): void => {
      if (slot !== undefined) free.push(slot);
    },
    count: (): number => count,
  };
}
