export type { ImportedKey, ImportRefusal } from "./decide-import.ts";
export type { ImportOutcome, ImportRequest } from "./import-token.ts";
export { openImporter, type Importer } from "./open-importer.ts";
