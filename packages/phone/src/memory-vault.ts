/** A vault that lives as long as its process: for tests, simulation and load. */
import type { Bytes } from "@ramznama/activation";
import { decodeRecord, encodeRecord } from "./record-bytes.ts";
import { createTurns } from "./take-turns.ts";
import type { RecordKind, Vault } from "./vault.ts";

export function createMemoryVault(): Vault {
  const records = new Map<string, { kind: RecordKind; id: string; bytes: Bytes }>();
  return {
    load: (kind, id) => {
      const stored = records.get(nameOf(kind, id));
      return Promise.resolve(stored && decodeRecord(kind, stored.bytes.slice()));
    },
    list: (kind) => {
      const stored = [...records.values()].filter((record) => record.kind === kind);
      return Promise.resolve(
        stored.map(({ id, bytes }) => ({ id, value: decodeRecord(kind, bytes.slice()) })),
      );
    },
    write: (changes) => {
      for (const { kind, id, value } of changes) {
        if (value === undefined) records.delete(nameOf(kind, id));
        else records.set(nameOf(kind, id), { kind, id, bytes: encodeRecord(value) });
      }
      return Promise.resolve();
    },
    exclusively: createTurns(),
  };
}

function nameOf(kind: RecordKind, id: string): string {
  return `${kind}/${id}`;
}
