/** A finding of «چرا کار نمی‌کند؟» in words: the cause with its time and number, and the next step. */
import type { Finding } from "@ramznama/contract";
import { branchText, formatTehranDateTime, type Language } from "@ramznama/persian";
import { isolated } from "./isolated.ts";

export interface FindingWords {
  readonly what: string;
  readonly next: string;
}

export function describeFinding(finding: Finding, language: Language): FindingWords {
  const { code } = finding;
  const values = {
    at: part(finding.at, (at) => branchText("findingAt", language, { when: moment(at) }), ""),
    until: part(
      finding.until,
      (at) => branchText("findingUntil", language, { until: moment(at) }),
      "",
    ),
    count: part(finding.count, (count) => countWords(count, language), ""),
    purpose: part(finding.purpose, (purpose) => branchText(`purpose_${purpose}`, language), ""),
  };
  if (code !== "clock_off") {
    return {
      what: branchText(`finding_${code}`, language, values as never),
      next: branchText(`findingNext_${code}`, language),
    };
  }
  const seconds = finding.seconds ?? 0;
  const key = seconds >= 0 ? "finding_clock_off_ahead" : "finding_clock_off_behind";
  const time = describeDuration(Math.abs(seconds), language);
  return {
    what: branchText(key, language, { at: values.at, time }),
    next: branchText("findingNext_clock_off", language),
  };
}

const part = <Given>(given: Given | null, words: (given: Given) => string, none: string): string =>
  given === null ? none : words(given);

const countWords = (count: number, language: Language): string =>
  count > 1 ? branchText("findingCount", language, { count }) : "";

/** Isolated, since a date inside a Persian sentence has a direction of its own. */
const moment = (at: string): string => isolated(formatTehranDateTime(Date.parse(at)));

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** In the largest unit that is not coarser than the matter: 90 s, 5 minutes, 3 hours, 2 days. */
export function describeDuration(seconds: number, language: Language): string {
  if (seconds < 2 * minute) return branchText("durationSeconds", language, { n: seconds });
  if (seconds < 2 * hour) {
    return branchText("durationMinutes", language, { n: Math.round(seconds / minute) });
  }
  if (seconds < 2 * day) {
    return branchText("durationHours", language, { n: Math.round(seconds / hour) });
  }
  return branchText("durationDays", language, { n: Math.round(seconds / day) });
}
