/** Numbers as people compare them: left to right in every language, and in groups where they are long. */
import { groupDigits } from "@ramznama/persian";
import type { VNode } from "preact";

export function NumberText({ text }: { readonly text: string }): VNode {
  return (
    <bdi class="number" dir="ltr">
      {text}
    </bdi>
  );
}

/** A serial or a card number, four by four. */
export const GroupedNumber = ({ digits }: { readonly digits: string }): VNode => (
  <NumberText text={groupDigits(digits)} />
);
