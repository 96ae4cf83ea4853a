/** The number that was read, grouped as on the card, to be compared and corrected before it is used. */
import { Button } from "@ramznama/design";
import { compactDigits, parseCardNumber, refusalText } from "@ramznama/persian";
import type { Language, ScanTextKey } from "@ramznama/persian";
import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { NumberField } from "../parts/number-field.tsx";

export interface FoundNumberProps {
  readonly say: (key: ScanTextKey) => string;
  readonly language: Language;
  readonly cardPrefix: string;
  readonly found: string;
  readonly onUse: (number: string) => void;
  readonly onAgain: () => void;
}

const fieldId = "scanned-number";
const wholeLength = 16;

export function FoundNumber(props: FoundNumberProps): VNode {
  const { say, language, cardPrefix, found, onUse, onAgain } = props;
  const [number, setNumber] = useState(found);
  const [isTold, setTold] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The keyboard of the phone stays away; a screen reader goes on here and hears the number next.
    heading.current?.focus();
  }, []);
  const parsed = parseCardNumber(number, cardPrefix);
  const isWhole = compactDigits(number).length >= wholeLength;
  const error =
    parsed.ok || !(isWhole || isTold)
      ? undefined
      : parsed.reason === "wrong_prefix"
        ? say("otherBank")
        : refusalText("cardNumber", parsed.reason, language);
  function use(): void {
    setTold(true);
    if (parsed.ok) onUse(parsed.value);
    else document.getElementById(fieldId)?.focus();
  }
  return (
    <form
      class="scan-body"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        use();
      }}
    >
      <h2 ref={heading} tabIndex={-1}>
        {say("found")}
      </h2>
      <p class="hidden-text" role="status">
        {`${say("cardNumber")}: ${Array.from(found).join(" ")}`}
      </p>
      <NumberField
        id={fieldId}
        label={say("cardNumber")}
        hint={say("compare")}
        error={error}
        value={number}
        length={wholeLength}
        isGrouped
        onType={setNumber}
      />
      <div class="scan-actions">
        <Button type="submit">{say("useNumber")}</Button>
        <Button look="soft" icon="scan" onPress={onAgain}>
          {say("scanAgain")}
        </Button>
      </div>
    </form>
  );
}
