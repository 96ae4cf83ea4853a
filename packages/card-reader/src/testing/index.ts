export { modelFile, nodeCardReader } from "./node-card-reader.ts";
export { framesFolder, loadFilm, loadGuidePicture } from "./picture-file.ts";
