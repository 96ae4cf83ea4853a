export { forgetVerifications, verificationMigrations } from "./tables.ts";
export { beginImportedMemory } from "./imported-memory.ts";
export { guessingOddsMax } from "./token-guessing.ts";
export { verificationRoutes } from "./routes.ts";
