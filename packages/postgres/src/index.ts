export { checkServer } from "./check-server.ts";
export { endOrphanedDatabase } from "./end-orphaned-database.ts";
export { findFolderOwner, lockFolder, type FolderLock, type FolderOwner } from "./lock-folder.ts";
export { PostgresError, type PostgresErrorCode } from "./postgres-error.ts";
export { startPostgres, type RunningPostgres, type StartOptions } from "./start-postgres.ts";
