export { createDeviceProofDoor } from "./device-proof-door.ts";
export { openRoutes } from "./open-routes.ts";
export { deviceProofMigrations } from "./tables.ts";
