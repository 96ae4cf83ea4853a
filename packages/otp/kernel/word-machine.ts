/**
 * The words that the hash functions are written in. A word known when the kernel is built is a bigint and is computed
 * with at once; any other stands for a vector that the kernel will compute, one candidate in each lane.
 *
 * [Note: What is computed when] HMAC's blocks are almost constant: padding, and the upper half of the counter. So the
 * hash functions are written down once, as FIPS 180-4 has them, and three rules make the program short: known words
 * fold; what is the same for all candidates of a call is computed once, before the loop over the candidates; what was
 * computed already is not computed again. Sums begin with what is known and with what is computed once.
 */

/** A vector of the kernel's program, named by the operation that makes it. */
export interface Computed {
  readonly operation: number;
}
export type Word = bigint | Computed;
export type LaneBits = 32 | 64;

export interface Operation {
  /** An instruction of WebAssembly with its immediates, as the text format writes it. */
  readonly code: string;
  readonly operands: readonly Word[];
  /** Scalar operands, which follow the vectors. */
  readonly scalars: string;
  /** The same for all candidates of a call. */
  readonly once: boolean;
  /** Has a result of its own even if it is used only once: what reads memory must not move behind a write. */
  readonly pinned: boolean;
}

export interface WordMachine {
  readonly laneBits: LaneBits;
  readonly operations: readonly Operation[];
  readonly compute: (code: string, operands: readonly Word[], scalars?: string) => Computed;
  /** A vector that the program around has: `once` tells whether it is the same for all candidates. */
  readonly input: (code: string, scalars: string, once: boolean) => Computed;
  readonly add: (...words: readonly Word[]) => Word;
  readonly xor: (...words: readonly Word[]) => Word;
  readonly and: (left: Word, right: Word) => Word;
  readonly or: (left: Word, right: Word) => Word;
  readonly shiftLeft: (word: Word, count: number) => Word;
  readonly shiftRight: (word: Word, count: number) => Word;
  readonly rotateRight: (word: Word, count: number) => Word;
}

export function makeWordMachine(laneBits: LaneBits): WordMachine {
  const { operations, compute, input, isOnce } = makeOperationList();
  const shape = laneBits === 32 ? "i32x4" : "i64x2";
  const mask = (1n << BigInt(laneBits)) - 1n;

  const pair =
    (code: string, known: (left: bigint, right: bigint) => bigint) =>
    (left: Word, right: Word): Word => {
      if (typeof left === "bigint" && typeof right === "bigint") return known(left, right) & mask;
      return compute(code, inOrder(left, right));
    };
  const shift =
    (code: string, known: (word: bigint, count: bigint) => bigint) =>
    (word: Word, count: number): Word => {
      if (typeof word === "bigint") return known(word, BigInt(count)) & mask;
      return compute(code, [word], `(i32.const ${count})`);
    };
  /** Zero changes neither a sum nor an exclusive or. */
  const combine =
    (two: (left: Word, right: Word) => Word) =>
    (...words: readonly Word[]): Word => {
      const known = words.filter((word) => typeof word === "bigint").reduce(two, 0n);
      const once = words.filter((word) => typeof word !== "bigint" && isOnce(word));
      const each = words.filter((word) => typeof word !== "bigint" && !isOnce(word));
      const all = [...(known === 0n ? [] : [known]), ...once, ...each];
      return all.length === 0 ? 0n : all.reduce(two);
    };

  const or = pair("v128.or", (left, right) => left | right);
  const shiftLeft = shift(`${shape}.shl`, (word, count) => word << count);
  const shiftRight = shift(`${shape}.shr_u`, (word, count) => word >> count);
  return {
    laneBits,
    operations,
    compute,
    input,
    add: combine(pair(`${shape}.add`, (left, right) => left + right)),
    xor: combine(pair("v128.xor", (left, right) => left ^ right)),
    and: pair("v128.and", (left, right) => left & right),
    or,
    shiftLeft,
    shiftRight,
    // There is no rotation of lanes in WebAssembly.
    rotateRight: (word, count) => or(shiftRight(word, count), shiftLeft(word, laneBits - count)),
  };
}

function makeOperationList() {
  const operations: Operation[] = [];
  const places = new Map<string, number>();
  const isOnce = (word: Word): boolean =>
    typeof word === "bigint" || operations[word.operation]?.once === true;
  const append = (operation: Operation): Computed => {
    const name = nameOf(operation);
    const known = places.get(name);
    if (known !== undefined) return { operation: known };
    places.set(name, operations.length);
    return { operation: operations.push(operation) - 1 };
  };
  const compute = (code: string, operands: readonly Word[], scalars = ""): Computed =>
    append({ code, operands, scalars, once: operands.every(isOnce), pinned: false });
  const input = (code: string, scalars: string, once: boolean): Computed =>
    append({ code, operands: [], scalars, once, pinned: true });
  return { operations, compute, input, isOnce };
}

const nameOfWord = (word: Word): string =>
  typeof word === "bigint" ? `#${word}` : String(word.operation);
const nameOf = ({ code, operands, scalars }: Operation): string =>
  [code, ...operands.map(nameOfWord), scalars].join(" ");

/** One order for operations that do not care, so that the same one is recognised. */
function inOrder(left: Word, right: Word): readonly [Word, Word] {
  if (typeof left === "bigint") return [right, left];
  if (typeof right === "bigint") return [left, right];
  return left.operation < right.operation ? [left, right] : [right, left];
}
