export { createDeviceProofDoor } from "./device-proof-door.ts";
export { openRoutes } from "./open-routes.ts";
export { forgetSeenProofs, deviceProofMigrations } from "./tables.ts";
