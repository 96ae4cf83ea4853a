/** The reader as a whole: a picture of the guide's crop in, a card number or nothing out. Nothing is kept in between. */
import { bankPrefixes } from "./bank-prefixes.ts";
import { chooseNumber, type Choice } from "./choose-number.ts";
import { findDigits } from "./find-digits.ts";
import { findRows } from "./find-rows.ts";
import { cropHeight, cropWidth, greyPicture, middleOf, type Picture } from "./grey-picture.ts";
import { cellPixels } from "./layers.ts";
import { makeNetwork, type Wasm } from "./network.ts";
import { readWeights } from "./read-weights.ts";

/** The whole crop, or its middle, larger: for a card that is held too far away. In the order in which they pay. */
const looks = ["whole", "closer", "between"] as const;

export type Look = (typeof looks)[number];

export const firstLook: Look = "whole";

/** Where one look finds nothing, another one is taken. */
export const nextLook = (look: Look): Look =>
  looks[(looks.indexOf(look) + 1) % looks.length] ?? firstLook;

export interface CardReader {
  readonly read: (picture: Picture, look: Look) => Choice | undefined;
}

const grid = { width: cropWidth / cellPixels, height: cropHeight / cellPixels } as const;
/** A wrong band has a worse row, and a row that is right is among the first. */
const rowsMax = 3;
/** Share of the crop; a card held as the guide asks still fits into four fifths of it. */
const shares: Readonly<Record<Look, number>> = { whole: 1, closer: 0.8, between: 0.9 };

export async function makeCardReader(wasm: Wasm, model: Uint8Array): Promise<CardReader> {
  const network = await makeNetwork(wasm, readWeights(model));
  return {
    read: (picture, look) => {
      const seen = look === "whole" ? picture : middleOf(picture, shares[look]);
      const digits = findDigits(network.score(greyPicture(seen)), grid);
      for (const row of findRows(digits).slice(0, rowsMax)) {
        const choice = chooseNumber(row.digits, bankPrefixes);
        if (choice !== undefined) return choice;
      }
      return undefined;
    },
  };
}

/** For single pictures: further looks where the first one finds nothing. */
export const readPicture = (reader: CardReader, picture: Picture): Choice | undefined => {
  for (const look of looks) {
    const choice = reader.read(picture, look);
    if (choice !== undefined) return choice;
  }
  return undefined;
};
