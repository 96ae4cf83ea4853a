/** An answer that is a file, written while it is read: what a route without a response schema may give. */
import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";

export interface FileAnswer {
  readonly contentType: string;
  /** Of letters, digits, dots and dashes. */
  readonly fileName: string;
  /** Asked for the next part when the reader has taken the one before; ended early when the reader is gone. */
  readonly chunks: AsyncIterable<string>;
}

export const isFile = (answer: unknown): answer is FileAnswer =>
  typeof answer === "object" && answer !== null && "chunks" in answer && "fileName" in answer;

export const sendFile = (
  reply: FastifyReply,
  { contentType, fileName, chunks }: FileAnswer,
): FastifyReply =>
  reply
    .type(contentType)
    .header("content-disposition", `attachment; filename="${fileName}"`)
    .send(Readable.from(chunks));
