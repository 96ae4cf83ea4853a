export type { ImportRequest } from "./import-token.ts";
export { openImporter, type Importer } from "./open-importer.ts";
