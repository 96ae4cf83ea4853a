export { issuanceRoutes } from "./routes.ts";
export { issuanceMigrations } from "./tables.ts";
export { countWrongCode, codeDigest, spendCode, voidOpenCodes } from "./activation-code.ts";
