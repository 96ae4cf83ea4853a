/** Has the database gone back in time, and from which second on may codes be accepted? Pure. */
import type { DatabasePosition } from "./database-position.ts";

/** What a server last saw of the database, kept outside of it. */
export interface Mark {
  readonly process: string;
  /** The database got the same number first; one that lacks it is older than the mark. */
  readonly number: number;
  readonly generation: string;
  readonly position: DatabasePosition;
  /** Unix seconds by that server's clock. */
  readonly second: number;
}

export interface JournalState {
  /** `empty`: nothing was ever written there; `unreadable`: the folder cannot be read now. */
  readonly standing: "kept" | "empty" | "unreadable";
  readonly marks: readonly Mark[];
  /** The newest generation that lines or marks speak of. */
  readonly newestGeneration: string | null;
  /** The latest floor that a recovery wrote down, Unix seconds. */
  readonly floorSecond: number | null;
  /** Files whose chain is broken. */
  readonly damagedFiles: number;
}

export interface DatabaseState {
  readonly generation: string;
  readonly position: DatabasePosition;
  /** The latest number of each process that looked. */
  readonly markNumbers: ReadonlyMap<string, number>;
  /** Whether some journal has ever been written from this database. */
  readonly wasJournaled: boolean;
  /** Changes that the journal has and the database neither has nor has dealt with. */
  readonly missingChanges: number;
}

export const recoveryCauses = [
  "asked",
  "database-older",
  "other-timeline",
  "other-database",
  "changes-missing",
  "generation-lost",
  "recovered-elsewhere",
  "journal-lost",
  "journal-unreadable",
  "journal-damaged",
] as const;
export type RecoveryCause = (typeof recoveryCauses)[number];

export type RecoveryDecision =
  | { readonly kind: "in-step" }
  | {
      readonly kind: "recover";
      readonly causes: readonly RecoveryCause[];
      /** The moment before which nothing is accepted, Unix seconds. */
      readonly floorSecond: number;
      /** The number of the generation that begins, above all that were ever seen; null: the present one goes on. */
      readonly beginsNumber: number | null;
    };

export const decideRecovery = (
  database: DatabaseState,
  journal: JournalState,
  nowSecond: number,
  asked = false,
): RecoveryDecision => {
  const causes = [
    ...(asked ? (["asked"] as const) : []),
    ...journalCauses(database, journal),
    ...generationCauses(database.generation, journal.newestGeneration),
    ...positionCauses(database, journal.marks),
    ...missingCauses(database, journal),
  ];
  if (causes.length === 0) return { kind: "in-step" };
  return {
    kind: "recover",
    causes: [...new Set(causes)],
    // Never below what any server saw of the time: the clock of a new machine may be behind.
    floorSecond: Math.max(
      nowSecond,
      journal.floorSecond ?? 0,
      ...journal.marks.map((mark) => mark.second),
    ),
    // Servers with a folder each would otherwise answer one another's generation with the next, for ever.
    beginsNumber: causes.every((cause) => cause === "recovered-elsewhere")
      ? null
      : 1 + Math.max(numberOf(database.generation), numberOf(journal.newestGeneration)),
  };
};

const journalCauses = (database: DatabaseState, journal: JournalState): RecoveryCause[] => [
  ...(journal.standing === "unreadable" ? (["journal-unreadable"] as const) : []),
  // The first start of a bank finds an empty folder too; there is nothing then that could have been forgotten.
  ...(journal.standing === "empty" && database.wasJournaled ? (["journal-lost"] as const) : []),
  ...(journal.damagedFiles > 0 ? (["journal-damaged"] as const) : []),
];

const generationCauses = (ofDatabase: string, ofJournal: string | null): RecoveryCause[] => {
  if (ofJournal === null || ofJournal === ofDatabase) return [];
  // Another server, with a folder of its own, has recovered; here it is not compared yet.
  if (numberOf(ofJournal) < numberOf(ofDatabase)) return ["recovered-elsewhere"];
  return ["generation-lost"];
};

/** What another recovery has not seen is missing as well; that alone is no second loss. */
const missingCauses = (database: DatabaseState, journal: JournalState): RecoveryCause[] =>
  database.missingChanges > 0 &&
  !generationCauses(database.generation, journal.newestGeneration).includes("recovered-elsewhere")
    ? ["changes-missing"]
    : [];

const positionCauses = (
  { generation, position, markNumbers }: DatabaseState,
  marks: readonly Mark[],
): RecoveryCause[] =>
  marks
    .filter((mark) => mark.generation === generation)
    .flatMap((mark) => compareWithMark(mark, position, markNumbers.get(mark.process) ?? 0));

/** What of the place where the database was seen last does not fit to where it is now. */
export const compareWithMark = (
  { position: seen, number }: Pick<Mark, "position" | "number">,
  now: DatabasePosition,
  numberNow: number,
): RecoveryCause[] => {
  if (seen.system !== now.system || seen.objects !== now.objects) return ["other-database"];
  if (seen.timeline !== now.timeline) return ["other-timeline"];
  // A restored database may have written much since, but it has not got back the number it lost.
  return now.flushed < seen.flushed || numberNow < number ? ["database-older"] : [];
};

const numberOf = (generation: string | null): number =>
  generation === null ? 0 : Number(generation.slice(0, 5));

/** @param random eight hexadecimal digits */
export const generationName = (number: number, random: string): string =>
  `${String(number).padStart(5, "0")}-${random}`;
