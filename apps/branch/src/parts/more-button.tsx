/** The next page of a list. */
import { Button } from "@ramznama/design";
import type { VNode } from "preact";
import { useTexts } from "../app/console-context.ts";

export function MoreButton({ more }: { readonly more: (() => void) | undefined }): VNode | null {
  const say = useTexts();
  if (more === undefined) return null;
  return (
    <p class="more">
      <Button look="plain" onPress={more}>
        {say("more")}
      </Button>
    </p>
  );
}
