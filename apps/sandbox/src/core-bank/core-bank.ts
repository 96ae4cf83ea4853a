/** The core bank's memory: the people on file and every change made since, kept in the journal. */
import { join } from "node:path";
import { z } from "zod";
import type { People } from "../people.ts";
import { openJournal } from "../platform/journal.ts";
import { SandboxError } from "../platform/sandbox-error.ts";
import {
  type CoreBank,
  type CoreCustomer,
  findCustomers,
  type Lookup,
  openCoreBank,
} from "./core-bank-state.ts";
import { type ChangeOutcome, CoreBankChange, decideChange } from "./decide-change.ts";
import { decideMovement, MoneyMoved, type MovementOutcome } from "./decide-movement.ts";

export interface CoreBankService {
  state(): CoreBank;
  find(lookup: Lookup): readonly CoreCustomer[];
  /** Stored before it is answered; survives a restart. */
  change(change: CoreBankChange): ChangeOutcome;
  /** The same for money. */
  move(movement: MoneyMoved): MovementOutcome;
}

const Entry = z.discriminatedUnion("kind", [...CoreBankChange.options, MoneyMoved]);

type Entry = z.output<typeof Entry>;

export function startCoreBank(
  people: People,
  firstStart: number,
  dataFolder: string,
): CoreBankService {
  const path = join(dataFolder, "core-bank-changes.jsonl");
  const journal = openJournal(path, Entry);
  let bank = replay(openCoreBank(people, firstStart), journal.entries, path);
  const keep = (entry: Entry, after: CoreBank) => {
    journal.append(entry);
    bank = after;
  };
  return {
    state: () => bank,
    find: (lookup) => findCustomers(bank, lookup),
    change(change) {
      const outcome = decideChange(bank, change);
      if (outcome.ok) keep(change, outcome.bank);
      return outcome;
    },
    move(movement) {
      const outcome = decideMovement(bank, movement);
      if (outcome.ok) keep(movement, outcome.bank);
      return outcome;
    },
  };
}

function replay(bank: CoreBank, entries: readonly Entry[], path: string): CoreBank {
  return entries.reduce((before, entry) => {
    const outcome =
      entry.kind === "money-moved" ? decideMovement(before, entry) : decideChange(before, entry);
    if (outcome.ok) return outcome.bank;
    throw new SandboxError(
      "data_damaged",
      `${path} does not fit the people on file (${outcome.reason}): start anew without it.`,
    );
  }, bank);
}
