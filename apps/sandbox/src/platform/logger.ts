/**
 * JSON lines on standard output. A request is logged by its route and never by its address or
 * headers: addresses may hold mobile numbers and sign-in identifiers, headers hold tokens.
 */
import { type DestinationStream, pino } from "pino";

export function createLogger(destination?: DestinationStream) {
  const options = { name: "sandbox", redact: ["req.headers", "*.authorization", "*.cookie"] };
  return destination === undefined ? pino(options) : pino(options, destination);
}

export type Logger = ReturnType<typeof createLogger>;
