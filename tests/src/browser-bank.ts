/** The bank with its mobile bank built for it and served, by a server process on the machine's clock as browsers have it. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildMobileBank } from "@ramznama/mobile-bank/build";
import { startServerProcess } from "./server-process.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { machineClock } from "./test-clock.ts";

export interface BrowserBank {
  readonly bank: TestBank;
  /** Where the mobile bank is served. */
  readonly webUrl: string;
  readonly webFolder: string;
  /** Another build in the place of the one that is served, as an update of the app is. */
  rebuild(bankName: string): Promise<void>;
  stop(): Promise<void>;
}

export const startBrowserBank = async (databaseUrl?: string): Promise<BrowserBank> => {
  const bank = await startTestBank({
    clock: machineClock,
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
  });
  const folder = await mkdtemp(join(tmpdir(), "ramznama-web-"));
  const releaseKeyFile = join(folder, "release-key.public.json");
  const webFolder = join(folder, "mobile-bank");
  await writeFile(releaseKeyFile, JSON.stringify(bank.releaseKey));
  await buildMobileBank({ releaseKeyFile, outDir: webFolder });
  const start = (port: string) =>
    startServerProcess({ ...bank.environment, PUBLIC_PORT: port, WEB_FOLDER: webFolder });
  let server = await start("0");
  const webUrl = server.publicUrl;
  return {
    bank,
    webUrl,
    webFolder,
    rebuild: async (bankName) => {
      await server.stop();
      await buildMobileBank({ releaseKeyFile, outDir: webFolder, bankName });
      server = await start(new URL(webUrl).port);
    },
    stop: async () => {
      await server.stop();
      await bank.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
