/** A point in time as people at the desk read it: Jalali date, Tehran time. */
import { formatTehranDateTime, formatTehranTime, jalaliDateInTehran } from "@ramznama/persian";
import type { VNode } from "preact";

interface MomentProps {
  /** RFC 3339. */
  readonly at: string;
}

export const momentWords = (at: string): string => formatTehranDateTime(Date.parse(at));

/** The time alone where it is today. */
export function shortMomentWords(at: string, now: number): string {
  const [then, today] = [Date.parse(at), now].map(jalaliDateInTehran);
  const isToday =
    then?.day === today?.day && then?.month === today?.month && then?.year === today?.year;
  return isToday ? formatTehranTime(Date.parse(at)) : momentWords(at);
}

export const MomentText = ({ at }: MomentProps): VNode => (
  <time dateTime={at} class="number" dir="ltr">
    {momentWords(at)}
  </time>
);
