export { issuanceRoutes } from "./routes.ts";
export { issuanceMigrations } from "./tables.ts";
export {
  countStart,
  countWrongCode,
  codeDigest,
  lockActivationCode,
  spendCode,
  type ActivationCodeRow,
} from "./activation-code.ts";
