export { issuanceRoutes } from "./routes.ts";
export { issuanceMigrations } from "./tables.ts";
export {
  countStart,
  countWrongCode,
  codeDigest,
  lockActivationCode,
  spendCode,
  voidOpenCodes,
  type ActivationCodeRow,
} from "./activation-code.ts";
