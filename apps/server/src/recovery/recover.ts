/**
 * Compares the database with the journal and, where the database has gone back in time, recovers: the floor, the
 * codes that may have been used, the acts that may be done again, all in one transaction, before anybody is served.
 * The journal hears of the new generation first; if that is all that happens, the next start begins once more.
 */
import { appendAudit, systemActor } from "../audit/index.ts";
import { secondsOf, type Clock } from "../platform/clock.ts";
import { lockName, transaction, type Database, type Tx } from "../platform/database.ts";
import { describeError, type Logger } from "../platform/logger.ts";
import type { Random } from "../platform/random.ts";
import { voidOpenCodes } from "../issuance/index.ts";
import { loadMarkNumbers, loadMissing, wasJournaled } from "./changes.ts";
import { loadPosition, type DatabasePosition } from "./database-position.ts";
import {
  decideRecovery,
  generationName,
  type RecoveryCause,
  type RecoveryDecision,
} from "./decide-recovery.ts";
import { dealWithForgotten } from "./find-forgotten.ts";
import { readJournal, setAside, type JournalContent } from "./journal-folder.ts";
import type { JournalMac } from "./journal-text.ts";
import type { JournalWriter } from "./journal-writer.ts";
import type { NotedChange } from "./lifecycle-change.ts";
import type { PatientDisk } from "./patient-disk.ts";

export interface RecoveryContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly folder: string;
  readonly mac: JournalMac;
  readonly disk: PatientDisk;
  readonly writer: JournalWriter;
}

export interface RecoveryWish {
  /** The operator says that the database was restored, whatever can be seen of it. */
  readonly asked: boolean;
  /** False: the operator wants the earlier state, and forgotten acts are left undone. */
  readonly applies: boolean;
}

export interface Compared {
  readonly generation: string;
  readonly position: DatabasePosition;
  readonly causes: readonly RecoveryCause[];
  /** Unix seconds; null: nothing was recovered now. */
  readonly floorSecond: number | null;
}

/** Whoever compares, or takes files away that others may be comparing with, holds it. */
export const comparisonLock = "recovery";

const byItself: RecoveryWish = { asked: false, applies: true };

/** @throws JournalError when the journal is another bank's */
export const compareAndRecover = async (
  context: RecoveryContext,
  wish: RecoveryWish = byItself,
): Promise<Compared> => {
  const compared = await transaction(context.database, async (tx) => {
    await lockName(tx, comparisonLock);
    return recoverInside(context, tx, wish);
  });
  const { causes } = compared.outcome;
  if (causes.length > 0) {
    context.logger.error("recovery.done", { count: causes.length, code: causes.join(" ") });
    const names = compared.journal.damaged.map(({ name }) => name);
    await context.disk
      .write(() => setAside(context.folder, names))
      .catch((error: unknown) => {
        context.logger.error("recovery.journal-not-set-aside", describeError(error));
      });
  }
  return compared.outcome;
};

type Looking = Pick<RecoveryContext, "clock" | "disk" | "folder" | "mac">;

/** What there is to recover from; changes nothing. */
export const compareOnly = async (context: Looking, tx: Tx, asked = false) => {
  // The journal first: what is written to it meanwhile was committed before, and the database is read afterwards.
  const { disk, folder, mac, clock } = context;
  const journal = await readJournal(disk, folder, mac, clock.now());
  const missing = await loadMissing(tx, journal.changes);
  const generation = await loadGeneration(tx);
  const position = await loadPosition(tx);
  const database = {
    generation,
    position,
    markNumbers: await loadMarkNumbers(tx),
    wasJournaled: await wasJournaled(tx),
    missingChanges: missing.length,
  };
  const now = clock.now();
  const decision = decideRecovery(database, journal, secondsOf(now), asked);
  return { journal, missing, generation, position, now, decision };
};

const recoverInside = async (context: RecoveryContext, tx: Tx, wish: RecoveryWish) => {
  const compared = await compareOnly(context, tx, wish.asked);
  const { journal, missing, generation, position, now, decision } = compared;
  if (decision.kind === "in-step") {
    return { journal, outcome: { generation, position, causes: [], floorSecond: null } };
  }
  const begun = await beginGeneration(context, tx, generation, decision, now);
  await voidOpenCodes(tx, now);
  await dealWithForgotten(tx, missing, { generation: begun, now, applies: wish.applies });
  await noteRecovery(tx, decision, missing, journal, now);
  return { journal, outcome: { ...decision, generation: begun, position } };
};

export const loadGeneration = async (database: Database | Tx): Promise<string> => {
  const row = await database
    .selectFrom("recoveries")
    .select((eb) => eb.fn.max("generation").as("generation"))
    .executeTakeFirstOrThrow();
  return row.generation;
};

type Recovering = Extract<RecoveryDecision, { kind: "recover" }>;

const beginGeneration = async (
  context: RecoveryContext,
  tx: Tx,
  present: string,
  { beginsNumber, floorSecond, causes }: Recovering,
  now: number,
): Promise<string> => {
  const generation =
    beginsNumber === null
      ? present
      : generationName(beginsNumber, Buffer.from(context.random.bytes(4)).toString("hex"));
  await tellJournal(context, generation, { floorSecond, causes }, now);
  await tx
    .insertInto("recoveries")
    .values({
      generation,
      began_at: new Date(now),
      floor_second: floorSecond,
      causes: [...causes],
    })
    .onConflict((conflict) =>
      conflict.column("generation").doUpdateSet((eb) => ({
        floor_second: eb.fn<number>("greatest", ["recoveries.floor_second", eb.val(floorSecond)]),
      })),
    )
    .execute();
  return generation;
};

/** A journal that cannot be written must not keep the bank closed: the database has the floor all the same. */
const tellJournal = async (
  { disk, writer, logger }: RecoveryContext,
  generation: string,
  { floorSecond, causes }: Pick<Recovering, "floorSecond" | "causes">,
  now: number,
): Promise<void> => {
  try {
    const at = new Date(now).toISOString();
    const entry = { entry: "recovery", generation, at, floorSecond, causes: [...causes] } as const;
    await disk.write(() => writer.append(generation, [entry], now));
  } catch (error) {
    logger.error("journal.not-written", describeError(error));
  }
};

const noteRecovery = async (
  tx: Tx,
  { causes, floorSecond }: Recovering,
  missing: readonly NotedChange[],
  journal: JournalContent,
  now: number,
): Promise<void> => {
  await appendAudit(tx, now, {
    type: "recovery.done",
    actor: systemActor("recovery"),
    details: {
      causes: causes.join(" "),
      floorSecond,
      forgottenChanges: missing.length,
      damagedJournalFiles: journal.damaged.map(({ name }) => name).join(" "),
    },
  });
};
