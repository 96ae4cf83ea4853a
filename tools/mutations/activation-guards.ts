/** The guards of the activation protocol: R5. */

import type { Mutation } from "./mutation.ts";
import { activation, server } from "./source-paths.ts";

const simulation = activation("simulate-activation.test.ts");
const retiredServerKey = "tests/src/retired-server-key.test.ts";

const fewSeeds = { R5_SEEDS: "200" };

export const activationGuards: readonly Mutation[] = [
  {
    name: "a stranger's device activates the owner's token",
    aim: "R5",
    edits: [
      {
        file: activation("decide-activation.ts"),
        find: "const owned = token?.customerId === device.customerId ? token : undefined;",
        replace: "const owned = token;",
      },
    ],
    test: activation("decide-activation.test.ts"),
  },
  {
    name: "the same request again is answered anew",
    aim: "R5",
    edits: [
      {
        file: activation("decide-activation.ts"),
        find: "if (remembered !== undefined) return decideRepetition(device, token, remembered);",
        replace: "",
      },
    ],
    test: activation("decide-activation.test.ts"),
  },
  {
    name: "an answer whose root was replaced is sent again",
    aim: "R5",
    edits: [
      {
        file: activation("decide-activation.ts"),
        find: `token?.state === "confirming" && remembered.current`,
        replace: `token?.state === "confirming"`,
      },
    ],
    // The simulation meets it too seldom: a late copy must come between the second answer and its confirmation.
    test: activation("decide-activation.test.ts"),
  },
  {
    name: "a lost answer is not repeated once its server key has retired",
    aim: "R5",
    edits: [
      {
        file: server("activation/recall-request.ts"),
        find: 'return decision.outcome === "replay"',
        replace: 'return decision.outcome === "replay" && remembered.outcome === "refused"',
      },
    ],
    test: retiredServerKey,
  },
  {
    name: "a stored answer is repeated to a device that was released",
    aim: "R5",
    edits: [
      {
        file: server("activation/recall-request.ts"),
        find: '    .where("devices.ended_at", "is", null)\n',
        replace: "",
      },
    ],
    test: retiredServerKey,
  },
  {
    name: "a retired server key opens what it has never met",
    aim: "R5",
    edits: [
      {
        file: server("activation/answer-request.ts"),
        find: "isKnown ? serverKeys.keptKey(body.k, now) : serverKeys.secretKey(body.k, now)",
        replace: "isKnown ? serverKeys.keptKey(body.k, now) : serverKeys.keptKey(body.k, now)",
      },
    ],
    test: retiredServerKey,
  },
  {
    name: "a refusal that a phone has believed is not remembered",
    aim: "R5",
    edits: [
      {
        file: activation("decide-activation.ts"),
        find: 'return { outcome: "refuse", reason, spends, voidsCode: false, remember: true };',
        replace: 'return { outcome: "refuse", reason, spends, voidsCode: false, remember: false };',
      },
    ],
    test: simulation,
    environment: fewSeeds,
  },
  {
    name: "the phone drops its pending activation on anybody's word",
    aim: "R5",
    edits: [
      {
        file: activation("reduce-activation.ts"),
        find: `      return event.tagged
        ? drop({ kind: "refused", code: event.code })
        : wait(current, { kind: "waiting", code: event.code });
    case "server-key-gone":`,
        replace: `      return drop({ kind: "refused", code: event.code });
    case "server-key-gone":`,
      },
    ],
    test: activation("reduce-activation.test.ts"),
  },
  {
    name: "the phone sends before it has stored",
    aim: "R5",
    edits: [
      {
        file: activation("reduce-activation.ts"),
        find: `return { activation, steps: [{ step: "store", activation }, send] };`,
        replace: `return { activation, steps: [send, { step: "store", activation }] };`,
      },
    ],
    test: activation("reduce-activation.test.ts"),
  },
  {
    name: "a late answer is taken for the present exchange's",
    aim: "R5",
    edits: [
      {
        file: activation("reduce-activation.ts"),
        find: `if ("about" in event && event.about !== exchangeOf(current)) return stay(current);`,
        replace: "",
      },
    ],
    test: activation("reduce-activation.test.ts"),
  },
  {
    name: "an answer without the server's tag is opened",
    aim: "R5",
    edits: [
      {
        file: activation("open-activation-reply.ts"),
        find: `if (!equalInConstantTime(reply.tag, expectedTag)) return refused("wrong_tag");`,
        replace: 'if (expectedTag.length === 0) return refused("wrong_tag");',
      },
    ],
    test: activation("vectors.test.ts"),
  },
];
