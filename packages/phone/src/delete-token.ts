/** S19: the token leaves the phone in one write that also notes what the server must be told. */
import { encodeBase64url } from "@ramznama/activation";
import type { PhoneContext } from "./phone-context.ts";
import { settleDeletions } from "./settle-deletions.ts";
import { eraseToken, listTokens, type PhoneToken } from "./tokens.ts";
import type { VaultChange } from "./vault.ts";

export type Deleted =
  /** `told`: the server knows it too; otherwise it is told at the next connection. */
  | { readonly ok: true; readonly deleted: number; readonly told: boolean }
  | { readonly ok: false; readonly reason: "no_such_token" };

export async function deleteToken(context: PhoneContext, id: string): Promise<Deleted> {
  const deleted = await removeTokens(context, (token) => token.id === id);
  return deleted === 0 ? { ok: false, reason: "no_such_token" } : tell(context, deleted);
}

/** Every token of the list, the unanswered activations with them. */
export async function deleteAllTokens(context: PhoneContext): Promise<Deleted> {
  return tell(context, await removeTokens(context, () => true));
}

/** How many: an activation whose answer comes meanwhile finds its row here or finds it gone. */
function removeTokens(
  context: PhoneContext,
  isChosen: (token: PhoneToken) => boolean,
): Promise<number> {
  return context.vault.exclusively("tokens", async () => {
    const tokens = (await listTokens(context)).filter(isChosen);
    await context.vault.write(
      tokens.flatMap((token) => [...eraseToken(token.id), owe(context, token)]),
    );
    return tokens.length;
  });
}

async function tell(context: PhoneContext, deleted: number): Promise<Deleted> {
  const left = await settleDeletions(context);
  return { ok: true, deleted, told: left === 0 };
}

/** For a pending one too: the server may have answered without the phone hearing it. */
function owe({ platform }: PhoneContext, { serial }: PhoneToken): VaultChange {
  const id = encodeBase64url(platform.random(16));
  return { kind: "deletion", id, value: { serial } };
}
