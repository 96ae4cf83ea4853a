/**
 * A token of another maker in somebody's hand: its codes are made by oathtool, which knows nothing of us, from a clock
 * of its own or from the button that was pressed. `importHardToken` brings it in as the operator does.
 */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  createLogger,
  openImporter,
  parseServerConfig,
  type ImportRequest,
} from "@ramznama/server";
import { ensureDebianPrograms } from "../../tools/debian-programs.ts";
import type { TestBank } from "./test-bank.ts";

export interface HardToken {
  readonly seed: Uint8Array;
  readonly manufacturerSerial: string;
}

type Hash = "SHA-1" | "SHA-256" | "SHA-512";

export const clock30 = {
  kind: "totp",
  hash: "SHA-1" as Hash,
  digits: 6,
  stepSeconds: 30,
  validitySeconds: 60,
  skewSeconds: 30,
} as const;

export const clock60 = {
  ...clock30,
  stepSeconds: 60,
  validitySeconds: 120,
  skewSeconds: 60,
} as const;

export const counter6 = { kind: "hotp", hash: "SHA-1", digits: 6, lookAhead: 5 } as const;

interface ClockProfile {
  readonly hash: Hash;
  readonly digits: number;
  readonly stepSeconds: number;
}

export const createHardToken = (seedBytes = 20): HardToken => ({
  seed: new Uint8Array(randomBytes(seedBytes)),
  manufacturerSerial: randomBytes(6).toString("hex"),
});

const oathtool = (...parts: readonly string[]): string => {
  ensureDebianPrograms(["oathtool"]);
  return execFileSync("oathtool", parts, { encoding: "utf8" }).trim();
};

const hex = ({ seed }: HardToken): string => Buffer.from(seed).toString("hex");

/** What a clock-driven token shows when its own clock says `unixSeconds`. */
export const clockCode = (token: HardToken, profile: ClockProfile, unixSeconds: number): string =>
  oathtool(
    `--totp=${profile.hash.replace("-", "")}`,
    `--digits=${profile.digits}`,
    `--time-step-size=${profile.stepSeconds}s`,
    `--now=@${Math.floor(unixSeconds)}`,
    hex(token),
  );

/** What a counting token shows for this press of its button; 0 is the first. */
export const counterCode = (token: HardToken, counter: number, digits = 6): string =>
  oathtool("--hotp", `--digits=${digits}`, `--counter=${counter}`, hex(token));

interface HardTokenHolder {
  readonly customerId: string;
  readonly card: string;
}

type KeyValues = Partial<ImportRequest["key"]>;

/** Imports it for the card; answers what the importer answers. */
export const importFor = async (
  bank: TestBank,
  token: HardToken,
  holder: HardTokenHolder,
  profile: unknown,
  change: KeyValues & Partial<Pick<ImportRequest, "kind" | "links">> = {},
) => {
  const { kind = "card", links, ...key } = change;
  const importer = await openImporter({
    config: parseServerConfig(bank.environment),
    logger: createLogger("silent"),
    clock: bank.clock,
  });
  try {
    return await importer.importToken({
      key: { profile, manufacturer: "Judge", ...token, ...key },
      customerId: holder.customerId,
      kind,
      links: links ?? [{ purpose: "card-second-password", subject: holder.card }],
      actor: { kind: "system", id: "import" },
    });
  } finally {
    await importer.close();
  }
};

/** A new token, imported; its serial at the bank. */
export const importHardToken = async (
  bank: TestBank,
  holder: HardTokenHolder,
  profile: unknown,
  change: KeyValues = {},
): Promise<HardToken & { readonly serial: string; readonly card: string }> => {
  const token = createHardToken();
  const imported = await importFor(bank, token, holder, profile, change);
  if (!imported.ok) throw new Error(`the import was refused: ${imported.reason}`);
  return { ...token, serial: imported.serial, card: holder.card };
};
