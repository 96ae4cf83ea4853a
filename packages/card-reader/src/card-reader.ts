/** The reader as a whole: a picture of the guide's crop in, a card number or nothing out. Nothing is kept in between. */
import { bankPrefixes } from "./bank-prefixes.ts";
import { chooseNumber, type Choice } from "./choose-number.ts";
import { findDigits } from "./find-digits.ts";
import { findRows } from "./find-rows.ts";
import { cropHeight, cropWidth, greyPicture, middleOf, type Picture } from "./grey-picture.ts";
import { cellPixels } from "./layers.ts";
import { makeNetwork, type Wasm } from "./network.ts";
import { readWeights } from "./read-weights.ts";

/** The whole crop, or its middle, larger: for a card that is held too far away. */
export type Look = "whole" | "closer";

export interface CardReader {
  readonly read: (picture: Picture, look: Look) => Choice | undefined;
}

const grid = { width: cropWidth / cellPixels, height: cropHeight / cellPixels } as const;
/** A wrong band has a worse row, and a row that is right is among the first. */
const rowsMax = 3;
/** Four fifths of the crop, which a card held as the guide asks still fits into. */
const closerShare = 0.8;

export async function makeCardReader(wasm: Wasm, model: Uint8Array): Promise<CardReader> {
  const network = await makeNetwork(wasm, readWeights(model));
  return {
    read: (picture, look) => {
      const seen = look === "whole" ? picture : middleOf(picture, closerShare);
      const digits = findDigits(network.score(greyPicture(seen)), grid);
      for (const row of findRows(digits).slice(0, rowsMax)) {
        const choice = chooseNumber(row.digits, bankPrefixes);
        if (choice !== undefined) return choice;
      }
      return undefined;
    },
  };
}

/** For single pictures: a second look where the first one finds nothing. */
export const readPicture = (reader: CardReader, picture: Picture): Choice | undefined =>
  reader.read(picture, "whole") ?? reader.read(picture, "closer");
