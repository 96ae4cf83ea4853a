/** A refusal or failure on its way to the edge: the code decides status and text there, nowhere else. */
import { problems, type Problem, type ProblemCode } from "@ramznama/contract";

interface ErrorDetails {
  /** For developers; carries no value of the request. */
  readonly detail?: string;
  readonly errors?: readonly { readonly path: string; readonly code: string }[];
  readonly retryAfterSeconds?: number;
  readonly refusalTag?: string;
  readonly otherDevice?: Problem["otherDevice"];
  readonly cause?: unknown;
}

export class RamznamaError extends Error {
  override readonly name = "RamznamaError";
  readonly code: ProblemCode;
  readonly details: ErrorDetails;

  constructor(code: ProblemCode, details: ErrorDetails = {}) {
    super(problems[code][1], { cause: details.cause });
    this.code = code;
    this.details = details;
  }
}
