export { activateToken, changeTokenState, endToken, liveStates } from "./change-token.ts";
export {
  loadTokenBySerial,
  lockCustomer,
  lockTokenBySerial,
  lockTokens,
  lockTokensOfCustomer,
  lockTokensOfDevice,
  type TokenRow,
} from "./load-tokens.ts";
export { tokensMigrations, type TokenProfile } from "./tables.ts";
