/**
 * The log is written by allow-list: an entry carries an event name and the few fields named here, so that a
 * request body, a code, a seed or a card number has no way into it.
 */
import { pino } from "pino";

export interface LogFields {
  readonly reference?: string;
  readonly route?: string;
  readonly status?: number;
  readonly code?: string;
  readonly milliseconds?: number;
  readonly actor?: string;
  readonly publicPort?: number;
  readonly internalPort?: number;
  readonly count?: number;
  readonly errorName?: string;
  /** SQLSTATE or system error code, never its message: messages quote values. */
  readonly errorCode?: string;
  /** Stack frames without the message. */
  readonly frames?: readonly string[];
}

export interface Logger {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export const createLogger = (level: string, write?: (line: string) => void): Logger => {
  const target = pino(
    { level, base: { program: "ramznama-server" }, timestamp: pino.stdTimeFunctions.isoTime },
    // Lines that come while one is being written go together with the next; the process writes the last ones when it ends.
    write === undefined ? pino.destination({ dest: 1, sync: false }) : { write },
  );
  return {
    info: (event, fields = {}) => {
      target.info(fields, event);
    },
    warn: (event, fields = {}) => {
      target.warn(fields, event);
    },
    error: (event, fields = {}) => {
      target.error(fields, event);
    },
  };
};

/** What of an unknown error may stand in a log: its class, its code and where it was thrown. */
export const describeError = (error: unknown): LogFields => {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const frames = (error.stack ?? "")
    .split("\n")
    .filter((line) => line.trimStart().startsWith("at "))
    .slice(0, 8)
    .map((line) => line.trim());
  return { errorName: error.name, ...(code === undefined ? {} : { errorCode: code }), frames };
};
