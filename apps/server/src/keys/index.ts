export { createKeyFile, KeyFileError, loadKeyFile } from "./key-file.ts";
export { keyringOf, loadKeyring, type Keyring } from "./keyring.ts";
export {
  createServerKey,
  eraseServerKeys,
  loadServerKeys,
  publishServerKeys,
  type ServerKeys,
} from "./server-keys.ts";
export { keysMigrations } from "./tables.ts";
