/** A number in groups of four over the whole line, left to right in every language. */
import { groupDigits } from "@ramznama/persian";
import type { VNode } from "preact";

export function NumberText({ digits }: { readonly digits: string }): VNode {
  return (
    <bdi class="number" dir="ltr">
      {groupDigits(digits)
        .split(" ")
        .flatMap((group, place) => [place === 0 ? "" : " ", <span key={place}>{group}</span>])}
    </bdi>
  );
}
