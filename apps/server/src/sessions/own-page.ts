/**
 * A cookie goes with whatever request a browser makes, so it counts only where the request shows that a page of ours
 * made it (ASVS 5, V3.5): a header that other sites cannot set without being asked first (Fetch, CORS preflight), and
 * what the browser itself says about where the request comes from.
 */
import type { FastifyRequest } from "fastify";
import { RamznamaError } from "../platform/ramznama-error.ts";

/** @throws RamznamaError `cross_site` */
export const assertOwnPage = ({ headers }: FastifyRequest, origin: string): void => {
  const site = headers["sec-fetch-site"];
  const own =
    headers["x-ramznama-page"] === "1" &&
    (site === undefined || site === "same-origin") &&
    (headers.origin === undefined || headers.origin === origin);
  if (!own) throw new RamznamaError("cross_site");
};
