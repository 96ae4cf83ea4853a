/** Puts the bank around Ramznama together and opens its doors on both loopbacks. */
import { createServer } from "node:net";
import { listenOnLoopbacks } from "@ramznama/loopback";
import { createBankClient } from "./bank/bank-client.ts";
import { createChannelTokens } from "./bank/channel-tokens.ts";
import { createCardSecrets } from "./core-bank/card-secrets.ts";
import { startCoreBank } from "./core-bank/core-bank.ts";
import { addCoreBankRoutes } from "./core-bank/core-bank-routes.ts";
import { createAccounts } from "./identity/accounts.ts";
import { createCodeDesk } from "./identity/code-desk.ts";
import { addIdentityRoutes } from "./identity/identity-routes.ts";
import { addPersonnelRoutes } from "./identity/personnel-routes.ts";
import { createPassedPasswords } from "./identity/passed-passwords.ts";
import { createProvider } from "./identity/provider.ts";
import { createSignInThrottle } from "./identity/sign-in-throttle.ts";
import { loadSigningKey, publicKeySet } from "./identity/signing-keys.ts";
import { openInbox } from "./inbox/inbox.ts";
import { addInboxRoutes } from "./inbox/inbox-routes.ts";
import { addAssetRoutes } from "./pages/asset-routes.ts";
import { renderNotice } from "./pages/layout.ts";
import { addPageRoutes } from "./pages/page-routes.ts";
import { loadPeople } from "./people.ts";
import { createBearerVerifier } from "./platform/bearer.ts";
import { type Clock, machineClock } from "./platform/clock.ts";
import { loadFirstStart } from "./platform/first-start.ts";
import { addHealthRoutes } from "./platform/health-routes.ts";
import { createHttpServer, type HttpServer } from "./platform/http-server.ts";
import type { LanDoor } from "./platform/lan-door.ts";
import { createLogger, type Logger } from "./platform/logger.ts";
import { openDataFolder } from "./platform/private-file.ts";
import { createBehaviourSwitch, type Wait } from "./platform/misbehaviour.ts";
import { SandboxError } from "./platform/sandbox-error.ts";
import { addStreet } from "./street/add-street.ts";

export interface SandboxOptions {
  /** 0: any free port; the issuer then carries the real one. */
  readonly port: number;
  /** The server's public and internal listeners, for links and for the branch console's redirect. */
  readonly publicPort: number;
  readonly internalPort: number;
  readonly dataFolder: string;
  /** A TLS front on this machine through which the local network comes in. */
  readonly lanDoor?: LanDoor | undefined;
  /** Tokens alone run by the machine's clock, as oidc-provider does. */
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** How the core bank's answers wait that are slow on purpose. */
  readonly wait?: Wait | undefined;
}

export interface Sandbox {
  /** Without a slash at the end. */
  readonly url: string;
  stop(): Promise<void>;
}

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const port = options.port === 0 ? await findFreePort() : options.port;
  const url = `http://localhost:${port}`;
  const app = await buildSandbox(url, options);
  try {
    await listenOnLoopbacks(app, port);
  } catch (cause) {
    await app.close();
    throw new SandboxError("port_taken", `Port ${port} is taken by another program.`, cause);
  }
  return { url, stop: () => app.close() };
}

async function buildSandbox(url: string, options: SandboxOptions): Promise<HttpServer> {
  const { dataFolder, publicPort, internalPort, lanDoor } = options;
  const { clock = machineClock, logger = createLogger() } = options;
  openDataFolder(dataFolder);
  const people = loadPeople();
  const coreBank = startCoreBank(people, loadFirstStart(dataFolder, clock), dataFolder);
  const inbox = openInbox(dataFolder, clock);
  const issuer = `${url}/oidc`;
  const signingKey = await loadSigningKey(dataFolder);
  const verifyBearer = createBearerVerifier(issuer, publicKeySet(signingKey));
  const accounts = createAccounts(people);
  const internalUrl = `http://localhost:${internalPort}`;
  const codeDesk = createCodeDesk(
    createBankClient({
      address: internalUrl,
      bearer: createChannelTokens(issuer, "central-login"),
      logger,
    }),
  );
  const ports = { publicPort, internalPort };
  const provider = createProvider({ issuer, ...ports, accounts, codeDesk, signingKey });

  const app = await createHttpServer({ logger, notFoundPage, lanDoor, closedPage });
  const { cardPrefix, name: bankName, app: appName } = people.bank;
  addHealthRoutes(app);
  addAssetRoutes(app);
  const random = Math.random;
  addCoreBankRoutes(app, { coreBank, cardPrefix, verifyBearer, clock, random, wait: options.wait });
  addInboxRoutes(app, { inbox, verifyBearer });
  const throttle = createSignInThrottle(clock);
  const behaviour = createBehaviourSwitch(app);
  addPersonnelRoutes(app, { accounts, behaviour, verifyBearer });
  const passedPasswords = createPassedPasswords(clock);
  const signIn = { provider, accounts, throttle, codeDesk, passedPasswords };
  await addIdentityRoutes(app, { ...signIn, logger, behaviour });
  const publicUrl = `http://localhost:${publicPort}`;
  const cardSecrets = createCardSecrets(people, coreBank);
  const street = { bankName, appName, publicUrl, internalUrl };
  addPageRoutes(app, { inbox, coreBank, cardSecrets, street, lanDoor });
  const bank = { coreBank, cardSecrets, accounts, throttle, bankName, cardPrefix };
  await addStreet(app, { ...bank, issuer, internalUrl, clock, logger });
  return app;
}

function notFoundPage(): string {
  return renderNotice("چنین صفحه‌ای نیست", "نشانی را بررسی کنید یا از صفحه اصلی شروع کنید.");
}

function closedPage(): string {
  return renderNotice(
    "اینجا فقط روی رایانه میزبان باز می‌شود",
    "باجه شعبه، ورود کارمند و درگاه برنامه‌ها از شبکه محلی باز نمی‌شوند. آنها را روی همان رایانه‌ای باز کنید که محیط آزمایشی را اجرا می‌کند.",
  );
}

/** The issuer's name holds the port, so the port is chosen before anything is put together. */
function findFreePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const probe = createServer();
  probe.once("error", reject);
  probe.listen(0, "localhost", () => {
    const address = probe.address();
    const port = typeof address === "object" ? address?.port : undefined;
    probe.close(() => {
      if (port === undefined) reject(new Error("the probe has no port"));
      else resolve(port);
    });
  });
  return promise;
}
