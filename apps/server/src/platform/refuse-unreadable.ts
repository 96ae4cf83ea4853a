/** Bytes that are no HTTP request, or headers too large: no route, no request object, one fixed answer. */
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { problems } from "@ramznama/contract";
import type { Logger } from "./logger.ts";
import type { Random } from "./random.ts";

export const createUnreadableRefusal =
  (logger: Logger, random: Random) =>
  (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (error.code === "ECONNRESET" || !socket.writable) {
      socket.destroy();
      return;
    }
    const status = error.code === "HPE_HEADER_OVERFLOW" ? 431 : 400;
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
