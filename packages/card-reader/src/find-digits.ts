/**
 * From the network's scores to single digits: the places where some digit is likelier than around them. What each might
 * be is kept as ten logarithms, because which of two it is may only be told by the whole number.
 */
import { noneClass, scoresPerCell } from "./layers.ts";

export interface Digit {
  /** In cells from the left and from the top, between cells too. */
  readonly x: number;
  readonly y: number;
  /** Logarithm of the odds that a digit is here at all. */
  readonly odds: number;
  /** For 0 to 9 the logarithm of its probability, given that it is a digit. */
  readonly logs: readonly number[];
}

export interface Grid {
  readonly width: number;
  readonly height: number;
}

const oddsMin = -3;
/** More than this is wallpaper, not writing. */
const digitsMax = 220;
/** No single cell is believed more than this. */
const oddsMax = 8;

export function findDigits(scores: Float32Array, { width, height }: Grid): readonly Digit[] {
  const odds = oddsOf(scores, width * height);
  const digits: Digit[] = [];
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const cell = y * width + x;
      const here = odds[cell] ?? -Infinity;
      if (here > oddsMin && isPeak(odds, cell, width)) {
        digits.push(describeDigit(scores, odds, cell, width));
      }
    }
  }
  return digits.sort((a, b) => b.odds - a.odds).slice(0, digitsMax);
}

function oddsOf(scores: Float32Array, cells: number): Float32Array {
  const odds = new Float32Array(cells);
  for (let cell = 0; cell < cells; cell += 1) {
    const at = cell * scoresPerCell;
    const none = scores[at + noneClass] ?? 0;
    let best = -Infinity;
    for (let digit = 0; digit < 10; digit += 1) best = Math.max(best, scores[at + digit] ?? 0);
    // Nine other digits add at most ln 10; where that cannot matter it is not worked out.
    odds[cell] = best - none < oddsMin - 2.31 ? -Infinity : logSum(scores, at) - none;
  }
  return odds;
}

function logSum(scores: Float32Array, at: number): number {
  let best = -Infinity;
  for (let digit = 0; digit < 10; digit += 1) best = Math.max(best, scores[at + digit] ?? 0);
  let sum = 0;
  for (let digit = 0; digit < 10; digit += 1) sum += Math.exp((scores[at + digit] ?? 0) - best);
  return best + Math.log(sum);
}

/** Of equal neighbours the first one is the peak. */
function isPeak(odds: Float32Array, cell: number, width: number): boolean {
  const here = odds[cell] ?? -Infinity;
  for (const step of [-width - 1, -width, -width + 1, -1]) {
    if ((odds[cell + step] ?? -Infinity) >= here) return false;
  }
  for (const step of [1, width - 1, width, width + 1]) {
    if ((odds[cell + step] ?? -Infinity) > here) return false;
  }
  return true;
}

/** The middle and what the digit is, from the nine cells of the peak, each by its weight. */
function describeDigit(
  scores: Float32Array,
  odds: Float32Array,
  cell: number,
  width: number,
): Digit {
  let total = 0;
  let right = 0;
  let down = 0;
  const shares = new Array<number>(10).fill(0);
  for (let dy = -1; dy <= 1; dy += 1) {
    for (let dx = -1; dx <= 1; dx += 1) {
      const near = cell + dy * width + dx;
      const nearOdds = odds[near] ?? -Infinity;
      if (nearOdds === -Infinity) continue;
      const weight = 1 / (1 + Math.exp(-nearOdds));
      total += weight;
      right += dx * weight;
      down += dy * weight;
      const all = logSum(scores, near * scoresPerCell);
      for (let digit = 0; digit < 10; digit += 1) {
        const share = Math.exp((scores[near * scoresPerCell + digit] ?? 0) - all);
        shares[digit] = (shares[digit] ?? 0) + weight * share;
      }
    }
  }
  return {
    x: (cell % width) + right / total,
    y: Math.floor(cell / width) + down / total,
    odds: Math.min(odds[cell] ?? 0, oddsMax),
    logs: shares.map((share) => Math.log(share / total + 1e-9)),
  };
}
