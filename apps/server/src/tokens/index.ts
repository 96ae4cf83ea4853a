export { activateToken, changeTokenState, endToken, liveStates } from "./change-token.ts";
export { drawTokenSerial } from "./draw-serial.ts";
export {
  loadTokenBySerial,
  loadTokensOfCustomer,
  lockCustomer,
  lockCustomersWhere,
  lockTokenBySerial,
  lockTokenIfAny,
  lockTokens,
  lockTokensOfCustomer,
  lockTokensOfDevice,
  type TokenRow,
} from "./load-tokens.ts";
export {
  parseShortProfile,
  policyOfToken,
  timePolicyOfToken,
  type CounterProfile,
  type TokenProfile,
} from "./profile.ts";
export { sealSeed, withSeed } from "./token-seed.ts";
export { tokensMigrations } from "./tables.ts";
