/** A vault that lives as long as its process: for tests, simulation and load. */
import { createTurns } from "./take-turns.ts";
import type { RecordKind, Vault, VaultEntry, VaultRecords } from "./vault.ts";

export function createMemoryVault(): Vault {
  const texts = new Map<string, { kind: RecordKind; id: string; text: string }>();
  return {
    load: (kind, id) => {
      const stored = texts.get(nameOf(kind, id));
      return Promise.resolve(stored && read(kind, stored.text));
    },
    list: (kind) => {
      const entries = [...texts.values()].filter((stored) => stored.kind === kind);
      return Promise.resolve(
        entries.map(({ id, text }): VaultEntry<typeof kind> => ({ id, value: read(kind, text) })),
      );
    },
    write: (changes) => {
      for (const { kind, id, value } of changes) {
        if (value === undefined) texts.delete(nameOf(kind, id));
        else texts.set(nameOf(kind, id), { kind, id, text: JSON.stringify(value) });
      }
      return Promise.resolve();
    },
    exclusively: createTurns(),
  };
}

function nameOf(kind: RecordKind, id: string): string {
  return `${kind}/${id}`;
}

function read<Kind extends RecordKind>(_kind: Kind, text: string): VaultRecords[Kind] {
  // The text was written under this very kind by `write`, whose argument is typed.
  return JSON.parse(text) as VaultRecords[Kind];
}
