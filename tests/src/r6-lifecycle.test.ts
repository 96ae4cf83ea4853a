import { randomInt } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fetchServerKey } from "./bare-device.ts";
import { takeToken } from "./channel.ts";
import { sequences } from "./model/lifecycle-steps.ts";
import type { WorldPlace } from "./model/lifecycle-stage.ts";
import { runSequence } from "./model/lifecycle-world.ts";
import { openTown, type Town } from "./model/town.ts";
import { signInStaff } from "./staff.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock, type TestClock } from "./test-clock.ts";

/** As many as fit into some forty seconds of a quiet machine. */
const sequenceCount = Number(process.env["R6_SEQUENCES"] ?? 120);
const seed = Number(process.env["R6_SEED"] ?? randomInt(2 ** 31));
/** Access tokens live for some minutes of the machine's clock. */
const bearersLiveMilliseconds = 100_000;
/** Banks side by side, each with a clock of its own: while one waits for its disk another works. */
const lanes = Math.min(3, Math.ceil(sequenceCount / 10));

interface Lane {
  readonly bank: TestBank;
  readonly town: Town;
  readonly clock: TestClock;
  readonly start: number;
}

let open: readonly Lane[];

const openLane = async (): Promise<Lane> => {
  const start = Math.floor(Date.now() / 1000) * 1000;
  const clock = createTestClock(start);
  const town = await openTown();
  return {
    bank: await startTestBank({ clock, neighbours: town, keepsLog: false }),
    town,
    clock,
    start,
  };
};

beforeAll(async () => {
  open = await Promise.all(Array.from({ length: lanes }, openLane));
});

afterAll(async () => {
  for (const { bank, town } of open) {
    await bank.stop();
    await town.stop();
  }
});

const takeBearers = async (bank: TestBank): Promise<WorldPlace["bearers"]> => ({
  atm: await takeToken(bank, "atm"),
  core: await takeToken(bank, "core"),
  "internet-bank": await takeToken(bank, "internet-bank"),
  teller: await signInStaff(bank, "teller"),
  supervisor: await signInStaff(bank, "supervisor"),
});

const openPlace = async ({ bank, town, clock }: Lane): Promise<() => Promise<WorldPlace>> => {
  const place = {
    internalUrl: bank.internalUrl(),
    publicUrl: bank.publicUrl(),
    town,
    serverKey: await fetchServerKey(bank),
    nonces: { nonce: "" },
    setClock: (now: number) => {
      clock.advanceSeconds((now - clock.now()) / 1000);
    },
  };
  let taken = { at: Date.now(), bearers: await takeBearers(bank) };
  return async () => {
    if (Date.now() - taken.at > bearersLiveMilliseconds) {
      taken = { at: Date.now(), bearers: await takeBearers(bank) };
    }
    return { ...place, bearers: taken.bearers };
  };
};

/** Draws and runs the sequences of one lane; on a difference fast-check shrinks, and prints seed and sequence. */
const runLane = async (lane: Lane, laneSeed: number, numRuns: number): Promise<number> => {
  const place = await openPlace(lane);
  let done = 0;
  await fc.assert(
    fc.asyncProperty(sequences, async (steps) => {
      await runSequence(await place(), lane.start, steps);
      done += 1;
      if (done % 500 === 0) process.stdout.write(`R6 seed ${laneSeed}: ${done} sequences\n`);
    }),
    { numRuns, seed: laneSeed },
  );
  return done;
};

test(
  "R6 random lives of tokens in the bank differ in nothing from a simple reference model",
  { timeout: 36_000_000 },
  async () => {
    const share = Math.ceil(sequenceCount / open.length);
    const counts = await Promise.all(
      open.map((lane, index) => runLane(lane, seed + index * 100_000_000, share)),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(sequenceCount);
  },
);

test("R6 S5 an account token that becomes active after a newer one takes the subjects over: never do two answer", async () => {
  const [lane] = open;
  if (lane === undefined) throw new Error("no bank is open");
  const place = await openPlace(lane);
  await runSequence(await place(), lane.start, [
    { act: "issue-account", person: 0, identitySeen: false },
    { act: "enrol-account", phone: 0, person: 0, confirmed: true },
    { act: "link", token: 0, login: true, account: "own", by: "teller" },
    { act: "decide", approval: 0, decision: "approve" },
    { act: "activate", phone: 0, token: 0, typed: "right", times: 1 },
    { act: "confirm", activation: 1, proof: "right" },
  ]);
});
