export { modelFile, nodeCardReader } from "./node-card-reader.ts";
export { loadGuidePicture } from "./picture-file.ts";
