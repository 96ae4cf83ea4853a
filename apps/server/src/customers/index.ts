export { isBlocked, liftBlock, loadBlockedAt, saveBlock } from "./blocks.ts";
export {
  endDevice,
  loadDeviceByKey,
  loadDeviceOfCustomer,
  lockDevice,
  saveDevicePlatform,
  type DeviceRow,
} from "./devices.ts";
export { loadEnrolmentState } from "./enrolment-state.ts";
export { createLookupWorker } from "./look-up-person.ts";
export { forgetRegistrations, customersMigrations } from "./tables.ts";
export { registrationRoutes } from "./routes.ts";
