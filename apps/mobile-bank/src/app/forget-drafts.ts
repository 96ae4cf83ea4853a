/** What was typed for a token is kept until the token is there; its code is spent then, and nobody wants to see it again. */
import { compactDigits } from "@ramznama/persian";
import type { Vault, VaultChange } from "@ramznama/phone";

export async function forgetDrafts(vault: Vault, serials: readonly string[]): Promise<void> {
  const drafts = await vault.list("draft");
  const changes = drafts
    .filter(({ value }) => serials.includes(compactDigits(value["serial"] ?? "")))
    .map(({ id }): VaultChange => ({ kind: "draft", id, value: undefined }));
  if (changes.length > 0) await vault.write(changes);
}
