/** The filters of the auditor's reading. */
import { Field } from "@ramznama/design";
import { eventText, eventTypes } from "@ramznama/persian";
import type { VNode } from "preact";
import { useLanguage, useTexts } from "../app/console-context.ts";
import type { TypedFilter } from "../app/parse-event-filter.ts";
import { TextField } from "../parts/text-field.tsx";

export interface EventFieldsProps {
  readonly typed: TypedFilter;
  readonly errors: Partial<Record<keyof TypedFilter, string>>;
  readonly onType: (typed: TypedFilter) => void;
}

const fields = [
  ["customerId", "eventCustomer"],
  ["serial", "serial"],
  ["actor", "eventActor"],
  ["branch", "eventBranch"],
  ["from", "dateFrom"],
  ["to", "dateTo"],
] as const;

export function EventFields({ typed, errors, onType }: EventFieldsProps): VNode {
  const say = useTexts();
  const language = useLanguage();
  return (
    <>
      <Field id="event-type" label={say("eventType")}>
        <div class="field-box">
          <select
            id="event-type"
            value={typed.type}
            onChange={(event) => {
              onType({ ...typed, type: event.currentTarget.value });
            }}
          >
            <option value="">{say("everyType")}</option>
            {eventTypes.map((type) => (
              <option key={type} value={type}>
                {eventText(type, language)}
              </option>
            ))}
          </select>
        </div>
      </Field>
      {fields.map(([name, words]) => (
        <TextField
          key={name}
          id={`event-${name}`}
          label={say(words)}
          hint={name === "from" || name === "to" ? say("dateHint") : undefined}
          error={errors[name]}
          value={typed[name]}
          isLatin
          onType={(text) => {
            onType({ ...typed, [name]: text });
          }}
        />
      ))}
    </>
  );
}
