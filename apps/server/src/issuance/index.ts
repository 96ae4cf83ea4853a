export { branchOnlyUntil } from "./decide-issue.ts";
export { issuanceRoutes } from "./routes.ts";
export { issuanceMigrations } from "./tables.ts";
export {
  countWrongCode,
  codeDigest,
  loadActivationCode,
  spendCode,
  voidOpenCodes,
  type ActivationCodeRow,
} from "./activation-code.ts";
