/**
 * `npm run read-card -- IMAGE…`: reads single frames from files with the code of the phone and prints one JSON line
 * each: {"file", "number", "ms"}. The number is null unless check digit and confidence pass.
 */
import { readPicture } from "@ramznama/card-reader";
import { loadGuidePicture, nodeCardReader } from "@ramznama/card-reader/testing";

const files = process.argv.slice(2);
if (files.length === 0) {
  process.stderr.write("Needed: the files of one or more pictures.\n");
  process.exitCode = 2;
}

const reader = await nodeCardReader();
for (const file of files) {
  const picture = await loadGuidePicture(file);
  const startedAt = performance.now();
  const choice = readPicture(reader, picture);
  const ms = Math.round((performance.now() - startedAt) * 10) / 10;
  process.stdout.write(`${JSON.stringify({ file, number: choice?.number ?? null, ms })}\n`);
}
