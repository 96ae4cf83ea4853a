export { createKeyFile, KeyFileError, loadKeyFile } from "./key-file.ts";
export { keyringOf, loadKeyring, type Keyring } from "./keyring.ts";
export { holdServerKeys } from "./hold-server-keys.ts";
export { loadReleaseKey, type ReleaseKey } from "./release-key.ts";
export {
  ensureServerKeys,
  retireServerKey,
  rotateServerKeys,
  ServerKeyError,
} from "./rotate-server-keys.ts";
export { listServerKeys } from "./list-server-keys.ts";
export { eraseServerKeys, type ServerKeys } from "./server-keys.ts";
export { keysMigrations } from "./tables.ts";
