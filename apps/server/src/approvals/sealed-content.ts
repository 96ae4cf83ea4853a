/** What a request must know to be done and nobody may read in the database: full account numbers. */
import { z } from "zod";
import type { Keyring } from "../keys/index.ts";
import type { ApprovalRow } from "./approval-records.ts";

const contentSchema = z.array(z.string());

export const sealContent = (
  keyring: Keyring,
  id: string,
  content: readonly string[] | undefined,
): Buffer | null => {
  if (content === undefined) return null;
  const bytes = Buffer.from(JSON.stringify(content));
  const box = keyring.seal("approval", id, bytes);
  bytes.fill(0);
  return box;
};

/** Empty where there was nothing to seal, and after the end of the request. */
export const openContent = (
  keyring: Keyring,
  row: Pick<ApprovalRow, "id" | "sealed_content">,
): readonly string[] => {
  if (row.sealed_content === null) return [];
  const bytes = keyring.open("approval", row.id, row.sealed_content);
  const content = contentSchema.parse(JSON.parse(bytes.toString("utf8")));
  bytes.fill(0);
  return content;
};
