/**
 * The card reader: single frames of the project's own held-out set and of an independent renderer, by level and style,
 * with the code and the model of the phone; then how long a Chromium takes from the first frame of its camera to the
 * number. `-- card-reader --films FOLDER` also lets the frames of many cards vote (tools/card-reader/README.md).
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { decideVote, emptyBallot, firstLook, nextLook, readPicture } from "@ramznama/card-reader";
import {
  framesFolder,
  loadFilm,
  loadGuidePicture,
  nodeCardReader,
} from "@ramznama/card-reader/testing";
import { measureAcceptance } from "../tests/src/scan-in-browser.ts";

interface Frame {
  readonly file: string;
  readonly number: string | null;
  readonly level: string;
  readonly style: string;
}

interface Tally {
  frames: number;
  read: number;
  wrong: number;
}

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { films: { type: "string" }, "without-browser": { type: "boolean" } },
});
const reader = await nodeCardReader();
const milliseconds: number[] = [];
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;
const round = (value: number, digits: number): number => Number(value.toFixed(digits));

async function readSet(folder: string): Promise<ReadonlyMap<string, Tally>> {
  const truth = JSON.parse(await readFile(join(folder, "truth.json"), "utf8")) as Frame[];
  const tallies = new Map<string, Tally>();
  for (const { file, number, level, style } of truth) {
    const picture = await loadGuidePicture(join(folder, file));
    const startedAt = performance.now();
    const given = readPicture(reader, picture)?.number ?? null;
    milliseconds.push(performance.now() - startedAt);
    for (const name of [level, `${level} ${style}`]) {
      const tally = tallies.get(name) ?? { frames: 0, read: 0, wrong: 0 };
      tally.frames += 1;
      if (given === number) tally.read += 1;
      else if (given !== null) tally.wrong += 1;
      tallies.set(name, tally);
    }
  }
  return tallies;
}

function show(title: string, tallies: ReadonlyMap<string, Tally>): void {
  say(title);
  for (const [name, { frames, read, wrong }] of [...tallies].sort()) {
    const share = ((100 * read) / frames).toFixed(1).padStart(6);
    say(`  ${name.padEnd(16)}${share} %  right ${read} of ${frames}, wrong ${wrong}`);
  }
}

/** Cards one after the other, each with its frames in their order, as the phone would see them. */
async function voteOnFilms(folder: string): Promise<void> {
  const truth = JSON.parse(await readFile(join(folder, "truth.json"), "utf8")) as Frame[];
  const counts = { right: 0, wrong: 0, none: 0 };
  for (const { file, number } of truth) {
    let vote: ReturnType<typeof decideVote> = { ballot: emptyBallot, elected: undefined };
    let look = firstLook;
    for (const picture of await loadFilm(join(folder, file))) {
      const reading = reader.read(picture, look)?.number;
      // As the phone's worker does.
      if (reading === undefined) look = nextLook(look);
      vote = decideVote(vote.ballot, reading);
      if (vote.elected !== undefined) break;
    }
    if (vote.elected === undefined) counts.none += 1;
    else counts[vote.elected === number ? "right" : "wrong"] += 1;
  }
  const { right, wrong, none } = counts;
  say(`Votes of ${truth.length} cards: ${right} right, ${wrong} wrong, ${none} undecided`);
}

const own = await readSet(join(framesFolder, "held-out"));
show("Own held-out set, single frames", own);
show("Frames of an independent renderer", await readSet(join(framesFolder, "independent")));
if (values.films !== undefined) await voteOnFilms(values.films);
const accepted =
  values["without-browser"] === true
    ? []
    : await measureAcceptance(join(framesFolder, "films", "sara.mjpeg"), 7);
say(`Milliseconds from the first frame to the number: ${accepted.map(Math.round).join(", ")}`);

const shareOf = (level: string): number => {
  const { read, frames } = own.get(level) ?? { read: 0, frames: 1 };
  return round(read / frames, 4);
};
const result = {
  easy: shareOf("easy"),
  medium: shareOf("medium"),
  hard: shareOf("hard"),
  wrong: ["easy", "medium", "hard", "none"].reduce(
    (sum, one) => sum + (own.get(one)?.wrong ?? 0),
    0,
  ),
  msPerFrame: round(median(milliseconds), 1),
  acceptMs: Math.round(median(accepted)),
};
say(JSON.stringify(result));
