/** How web apps of the house are built: once for these sources, beside the folder that is served, compressed. */
export { buildOnce, type WebBuild } from "./build-once.ts";
export { listFiles } from "./list-files.ts";
export { runAsProgram } from "./run-as-program.ts";
export { webBundling } from "./web-bundling.ts";
