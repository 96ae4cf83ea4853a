export { isBlocked, liftBlock, loadBlockedAt, saveBlock } from "./blocks.ts";
export {
  endDevice,
  loadDeviceByKey,
  loadDeviceOfCustomer,
  lockCustomerOfKey,
  lockDevice,
  saveDevicePlatform,
  type DeviceRow,
} from "./devices.ts";
export { loadEnrolmentState } from "./enrolment-state.ts";
export { loadIdentitySeenUntil, saveIdentityCheck } from "./identity-checks.ts";
export { createLookupWorker } from "./look-up-person.ts";
export { customersMigrations, forgetIdentityChecks, forgetRegistrations } from "./tables.ts";
export { registrationRoutes } from "./routes.ts";
