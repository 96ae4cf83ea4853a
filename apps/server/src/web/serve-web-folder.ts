/**
 * The built mobile bank on the public listener: its files as they lie in the folder, and the page itself for every
 * address that a person opens. Doors of the API keep their own answers.
 */
import fastifyStatic from "@fastify/static";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { RamznamaError } from "../platform/ramznama-error.ts";
import { pageHeadersOf } from "./page-headers.ts";

const page = "index.html";

/** @throws when the folder holds no built app */
export const serveWebFolder = async (app: FastifyInstance, folder: string): Promise<void> => {
  if (!existsSync(join(folder, page))) {
    throw new RamznamaError("internal_error", {
      detail: "WEB_FOLDER holds no built mobile bank; build it, or leave the variable out.",
    });
  }
  await app.register(fastifyStatic, {
    root: folder,
    // A route for each file that is there now, so that no address can lead out of the folder.
    wildcard: false,
    globIgnore: ["**/*.gz", "**/*.br", "build.json"],
    preCompressed: true,
    cacheControl: false,
    index: false,
    setHeaders: (reply, path) => {
      for (const [name, value] of Object.entries(pageHeadersOf(path))) {
        reply.header(name, value);
      }
    },
  });
  app.get("/*", { schema: { hide: true } }, (request, reply) => {
    if (isPageOpened(request)) return reply.sendFile(page);
    reply.callNotFound();
    return reply;
  });
};

/** By a person in the address bar or by a link, and not by a script, a tool or an image. */
const isPageOpened = ({ url, headers }: FastifyRequest): boolean => {
  if (url === "/") return true;
  const mode = headers["sec-fetch-mode"];
  const wantsPage = headers.accept?.includes("text/html") === true;
  return !url.startsWith("/device/") && wantsPage && (mode === undefined || mode === "navigate");
};
