export { branchPages, mobileBankPages, type Pages } from "./page-headers.ts";
export { serveWebFolder } from "./serve-web-folder.ts";
