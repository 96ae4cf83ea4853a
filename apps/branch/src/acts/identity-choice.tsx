/** Which document the teller has seen. */
import { identityDocuments } from "@ramznama/contract";
import type { VNode } from "preact";
import { useTexts } from "../app/console-context.ts";
import { Choice } from "../parts/choice.tsx";
import type { Identity } from "./use-identity.ts";

export function IdentityChoice({ identity }: { readonly identity: Identity }): VNode | null {
  const say = useTexts();
  if (identity.isSeen) return null;
  return (
    <Choice
      name="document"
      label={say("document")}
      options={identityDocuments.map((one) => [one, say(`document_${one}`)] as const)}
      value={identity.document}
      onChoose={identity.choose}
      error={identity.error}
    />
  );
}
