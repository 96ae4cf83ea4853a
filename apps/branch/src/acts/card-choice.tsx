/** One of the customer's cards; where there are many, by its last digits. */
import type { CustomerSummary } from "@ramznama/contract";
import { describedBy, Field } from "@ramznama/design";
import { compactDigits } from "@ramznama/persian";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useTexts } from "../app/console-context.ts";

export interface CardChoiceProps {
  readonly cards: CustomerSummary["cards"];
  readonly value: string | undefined;
  readonly onChoose: (cardId: string | undefined) => void;
  readonly error?: string | undefined;
}

const many = 8;

export function CardChoice({ cards, value, onChoose, error }: CardChoiceProps): VNode {
  const say = useTexts();
  const [ending, setEnding] = useState("");
  const shown = cards.filter(({ number, cardId }) => number.endsWith(ending) || cardId === value);
  const about = {
    id: "card",
    label: say("pickCard"),
    error: cards.length === 0 ? say("noCards") : error,
  };
  return (
    <>
      {cards.length > many && (
        <Field id="card-ending" label={say("filterCards")}>
          <div class="field-box field-number">
            <input
              id="card-ending"
              inputMode="numeric"
              autocomplete="off"
              maxLength={4}
              value={ending}
              onInput={(event) => {
                const typed = compactDigits(event.currentTarget.value);
                setEnding(typed);
                const fitting = cards.filter(({ number }) => number.endsWith(typed));
                onChoose(fitting.length === 1 ? fitting[0]?.cardId : undefined);
              }}
            />
          </div>
        </Field>
      )}
      <Field {...about}>
        <div class="field-box field-number">
          <select
            id="card"
            aria-invalid={about.error !== undefined}
            aria-describedby={describedBy(about)}
            value={value ?? ""}
            onChange={(event) => {
              onChoose(event.currentTarget.value === "" ? undefined : event.currentTarget.value);
            }}
          >
            <option value="">—</option>
            {shown.map(({ number, cardId }) => (
              <option key={cardId} value={cardId}>
                {number}
              </option>
            ))}
          </select>
        </div>
      </Field>
    </>
  );
}
