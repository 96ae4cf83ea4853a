/**
 * From single digits to rows of sixteen in four groups of four, up to 17° askew. Candidates for rows are bands in which
 * many digits lie; inside a band the best sixteen are found by dynamic programming over "the k-th digit is this one".
 */
import type { Digit } from "./find-digits.ts";

export interface Row {
  readonly digits: readonly Digit[];
  readonly score: number;
}

/** A digit with its place along the band. */
interface Placed {
  readonly digit: Digit;
  readonly along: number;
}

interface Band {
  readonly placed: readonly Placed[];
  readonly weight: number;
}

interface Spacing {
  readonly pitch: number;
  readonly gap: number;
}

const digitCount = 16;
const groupSize = 4;
const turnsDegrees = Array.from({ length: 25 }, (_, index) => (index - 12) * 1.45);
/** Cells between the band's middle and its edges. */
const bandReach = 1.3;
const bandsPerTurn = 3;
const bandsMax = 10;
const bandWeightMin = 9;
/** Cells between neighbouring digits. */
const pitchMin = 1.6;
const pitchMax = 12;
const pitchFactors = [0.82, 0.91, 1, 1.1, 1.22] as const;
const gapFactors = [1.35, 1.6, 1.9, 2.25, 2.7, 3.2] as const;
/** Of the pitch: how far off a distance may be, and what is usual. */
const straying = 0.6;
const usualStraying = 0.2;
/** Beyond these odds a digit next to the row says that the number goes on, so that it is no card's. */
const flankOdds = 4;
const flankPitches = 2.8;

/** The best row of each band, the best first. */
export function findRows(digits: readonly Digit[]): readonly Row[] {
  return bandsOf(digits)
    .flatMap(({ placed }) => findRow(placed) ?? [])
    .filter((row) => !goesOn(row, digits))
    .sort((a, b) => b.score - a.score);
}

const weightOf = ({ odds }: Digit): number => 1 / (1 + Math.exp(-odds));

function bandsOf(digits: readonly Digit[]): readonly Band[] {
  return turnsDegrees
    .flatMap((degrees) => bandsAt(digits, (degrees * Math.PI) / 180))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, bandsMax);
}

function bandsAt(digits: readonly Digit[], turn: number): readonly Band[] {
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  const sorted = digits
    .map((digit) => ({
      digit,
      along: digit.x * cos + digit.y * sin,
      across: digit.y * cos - digit.x * sin,
    }))
    .sort((a, b) => a.across - b.across);
  const bands: (Band & { readonly middle: number })[] = [];
  let last = 0;
  let weight = 0;
  for (let first = 0; first < sorted.length; first += 1) {
    const top = sorted[first]?.across ?? 0;
    for (; last < sorted.length && (sorted[last]?.across ?? 0) <= top + 2 * bandReach; last += 1) {
      weight += weightOf((sorted[last] as Placed).digit);
    }
    if (last - first >= digitCount && weight >= bandWeightMin) {
      bands.push({ placed: sorted.slice(first, last), weight, middle: top + bandReach });
    }
    weight -= weightOf((sorted[first] as Placed).digit);
  }
  return withoutOverlaps(bands.sort((a, b) => b.weight - a.weight));
}

function withoutOverlaps(bands: readonly (Band & { readonly middle: number })[]): readonly Band[] {
  const kept: (Band & { readonly middle: number })[] = [];
  for (const band of bands) {
    const isNew = kept.every(({ middle }) => Math.abs(middle - band.middle) > 2 * bandReach);
    if (isNew) kept.push(band);
    if (kept.length === bandsPerTurn) break;
  }
  return kept;
}

function findRow(band: readonly Placed[]): Row | undefined {
  const placed = [...band].sort((a, b) => a.along - b.along);
  const pitch = usualPitch(placed);
  if (pitch === undefined) return undefined;
  let best: Row | undefined;
  for (const pitchFactor of pitchFactors) {
    for (const gapFactor of gapFactors) {
      const tried = pitch * pitchFactor;
      const row = bestRow(placed, { pitch: tried, gap: tried * gapFactor });
      if (row !== undefined && row.score > (best?.score ?? -Infinity)) best = row;
    }
  }
  return best;
}

