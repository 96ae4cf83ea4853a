/** `npm run vectors -w @ramznama/activation`: writes vectors/activation anew. */
import { writeFileSync } from "node:fs";
import { vectorMakers } from "./vector-makers.ts";
import { vectorsFolder } from "./read-vectors.ts";

for (const [name, make] of vectorMakers) {
  const text = `${JSON.stringify(await make(), null, 2)}\n`;
  writeFileSync(new URL(`${name}.json`, vectorsFolder), text);
}
