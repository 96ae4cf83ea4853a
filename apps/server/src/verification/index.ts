export { forgetVerifications, verificationMigrations } from "./tables.ts";
export { createLanePool, createVerifier, type VerifyCode } from "./verifier.ts";
export { loadDeclares } from "./declare-second.ts";
export { declarationRoutes, verificationRoutes } from "./routes.ts";
export { createChannelRefusals, type ChannelRefusals } from "./channel-refusals.ts";
export { loadAnsweredAt } from "./remembered-answers.ts";
export { beginImportedMemory } from "./imported-memory.ts";
export { guessingOddsMax } from "./decide-guess.ts";
export type { VerificationCall } from "./verification-events.ts";
