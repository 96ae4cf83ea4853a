/** How far back an officer looks. */
import type { VNode } from "preact";
import { useTexts } from "../app/console-context.ts";
import { Choice } from "../parts/choice.tsx";

const periods = [1, 24, 168] as const;
export type Hours = (typeof periods)[number];

export interface HoursChoiceProps {
  readonly hours: Hours;
  readonly onChoose: (hours: Hours) => void;
  /** Leaves out the hour that a chart by the hour has nothing to say of. */
  readonly fromDays?: boolean;
}

export function HoursChoice({ hours, onChoose, fromDays = false }: HoursChoiceProps): VNode {
  const say = useTexts();
  return (
    <Choice
      name="hours"
      label={say("hoursLast")}
      options={periods
        .filter((one) => !fromDays || one > 1)
        .map((one) => [String(one), say(`hours${one}`)] as const)}
      value={String(hours)}
      onChoose={(chosen) => {
        onChoose(periods.find((one) => String(one) === chosen) ?? 24);
      }}
    />
  );
}
