/**
 * From a row of sixteen uncertain digits to one card number, or none. Among all numbers with a right check digit
 * (ISO/IEC 7812-1, Luhn) the likeliest is taken, if it is likelier than all others together, of a known bank, and no digit
 * of it was read against what is seen there.
 */
import type { Digit } from "./find-digits.ts";

export interface Choice {
  readonly number: string;
  /** Probability that it is this number and no other with a right check digit. */
  readonly confidence: number;
}

const digitCount = 16;
const prefixLength = 6;
/** How sure the network is, measured on a set of its own: its logarithms are divided by this. */
const temperature = 1.4;
/** No digit is certain: the logarithm of the least probability of any other. */
const floorLog = Math.log(2e-5);
/** A number of no known bank is this much less likely than one of a known bank; it is never taken, and only casts doubt. */
const unknownPrefixLog = -12;
/** How much less likely than the digits as seen the chosen ones may be. */
const contradictionMin = -4;
const confidenceMin = 0.7;

/** Sums of probabilities and the best run of digits, for each remainder of Luhn's sum. */
interface Remainders {
  readonly sums: readonly number[];
  readonly best: readonly { readonly log: number; readonly text: string }[];
}

export function chooseNumber(
  digits: readonly Digit[],
  prefixes: readonly string[],
): Choice | undefined {
  if (digits.length !== digitCount) return undefined;
  const logs = digits.map(temper);
  const rest = runOf(logs.slice(prefixLength), prefixLength);
  const { total, best } = weigh(startsOf(logs, prefixes), rest);
  const seen = logs.reduce((sum, one) => sum + Math.max(...one), 0);
  const confidence = Math.exp(best.log) / total;
  const contradiction = evidence(logs, best.text) - seen;
  const isOfABank = prefixes.includes(best.text.slice(0, prefixLength));
  return isOfABank && confidence >= confidenceMin && contradiction >= contradictionMin
    ? { number: best.text, confidence }
    : undefined;
}

function temper({ logs }: Digit): readonly number[] {
  const softened = logs.map((log) => log / temperature);
  const sum = Math.log(softened.reduce((all, log) => all + Math.exp(log), 0));
  return softened.map((log) => Math.max(log - sum, floorLog));
}

const evidence = (logs: readonly (readonly number[])[], text: string): number =>
  Array.from(text).reduce((sum, digit, place) => sum + (logs[place]?.[Number(digit)] ?? 0), 0);

/** What a digit adds to Luhn's sum: of sixteen, those at even places are doubled. */
const luhnPart = (digit: number, place: number): number =>
  place % 2 === 1 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;

const nothing = { log: -Infinity, text: "" } as const;

function runOf(logs: readonly (readonly number[])[], firstPlace: number): Remainders {
  let run: Remainders = {
    sums: Array.from({ length: 10 }, (_, remainder) => (remainder === 0 ? 1 : 0)),
    best: Array.from({ length: 10 }, (_, remainder) =>
      remainder === 0 ? { log: 0, text: "" } : nothing,
    ),
  };
  logs.forEach((one, index) => {
    run = longer(run, one, firstPlace + index);
  });
  return run;
}

function longer(run: Remainders, logs: readonly number[], place: number): Remainders {
  const sums = new Array<number>(10).fill(0);
  const best: { log: number; text: string }[] = Array.from({ length: 10 }, () => nothing);
  logs.forEach((log, digit) => {
    for (let from = 0; from < 10; from += 1) {
      const to = (from + luhnPart(digit, place)) % 10;
      const before = run.best[from] ?? nothing;
      sums[to] = (sums[to] ?? 0) + (run.sums[from] ?? 0) * Math.exp(log);
      if (before.log + log > (best[to]?.log ?? 0)) {
        best[to] = { log: before.log + log, text: before.text + String(digit) };
      }
    }
  });
  return { sums, best };
}

/** Every known prefix as it is, and any six digits at the price of being unknown. */
function startsOf(logs: readonly (readonly number[])[], prefixes: readonly string[]): Remainders {
  const unknown = runOf(logs.slice(0, prefixLength), 0);
  const sums = unknown.sums.map((sum) => sum * Math.exp(unknownPrefixLog));
  const best = unknown.best.map(({ log, text }) => ({ log: log + unknownPrefixLog, text }));
  for (const prefix of prefixes) {
    const log = evidence(logs, prefix);
    const remainder =
      Array.from(prefix).reduce((sum, digit, at) => sum + luhnPart(Number(digit), at), 0) % 10;
    sums[remainder] = (sums[remainder] ?? 0) + Math.exp(log);
    if (log > (best[remainder]?.log ?? 0)) best[remainder] = { log, text: prefix };
  }
  return { sums, best };
}

function weigh(start: Remainders, rest: Remainders) {
  let total = 0;
  let best: { log: number; text: string } = nothing;
  for (let remainder = 0; remainder < 10; remainder += 1) {
    const other = (10 - remainder) % 10;
    total += (start.sums[remainder] ?? 0) * (rest.sums[other] ?? 0);
    const head = start.best[remainder] ?? nothing;
    const tail = rest.best[other] ?? nothing;
    if (head.log + tail.log > best.log) {
      best = { log: head.log + tail.log, text: head.text + tail.text };
    }
  }
  return { total, best };
}
