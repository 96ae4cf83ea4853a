/**
 * Vaults made before the code key had a record of its own hold it as text inside the token. Each is moved out when such
 * a vault is opened next, all of them in one write: a program that dies before it finds everything as it was.
 */
import { decodeBase64urlOfLength, wipe, type TokenRecord } from "@ramznama/activation";
import type { Vault, VaultChange } from "./vault.ts";

type TokenWithKey = TokenRecord & {
  /** base64url, 32 bytes. */
  readonly codeKey?: string;
};

/** In a turn: a token that another tab deletes meanwhile does not come back. */
export function moveCodeKeys(vault: Vault): Promise<void> {
  return vault.exclusively("tokens", async () => {
    const changes = (await vault.list("token")).flatMap(({ id, value }) => takeKeyOut(id, value));
    if (changes.length > 0) await vault.write(changes);
    for (const change of changes) if (change.kind === "codeKey" && change.value) wipe(change.value);
  });
}

function takeKeyOut(id: string, token: TokenWithKey): readonly VaultChange[] {
  const { codeKey, ...value } = token;
  if (codeKey === undefined) return [];
  const bytes = decodeBase64urlOfLength(codeKey, 32);
  if (bytes === undefined) throw new TypeError("a sealed token holds no key");
  return [
    { kind: "token", id, value },
    { kind: "codeKey", id, value: bytes },
  ];
}
