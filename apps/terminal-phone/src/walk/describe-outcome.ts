/** A refusal of the phone library in plain English, for the walk's one sentence. */
import type { DeviceProblem } from "@ramznama/phone";

interface Refusal {
  readonly ok: boolean;
  readonly reason?: string;
  readonly cause?: string;
  readonly code?: string;
  readonly problem?: DeviceProblem | undefined;
}

export function describeRefusal({ reason, cause, code, problem }: Refusal): string {
  const details = [cause, code, problem?.code, problem?.reference].filter(Boolean);
  return `${reason ?? "refused"}${details.length === 0 ? "" : ` (${details.join(", ")})`}`;
}
