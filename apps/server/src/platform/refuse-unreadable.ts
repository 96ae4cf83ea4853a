/** Bytes that are no HTTP request, headers too large, or a request that never ends: no route, no request object, one fixed answer. */
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { problems } from "@ramznama/contract";
import type { Logger } from "./logger.ts";
import type { Random } from "./random.ts";

const statusOf = (code: string | undefined): 400 | 408 | 431 => {
  if (code === "HPE_HEADER_OVERFLOW") return 431;
  return code === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : 400;
};

export const createUnreadableRefusal =
  (logger: Logger, random: Random) =>
  (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (error.code === "ECONNRESET" || !socket.writable) {
      socket.destroy();
      return;
    }
    const status = statusOf(error.code);
    const reference = Buffer.from(random.bytes(6)).toString("hex");
    logger.info("http.answered", { reference, route: "?", status });
    const body = JSON.stringify({
      type: "urn:ramznama:problem:invalid_request",
      title: problems.invalid_request[1],
      status,
      code: "invalid_request",
      detail: "These bytes are not an HTTP request this service reads.",
      errors: [],
      reference,
    });
    socket.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n` +
        "content-type: application/problem+json; charset=utf-8\r\n" +
        `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  };
