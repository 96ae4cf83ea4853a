/** The core bank's memory: the people on file and every change made since, kept in the journal. */
import { join } from "node:path";
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

export interface CoreBankService {
  state(): CoreBank;
  find(lookup: Lookup): readonly CoreCustomer[];
  /** Stored before it is answered; survives a restart. */
  change(change: CoreBankChange): ChangeOutcome;
}

export function startCoreBank(
  people: People,
  firstStart: number,
  dataFolder: string,
): CoreBankService {
  const path = join(dataFolder, "core-bank-changes.jsonl");
  const journal = openJournal(path, CoreBankChange);
  let bank = replay(openCoreBank(people, firstStart), journal.entries, path);
  return {
    state: () => bank,
    find: (lookup) => findCustomers(bank, lookup),
    change(change) {
      const outcome = decideChange(bank, change);
      if (outcome.ok) {
        journal.append(change);
        bank = outcome.bank;
      }
      return outcome;
    },
  };
}

function replay(bank: CoreBank, changes: readonly CoreBankChange[], path: string): CoreBank {
  return changes.reduce((before, change) => {
    const outcome = decideChange(before, change);
    if (outcome.ok) return outcome.bank;
    throw new SandboxError(
      "data_damaged",
      `${path} does not fit the people on file (${outcome.reason}): start anew without it.`,
    );
  }, bank);
}
