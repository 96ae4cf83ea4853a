export { branchPages, mobileBankPages } from "./page-headers.ts";
export { serveWebFolder } from "./serve-web-folder.ts";
