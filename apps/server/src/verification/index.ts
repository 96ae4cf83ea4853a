export { forgetVerifications, verificationMigrations } from "./tables.ts";
export { verificationRoutes } from "./routes.ts";
export { verifyCode, type VerificationCall } from "./verify-code.ts";
