export { serveWebFolder } from "./serve-web-folder.ts";
