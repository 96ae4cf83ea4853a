export { issuanceRoutes } from "./routes.ts";
export { issuanceMigrations } from "./tables.ts";
export {
  countStart,
  countWrongCode,
  codeDigest,
  loadActivationCode,
  lockActivationCode,
  spendCode,
  voidOpenCodes,
  type ActivationCodeRow,
} from "./activation-code.ts";
