/**
 * A built app on its listener: its files as they lie in the folder, and the page itself for every
 * address that a person opens. Doors of the API keep their own answers.
 */
import fastifyStatic from "@fastify/static";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { RamznamaError } from "../platform/ramznama-error.ts";
import { pageHeadersOf, type Pages } from "./page-headers.ts";

const page = "index.html";

/** @throws when the folder holds no built app */
export const serveWebFolder = async (
  app: FastifyInstance,
  folder: string,
  pages: Pages,
): Promise<void> => {
  if (!existsSync(join(folder, page))) {
    throw new RamznamaError("internal_error", {
      detail:
        "WEB_FOLDER or BRANCH_WEB_FOLDER holds no built app; build it, or leave the variable out.",
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
      for (const [name, value] of Object.entries(pageHeadersOf(path, pages))) {
        reply.header(name, value);
      }
    },
  });
  app.get("/*", { schema: { hide: true } }, (request, reply) => {
    if (isPageOpened(request, pages)) return reply.sendFile(page);
    reply.callNotFound();
    return reply;
  });
};

/** By a person in the address bar or by a link, and not by a script, a tool or an image. */
const isPageOpened = ({ url, headers }: FastifyRequest, { doors }: Pages): boolean => {
  if (url === "/") return true;
  const mode = headers["sec-fetch-mode"];
  const wantsPage = headers.accept?.includes("text/html") === true;
  return !doors.test(url) && wantsPage && (mode === undefined || mode === "navigate");
};
