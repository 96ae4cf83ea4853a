export {
  firstLook,
  makeCardReader,
  nextLook,
  readPicture,
  type CardReader,
  type Look,
} from "./card-reader.ts";
export type { Choice } from "./choose-number.ts";
export { decideVote, emptyBallot, type Ballot, type Vote } from "./decide-vote.ts";
export type { Picture } from "./grey-picture.ts";
export { cardGuide, cardShape, guideCrop, type Rectangle } from "./guide-crop.ts";
export { modelSha256 } from "./model-sha256.ts";
export type { Wasm } from "./network.ts";
