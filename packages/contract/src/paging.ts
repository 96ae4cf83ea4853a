import { z } from "zod";

/** Pages by key, newest first: `after` is the `next` of the page before. */
export const pageQuery = {
  after: z
    .string()
    .regex(/^[0-9]{1,15}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
