/**
 * The page's policy forbids making code out of text, and zod's asking whether it may is reported as an attempt. It is
 * told before any schema is made: this module stands first among the imports of main.tsx.
 */
import { config } from "zod/v4/core";

config({ jitless: true });
