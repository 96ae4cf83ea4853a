/**
 * The journal in a running server: the comparison at the start, the door that every new database connection passes,
 * the lines that follow each change before it is acknowledged, and the mark of every second.
 */
import { sql } from "kysely";
import type pg from "pg";
import { secondsOf, type Clock } from "../platform/clock.ts";
import { lockName, transaction, type Database } from "../platform/database.ts";
import { describeError, type Logger } from "../platform/logger.ts";
import type { Random } from "../platform/random.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import { startWorker, type Worker } from "../platform/worker.ts";
import { loadMarkNumbers, lockPending, noteJournaled, saveMarkNumber } from "./changes.ts";
import {
  loadPosition,
  positionAndNumberQuery,
  positionAndNumberSchema,
} from "./database-position.ts";
import { compareWithMark, type Mark } from "./decide-recovery.ts";
import { forgetJournal, writeMark } from "./journal-folder.ts";
import type { JournalMac } from "./journal-text.ts";
import { JournalWriter } from "./journal-writer.ts";
import type { NotedChange } from "./lifecycle-change.ts";
import { openPatientDisk, type PatientDisk } from "./patient-disk.ts";
import { compareAndRecover, comparisonLock, loadGeneration } from "./recover.ts";
import { shareRuns } from "./share-runs.ts";

export interface Journal {
  /** Lets a new connection pass once its database is in step. @throws RamznamaError `database_unavailable` */
  admit(client: pg.ClientBase): Promise<void>;
  /** Resolves when every change committed before the call stands in the journal, or the journal is failing. */
  flush(): Promise<void>;
  standing(): "kept" | "failing" | "off";
  /** @throws RamznamaError `temporarily_unavailable`: nothing is given that the journal could not tell of */
  assertKept(): void;
  /** Looks at the database now, instead of within a second. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

export interface JournalOptions {
  /** Connections that pass no door: the journal's own. */
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly folder: string;
  readonly mac: JournalMac;
  /** How long is waited for the folder's disk before it counts as failing. */
  readonly diskPatienceMilliseconds?: number;
}

