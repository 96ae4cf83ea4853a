import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decideRecovery,
  generationName,
  type DatabaseState,
  type JournalState,
  type Mark,
} from "./decide-recovery.ts";

const generation = generationName(3, "aaaaaaaa");
const position = { system: "s", objects: "o", timeline: "00000001", flushed: 500 };
const database: DatabaseState = {
  generation,
  position,
  markNumbers: new Map([["a", 7]]),
  wasJournaled: true,
  missingChanges: 0,
};
const mark: Mark = { process: "a", number: 7, generation, position, second: 990 };
const journal: JournalState = {
  standing: "kept",
  marks: [mark],
  newestGeneration: generation,
  floorSecond: null,
  damagedFiles: 0,
};
const now = 1_000;

const causesOf = (db: Partial<DatabaseState>, kept: Partial<JournalState> = {}) => {
  const decision = decideRecovery({ ...database, ...db }, { ...journal, ...kept }, now);
  return decision.kind === "recover" ? decision.causes : [];
};

const at = (change: Partial<typeof position>) => ({ position: { ...position, ...change } });

describe("A database is taken to have gone back in time", () => {
  test("not when it stands where it was seen, or further", () => {
    expect(causesOf({})).toEqual([]);
    expect(causesOf(at({ flushed: 501 }))).toEqual([]);
  });
  test("when less is on its disk than was seen there", () => {
    expect(causesOf(at({ flushed: 499 }))).toEqual(["database-older"]);
  });
  test("when it lacks the number it was given at the last look, however much it has written since", () => {
    const lost = { ...at({ flushed: 900 }), markNumbers: new Map([["a", 6]]) };
    expect(causesOf(lost)).toEqual(["database-older"]);
    expect(causesOf({ markNumbers: new Map() })).toEqual(["database-older"]);
  });
  test("when another copy of it became the primary", () => {
    expect(causesOf(at({ timeline: "00000002", flushed: 900 }))).toEqual(["other-timeline"]);
  });
  test("when a dump was read back, into this cluster or another", () => {
    expect(causesOf(at({ objects: "p", flushed: 900 }))).toEqual(["other-database"]);
    expect(causesOf(at({ system: "t", flushed: 900 }))).toEqual(["other-database"]);
  });
  test("when the journal tells of what it does not have", () => {
    expect(causesOf({ missingChanges: 1 })).toEqual(["changes-missing"]);
  });
  test("when it was restored to before an earlier recovery, or to one that another journal saw", () => {
    expect(causesOf({ generation: generationName(2, "bbbbbbbb") })).toEqual(["generation-lost"]);
    expect(causesOf({ generation: generationName(3, "bbbbbbbb") })).toEqual(["generation-lost"]);
  });
  test("when the journal is lost, unreadable or damaged, since then nobody can tell", () => {
    const none = { marks: [], newestGeneration: null };
    expect(causesOf({}, { ...none, standing: "empty" })).toEqual(["journal-lost"]);
    expect(causesOf({}, { ...none, standing: "unreadable" })).toEqual(["journal-unreadable"]);
    expect(causesOf({}, { damagedFiles: 1 })).toEqual(["journal-damaged"]);
  });
  test("never at the first start of a bank, whose journal is empty like its database", () => {
    const empty = { standing: "empty", marks: [], newestGeneration: null } as const;
    expect(causesOf({ wasJournaled: false }, empty)).toEqual([]);
  });
});

test("a recovery by a server with another journal is followed without a new generation, or two would never rest", () => {
  const elsewhere = generationName(4, "cccccccc");
  const decision = decideRecovery(
    { ...database, generation: elsewhere, missingChanges: 2 },
    journal,
    now,
  );
  expect(decision).toMatchObject({ causes: ["recovered-elsewhere"], beginsNumber: null });
});

const arbitraryGeneration = fc
  .tuple(fc.nat(6), fc.constantFrom("aaaaaaaa", "bbbbbbbb"))
  .map(([number, random]) => generationName(number, random));
const arbitraryPosition = fc.record({
  system: fc.constantFrom("s", "t"),
  objects: fc.constantFrom("o", "p"),
  timeline: fc.constantFrom("00000001", "00000002"),
  flushed: fc.nat(10),
});
const arbitraryMark = fc.record({
  process: fc.constantFrom("a", "b"),
  number: fc.nat(3),
  generation: arbitraryGeneration,
  position: arbitraryPosition,
  second: fc.nat(2_000),
});
const arbitraryDatabase = fc.record({
  generation: arbitraryGeneration,
  position: arbitraryPosition,
  markNumbers: fc
    .array(fc.tuple(fc.constantFrom("a", "b"), fc.nat(3)))
    .map((pairs) => new Map(pairs)),
  wasJournaled: fc.boolean(),
  missingChanges: fc.nat(2),
});
const arbitraryJournal = fc.record({
  standing: fc.constantFrom("kept", "empty", "unreadable"),
  marks: fc.array(arbitraryMark, { maxLength: 4 }),
  newestGeneration: fc.option(arbitraryGeneration, { nil: null }),
  floorSecond: fc.option(fc.nat(3_000), { nil: null }),
  damagedFiles: fc.nat(1),
});

test("the floor never lies below anything that any server saw of the time", () => {
  fc.assert(
    fc.property(arbitraryDatabase, arbitraryJournal, fc.nat(2_000), (db, kept, second) => {
      const decision = decideRecovery(db, kept, second);
      if (decision.kind === "in-step") return;
      const seen = [second, kept.floorSecond ?? 0, ...kept.marks.map((one) => one.second)];
      expect(decision.floorSecond).toBe(Math.max(...seen));
    }),
  );
});

test("a generation that begins sorts after every one that was known", () => {
  fc.assert(
    fc.property(arbitraryDatabase, arbitraryJournal, (db, kept) => {
      const decision = decideRecovery(db, kept, now);
      if (decision.kind === "in-step" || decision.beginsNumber === null) return;
      const begun = generationName(decision.beginsNumber, "00000000");
      expect(begun > db.generation).toBe(true);
      expect(begun > (kept.newestGeneration ?? "")).toBe(true);
    }),
  );
});

test("in step means: nothing missing, nothing newer outside, and no mark of this generation beyond", () => {
  fc.assert(
    fc.property(arbitraryDatabase, arbitraryJournal, (db, kept) => {
      if (decideRecovery(db, kept, now).kind === "recover") return;
      expect(db.missingChanges).toBe(0);
      expect((kept.newestGeneration ?? db.generation) <= db.generation).toBe(true);
      for (const one of kept.marks.filter((each) => each.generation === db.generation)) {
        expect({ ...one.position, flushed: db.position.flushed }).toEqual(db.position);
        expect(one.position.flushed).toBeLessThanOrEqual(db.position.flushed);
        expect(one.number).toBeLessThanOrEqual(db.markNumbers.get(one.process) ?? 0);
      }
    }),
  );
});