/** The median distance of neighbours that are probably digits. */
function usualPitch(placed: readonly Placed[]): number | undefined {
  const likely = placed.filter(({ digit }) => digit.odds > 0);
  const distances = likely
    .slice(1)
    .map(({ along }, index) => along - (likely[index]?.along ?? 0))
    .filter((distance) => distance >= pitchMin && distance <= pitchMax)
    .sort((a, b) => a - b);
  return distances.length < digitCount / 2
    ? undefined
    : distances[Math.floor((distances.length - 1) / 2)];
}

/** `reached[k][j]`: the best score of a row whose k-th digit is j, and which digit came before it. */
function bestRow(placed: readonly Placed[], spacing: Spacing): Row | undefined {
  const count = placed.length;
  const gains = placed.map(({ digit }) => Math.min(digit.odds, 5));
  // What is passed over between two digits counts against the row, if it looks like a digit.
  const passed = new Float64Array(count + 1);
  gains.forEach((gain, index) => (passed[index + 1] = (passed[index] ?? 0) + Math.max(gain, 0)));
  let reached = Float64Array.from(gains);
  const before = Array.from({ length: digitCount }, () => new Int16Array(count).fill(-1));
  for (let k = 1; k < digitCount; k += 1) {
    const wanted = k % groupSize === 0 ? spacing.gap : spacing.pitch;
    const next = new Float64Array(count).fill(-Infinity);
    for (let j = 1; j < count; j += 1) {
      const to = placed[j]?.along ?? 0;
      for (let i = j - 1; i >= 0; i -= 1) {
        const off = (to - (placed[i]?.along ?? 0) - wanted) / spacing.pitch;
        if (off > straying) break;
        if (off < -straying) continue;
        const skipped = (passed[j] ?? 0) - (passed[i + 1] ?? 0);
        const score = (reached[i] ?? 0) - 0.5 * (off / usualStraying) ** 2 - skipped;
        if (score > (next[j] ?? 0)) {
          next[j] = score;
          (before[k] as Int16Array)[j] = i;
        }
      }
      next[j] = (next[j] ?? 0) + (gains[j] ?? 0);
    }
    reached = next;
  }
  return traceRow(placed, reached, before);
}

function traceRow(
  placed: readonly Placed[],
  reached: Float64Array,
  before: readonly Int16Array[],
): Row | undefined {
  let last = 0;
  reached.forEach((score, index) => {
    if (score > (reached[last] ?? 0)) last = index;
  });
  const score = reached[last] ?? -Infinity;
  if (score === -Infinity) return undefined;
  const indices = [last];
  for (let k = digitCount - 1; k > 0; k -= 1) {
    const earlier = before[k]?.[indices[0] ?? 0] ?? -1;
    if (earlier < 0) return undefined;
    indices.unshift(earlier);
  }
  return { digits: indices.flatMap((index) => placed[index]?.digit ?? []), score };
}

/**
 * True when digits stand before the first or after the last one, as near as groups stand to one another. The row's own
 * line is looked along, not the band's, which may be too askew to hold what comes next.
 */
function goesOn({ digits }: Row, all: readonly Digit[]): boolean {
  const first = digits[0];
  const last = digits.at(-1);
  if (first === undefined || last === undefined) return false;
  const length = Math.hypot(last.x - first.x, last.y - first.y);
  const [cos, sin] = [(last.x - first.x) / length, (last.y - first.y) / length];
  // Twelve steps inside of groups and three between them, each about twice as long.
  const pitch = length / 18;
  return all.some(({ x, y, odds }) => {
    const along = (x - first.x) * cos + (y - first.y) * sin;
    const across = (y - first.y) * cos - (x - first.x) * sin;
    const beyond = Math.max(-along, along - length);
    const isBeside = beyond > 0.5 * pitch && beyond < flankPitches * pitch;
    return isBeside && Math.abs(across) < bandReach && odds > flankOdds;
  });
}
