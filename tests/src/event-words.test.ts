/** Whatever the server writes into the audit has words at the branch console. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { approvalStates } from "@ramznama/contract";
import { eventText, eventTypes } from "@ramznama/persian";
import { expect, test } from "vitest";

const sources = join(import.meta.dirname, "../../apps/server/src");

/** As they stand in the server's code: `type: "token.issued"`, `'code.accepted' as type`, and names by themselves. */
const patterns = [
  /type: "([a-z]+\.[a-z-]+)"/g,
  /'([a-z]+\.[a-z-]+)' as type/g,
  /codeEvent\(\s*"([a-z]+\.[a-z-]+)"/g,
  /(?:suspend|activate): "([a-z]+\.[a-z-]+)"/g,
  /endWithEvent\([^)]*"([a-z]+\.[a-z-]+)"/g,
];

test("Every event that the server writes has words, and no words wait for an event that nobody writes", () => {
  const written = new Set(approvalStates.map((state) => `approval.${state}`));
  for (const path of globSync("**/*.ts", { cwd: sources })) {
    if (path.endsWith(".test.ts")) continue;
    const text = readFileSync(join(sources, path), "utf8");
    for (const pattern of patterns) {
      for (const [, type = ""] of text.matchAll(pattern)) written.add(type);
    }
  }
  expect(written.size).toBeGreaterThan(40);
  expect([...written].filter((type) => eventText(type, "fa") === undefined)).toEqual([]);
  expect(eventTypes.filter((type) => !written.has(type))).toEqual([]);
});
