/** The guards of the scan: no single frame, no contradiction, no camera left on. */

import type { Mutation } from "./mutation.ts";

const reader = (path: string) => `packages/card-reader/src/${path}`;
const scanDialog = "apps/mobile-bank/src/scan/scan-dialog.tsx";

export const cardGuards: readonly Mutation[] = [
  {
    name: "one reading is believed",
    aim: "S10",
    edits: [
      {
        file: reader("decide-vote.ts"),
        find: "const votesMin = 2;",
        replace: "const votesMin = 1;",
      },
    ],
    test: reader("decide-vote.test.ts"),
  },
  {
    name: "a number with half of the votes is believed",
    aim: "S10",
    edits: [
      { file: reader("decide-vote.ts"), find: "const lead = 2;", replace: "const lead = 1;" },
    ],
    test: reader("decide-vote.test.ts"),
  },
  {
    name: "clear digits are overruled until the check digit is right",
    aim: "S10",
    edits: [
      {
        file: reader("choose-number.ts"),
        find: "contradiction >= contradictionMin",
        replace: "contradiction >= -Infinity",
      },
    ],
    test: reader("choose-number.test.ts"),
  },
  {
    name: "sixteen digits out of a longer number are taken",
    aim: "S10",
    edits: [
      {
        file: reader("find-rows.ts"),
        find: ".filter((row) => !goesOn(row, digits))",
        replace: ".filter((row) => goesOn(row, digits) || true)",
      },
    ],
    test: reader("find-rows.test.ts"),
  },
  {
    name: "the camera stays on when the scan is left",
    aim: "S10",
    edits: [
      {
        file: scanDialog,
        find: `      isOver = true;
      running?.stop();`,
        replace: "      isOver = true;",
      },
    ],
    test: "tests/src/browser-scan.test.ts",
  },
];
