import { phoneText } from "@ramznama/persian";
import { expect, test } from "vitest";
import type { Say } from "./app-context.ts";
import { describeClock } from "./settings-texts.ts";

const say: Say = (key, ...values) => phoneText(key, "en", ...values);

test.each([
  [undefined, "Not compared"],
  [900, "Agrees"],
  [-1_400, "Agrees"],
  [5_000, "5 seconds behind"],
  [-90_000, "90 seconds ahead"],
  [3_600_000, "60 minutes behind"],
  [-10_800_000, "3 hours ahead"],
  [34_560_000_000, "400 days behind"],
] as const)("R7 an offset of %s ms is told as “%s”", (offset, words) => {
  expect(describeClock(offset, say)).toContain(words);
});
