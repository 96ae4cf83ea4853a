/** The vault's file: a slot header, the vault key wrapped under it, and the sealed records. */
import {
  parseSealedRecord,
  parseSlotHeader,
  type SealedRecord,
  type SlotHeader,
} from "@ramznama/phone";

export interface VaultFile {
  readonly header: SlotHeader;
  readonly wrappedKey: string;
  readonly records: readonly SealedRecord[];
}

export function writeVaultFile(file: VaultFile): string {
  return `${JSON.stringify(file)}\n`;
}

export function parseVaultFile(text: string): VaultFile | undefined {
  const value = parseJson(text);
  if (!isRecord(value) || !Array.isArray(value["records"])) return undefined;
  const header = parseSlotHeader(value["header"]);
  const { wrappedKey } = value;
  const records = value["records"].map(parseSealedRecord).filter((record) => record !== undefined);
  if (header === undefined || typeof wrappedKey !== "string") return undefined;
  return records.length === value["records"].length ? { header, wrappedKey, records } : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
