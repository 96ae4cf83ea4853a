export { forgetVerifications, verificationMigrations } from "./tables.ts";
export { verificationRoutes } from "./routes.ts";
export {
  createLanePool,
  createVerifier,
  type VerifierContext,
  type VerifyCode,
} from "./verifier.ts";
