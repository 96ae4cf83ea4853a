/** An unlocked vault in one file: every write seals what changed and replaces the file as a whole. */
import type { Platform, WebCryptoKey } from "@ramznama/activation";
import {
  createTurns,
  decodeRecord,
  encodeRecord,
  openBytes,
  recordPlace,
  sealBytes,
  type RecordKind,
  type SealedRecord,
  type Vault,
  type VaultChange,
  type VaultRecords,
} from "@ramznama/phone";
import { PhoneFolderError } from "./phone-folder-error.ts";
import type { PrivateFiles } from "./private-files.ts";
import { writeVaultFile, type VaultFile } from "./vault-file.ts";

export const vaultFileName = "vault.json";

export function openFileVault(
  platform: Platform,
  files: PrivateFiles,
  vaultKey: WebCryptoKey,
  opened: VaultFile,
): Vault {
  let file = opened;
  const { vaultId } = file.header;
  const takeTurns = createTurns();

  async function read<Kind extends RecordKind>(
    kind: Kind,
    { id, sealed }: SealedRecord,
  ): Promise<VaultRecords[Kind]> {
    const bytes = await openBytes(platform, vaultKey, sealed, recordPlace(vaultId, kind, id));
    if (bytes === undefined)
      throw new PhoneFolderError("folder_damaged", `${files.path}/${vaultFileName}`);
    // Authenticated under this kind and id: it is what `write` was given.
    return decodeRecord(kind, bytes);
  }

  async function seal({ kind, id, value }: VaultChange): Promise<SealedRecord> {
    const bytes = encodeRecord(value);
    const sealed = await sealBytes(platform, vaultKey, bytes, recordPlace(vaultId, kind, id));
    bytes.fill(0);
    return { kind, id, sealed };
  }

  async function write(changes: readonly VaultChange[]): Promise<void> {
    const records = new Map(file.records.map((record) => [nameOf(record), record]));
    for (const change of changes) {
      if (change.value === undefined) records.delete(nameOf(change));
      else records.set(nameOf(change), await seal(change));
    }
    const next = { ...file, records: [...records.values()] };
    files.save(vaultFileName, writeVaultFile(next));
    file = next;
  }

  return {
    load: async (kind, id) => {
      const record = file.records.find((one) => one.kind === kind && one.id === id);
      return record && read(kind, record);
    },
    list: (kind) =>
      Promise.all(
        file.records
          .filter((record) => record.kind === kind)
          .map(async (record) => ({ id: record.id, value: await read(kind, record) })),
      ),
    // The file is replaced as a whole, so two writes must not start from the same one.
    write: (changes) => takeTurns("write", () => write(changes)),
    exclusively: takeTurns,
  };
}

function nameOf({ kind, id }: { readonly kind: RecordKind; readonly id: string }): string {
  return `${kind}/${id}`;
}
