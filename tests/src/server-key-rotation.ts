/** The operator's ceremonies over the server's keys, by the bank's clock and beside the running server. */
import { dirname, join } from "node:path";
import { operateKeys, parseDatabaseConfig } from "@ramznama/server";
import type { TestBank } from "./test-bank.ts";

type Request = Parameters<typeof operateKeys>[1];

export const releaseKeyFileOf = (bank: TestBank): string =>
  join(dirname(bank.environment["KEY_FILE"] ?? ""), "release-key.json");

/** `ramznama keys`, and what it tells the operator. */
export const keysCommand = (bank: TestBank, request: Request): Promise<string> =>
  operateKeys(parseDatabaseConfig({ ...bank.environment }), request, bank.clock);

/** Names of the server's keys, the newest first. */
export const serverKeyNames = async (bank: TestBank): Promise<readonly string[]> =>
  (await keysCommand(bank, { act: "list" }))
    .trim()
    .split("\n")
    .map((line) => line.split(" ")[0] ?? "");

/** The running server sees what was signed, and the minute passes after which it goes by it. */
export const untilTakenUp = async (bank: TestBank): Promise<void> => {
  await bank.drain();
  bank.clock.advanceSeconds(60);
};

/** The key that phones seal to now is stolen: a new one takes its place at once. */
export const replaceServerKey = async (bank: TestBank): Promise<void> => {
  const releaseKeyFile = releaseKeyFileOf(bank);
  const [k = ""] = await serverKeyNames(bank);
  await keysCommand(bank, { act: "rotate", releaseKeyFile });
  await keysCommand(bank, { act: "retire", releaseKeyFile, k, atOnce: true });
  await untilTakenUp(bank);
};