/** For a server without a folder: nothing is noticed, and every start says so. */
export const noJournal = (logger: Logger): Journal => {
  logger.warn("journal.off");
  return {
    admit: () => Promise.resolve(),
    flush: () => Promise.resolve(),
    standing: () => "off",
    assertKept: () => undefined,
    drain: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
};

/** @throws JournalError when the journal is another bank's; whatever the database says when it is away */
export const keepJournal = async (options: JournalOptions): Promise<Journal> => {
  const journal = new KeptJournal(options);
  try {
    await journal.begin();
    return journal;
  } catch (error) {
    await journal.stop();
    throw error;
  }
};

const linesAtOnce = 1_000;
/** One more than the connections that may all be broken. */
const flushAttempts = 3;
const markEveryMilliseconds = 1_000;
const markAtLeastEverySeconds = 600;

/** Owns the journal file and the mark of this process. */
class KeptJournal implements Journal {
  readonly #options: JournalOptions;
  readonly #process: string;
  readonly #disk: PatientDisk;
  readonly #writer: JournalWriter;
  #failing = false;
  /** Where the database was seen last; every connection must lead there or further. */
  #mark: Mark | undefined;
  #number = 0;
  #worker: Worker | undefined;
  readonly flush = shareRuns(() => this.#flushAll());
  readonly #compare = shareRuns(() => this.#compareOnce());

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#process = Buffer.from(options.random.bytes(4)).toString("hex");
    this.#disk = openPatientDisk(options.diskPatienceMilliseconds);
    this.#writer = new JournalWriter(options.folder, options.mac, this.#process);
  }

  async begin(): Promise<void> {
    await this.#compare();
    await this.#forget();
    this.#worker = startWorker({
      name: "journal",
      logger: this.#options.logger,
      intervalMilliseconds: markEveryMilliseconds,
      runOne: () => this.#tick(),
    });
  }

  async admit(client: pg.ClientBase): Promise<void> {
    try {
      if (await this.#leadsHere(client)) return;
      this.#options.logger.warn("journal.database-changed");
      await this.#compare();
    } catch (cause) {
      throw new RamznamaError("database_unavailable", { retryAfterSeconds: 2, cause });
    }
    // This very connection may still lead to the database of before.
    if (!(await this.#leadsHere(client))) {
      throw new RamznamaError("database_unavailable", { retryAfterSeconds: 2 });
    }
  }

  standing(): "kept" | "failing" {
    return this.#failing ? "failing" : "kept";
  }

  assertKept(): void {
    if (this.#failing) {
      throw new RamznamaError("temporarily_unavailable", { retryAfterSeconds: 30 });
    }
  }

  async drain(): Promise<void> {
    await this.#worker?.drain();
  }

  async stop(): Promise<void> {
    await this.#worker?.stop();
    await this.#disk.write(() => this.#writer.close()).catch(() => undefined);
  }

  async #leadsHere(client: pg.ClientBase): Promise<boolean> {
    const seen = this.#mark;
    const { rows } = await client.query(positionAndNumberQuery, [this.#process]);
    const { number, ...position } = positionAndNumberSchema.parse(rows[0]);
    return seen !== undefined && compareWithMark(seen, position, number).length === 0;
  }

  async #compareOnce(): Promise<void> {
    const { causes } = await compareAndRecover({
      ...this.#options,
      disk: this.#disk,
      writer: this.#writer,
    });
    if (causes.length === 0) this.#options.logger.info("journal.in-step");
    await this.#flushAll();
    await this.#saveMark();
  }

  /** Under the lock of the comparison: what another server has listed must still be there when it reads it. */
  #forget(): Promise<void> {
    const { database, folder, mac, clock } = this.#options;
    return transaction(database, async (tx) => {
      await lockName(tx, comparisonLock);
      await this.#withFolder(() => forgetJournal(folder, mac, clock.now()));
    });
  }

  /** First in the database, then as seen there, then outside. */
  async #saveMark(): Promise<void> {
    const { database, clock, folder, mac } = this.#options;
    const process = this.#process;
    this.#number += 1;
    const number = this.#number;
    await saveMarkNumber(database, process, number, clock.now());
    const generation = await loadGeneration(database);
    const position = await loadPosition(database);
    const mark = { process, number, generation, position, second: secondsOf(clock.now()) };
    this.#mark = mark;
    await this.#withFolder(() => writeMark(folder, mac, mark));
  }

  /** The database may have restarted while a connection lay idle: what waits here is committed, and another is tried. */
  async #flushAll(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        while ((await this.#flushBatch()) === linesAtOnce);
        return;
      } catch (error) {
        if (attempt === flushAttempts) throw error;
      }
    }
  }

  /** How many lines were written; what could not be written stays pending in the database. */
  #flushBatch(): Promise<number> {
    const { database, clock } = this.#options;
    return transaction(database, async (tx) => {
      // What this may lose in a crash is only that the lines stand there already: they are written once more.
      await sql`set local synchronous_commit = off`.execute(tx);
      const changes = await lockPending(tx, linesAtOnce);
      if (changes.length === 0 || !(await this.#append(changes))) return 0;
      await noteJournaled(tx, changes, clock.now());
      return changes.length;
    });
  }

  #append(changes: readonly NotedChange[]): Promise<boolean> {
    const entries = changes.map((change) => ({ entry: "change", ...change }) as const);
    const generation = changes[0]?.generation ?? "";
    const now = this.#options.clock.now();
    return this.#withFolder(() => this.#writer.append(generation, entries, now));
  }

  /** Whatever is done with the folder goes through here, so that its standing is told once and truly. */
  async #withFolder(work: () => Promise<unknown>): Promise<boolean> {
    const { logger } = this.#options;
    try {
      await this.#disk.write(work);
      if (this.#failing) logger.warn("journal.written-again");
      this.#failing = false;
      return true;
    } catch (error) {
      if (!this.#failing) logger.error("journal.not-written", describeError(error));
      this.#failing = true;
      return false;
    }
  }

  /** Behind a pool between server and database no connection tells of a fail-over; a second later this does. */
  async #tick(): Promise<false> {
    const { database, clock } = this.#options;
    const last = this.#mark;
    const position = await loadPosition(database);
    const generation = await loadGeneration(database);
    const number = (await loadMarkNumbers(database)).get(this.#process) ?? 0;
    const inStep =
      last?.generation === generation && compareWithMark(last, position, number).length === 0;
    if (!inStep) {
      await this.#compare();
      return false;
    }
    await this.flush();
    const old = secondsOf(clock.now()) - last.second >= markAtLeastEverySeconds;
    if (last.position.flushed !== position.flushed || this.#failing || old) await this.#saveMark();
    return false;
  }
}
