/** Puts the slices together: what each needs is an argument, made once here. No work happens at import time. */
import type { Listener, Route } from "@ramznama/contract";
import { listenOnLoopbacks } from "@ramznama/loopback";
import type pg from "pg";
import { activationRoutes, forgetRefusals } from "./activation/index.ts";
import { approvalsRoutes, expireApprovals } from "./approvals/index.ts";
import { auditRoutes, createRefusalNotes } from "./audit/index.ts";
import type { ServerConfig } from "./config.ts";
import { createHttpCoreBank } from "./core-bank/index.ts";
import { customerRoutes } from "./customer-doors/index.ts";
import {
  createLookupWorker,
  forgetIdentityChecks,
  forgetRegistrations,
  registrationRoutes,
} from "./customers/index.ts";
import { createDeviceProofDoor, forgetSeenProofs, openRoutes } from "./device-proof/index.ts";
import { explanationRoutes } from "./explanations/index.ts";
import { issuanceRoutes } from "./issuance/index.ts";
import { eraseServerKeys, holdServerKeys, loadKeyFile, loadKeyring } from "./keys/index.ts";
import {
  blockLiftWork,
  customerRevocationWork,
  deviceReleaseWork,
  deviceTokenRoutes,
  lifecycleRoutes,
} from "./lifecycle/index.ts";
import { accountLinksWork, linksRoutes, loginRequirementRoutes } from "./links/index.ts";
import { openCustomerDoor, openStaffDoor } from "./open-session-doors.ts";
import { systemClock, type Clock } from "./platform/clock.ts";
import { createDatabase, createPool } from "./platform/database.ts";
import { actAfterCommits } from "./platform/after-commit.ts";
import { addHealthRoutes } from "./platform/health.ts";
import { createListener } from "./platform/http-listener.ts";
import { createIdentify } from "./platform/identify.ts";
import { createBearerVerifier } from "./platform/identity.ts";
import type { Logger } from "./platform/logger.ts";
import { createMetrics } from "./platform/metrics.ts";
import { migrateAt } from "./platform/migrations.ts";
import { createProvider } from "./platform/provider.ts";
import { systemRandom, type Random } from "./platform/random.ts";
import { serveRoute, type Doors, type Handler, type Serve } from "./platform/serve-route.ts";
import { webPlatform } from "./platform/web-platform.ts";
import type { Policy } from "./policy.ts";
import {
  forgetLifecycleChanges,
  journalMacOf,
  keepJournal,
  noJournal,
  type Journal,
} from "./recovery/index.ts";
import { forgetRequests } from "./requests/index.ts";
import { startRetention } from "./retention.ts";
import { migrations } from "./schema.ts";
import { securityWatchRoutes } from "./security-watch/index.ts";
import {
  customerPageDoor,
  endOverdueSessions,
  forgetSessions,
  identifyStaff,
  staffSessionRoutes,
} from "./sessions/index.ts";
import { createInboxSender, createOutbox, forgetMessages } from "./sms/index.ts";
import { staffRoutes } from "./staff/index.ts";
import {
  countingRefusals,
  createLanePool,
  createMissExplainer,
  createVerifier,
  declarationRoutes,
  forgetVerifications,
  verificationRoutes,
} from "./verification/index.ts";
import { branchPages, mobileBankPages, serveWebFolder } from "./web/index.ts";

export interface ServerOptions {
  readonly config: ServerConfig;
  readonly policy: Policy;
  readonly logger: Logger;
  readonly clock?: Clock;
  readonly random?: Random;
}

export interface RunningServer {
  readonly publicPort: number;
  readonly internalPort: number;
  /** Does the background work that is due now: look-ups, SMS, forgetting. */
  drain(): Promise<void>;
  /** Lets running requests finish, then closes everything. */
  stop(): Promise<void>;
}

/** @throws when the database, the key file or the signed key list is not as it must be; nothing keeps running then */
export const startServer = async (options: ServerOptions): Promise<RunningServer> => {
  const { config, policy, logger, clock = systemClock, random = systemRandom } = options;
  const opened: { close(): Promise<unknown> }[] = [];
  const opening = <Pool extends pg.Pool>(pool: Pool): Pool => {
    opened.push({ close: () => pool.end() });
    return pool;
  };
  const openPool = (maxConnections: number, journal?: Journal) =>
    opening(createPool({ ...connectionOf(journal), maxConnections }));
  const connectionOf = (journal?: Journal) => ({
    url: config.DATABASE_URL,
    logger,
    ...(journal === undefined ? {} : { admit: journal.admit.bind(journal) }),
  });
  const closeAll = async (): Promise<void> => {
    for (const resource of opened.splice(0).reverse()) await resource.close();
  };
  try {
    // The journal comes first: until database and journal are in step, no other connection is opened.
    await migrateAt(connectionOf(), migrations);
    const ownDatabase = createDatabase(openPool(2));
    const kek = await loadKeyFile(config.KEY_FILE, random);
    const keyring = await loadKeyring(ownDatabase, kek, random, new Date(clock.now()));
    const journal =
      config.JOURNAL_FOLDER === undefined
        ? noJournal(logger)
        : await keepJournal({
            database: ownDatabase,
            clock,
            random,
            logger,
            folder: config.JOURNAL_FOLDER,
            mac: journalMacOf(keyring),
          });
    opened.push({ close: () => journal.stop() });
    const pool = openPool(config.DATABASE_CONNECTIONS, journal);
    // Phones come from the internet: whatever they do there, the bank's channels keep connections of their own.
    const phonePool = openPool(Math.max(2, Math.floor(config.DATABASE_CONNECTIONS / 2)), journal);
    const lanePool = opening(createLanePool(connectionOf(journal)));
    const database = createDatabase(pool);
    const phoneDatabase = createDatabase(phonePool);
    for (const each of [database, phoneDatabase]) actAfterCommits(each, () => journal.flush());
    const serverKeys = await holdServerKeys({ database, keyring, clock, logger });
    const provider = createProvider({
      issuer: config.OIDC_ISSUER,
      clientId: config.CORE_BANK_CLIENT_ID,
      clientSecret: config.CORE_BANK_CLIENT_SECRET,
      clock,
    });
    const coreBank = createHttpCoreBank({
      url: config.CORE_BANK_URL,
      accessToken: () => provider.accessToken("core:read"),
      timeoutMilliseconds: 3_000,
    });
    const sender = createInboxSender({
      url: config.SMS_INBOX_URL,
      accessToken: () => provider.accessToken("sms:send"),
    });
    const outbox = createOutbox({ database, clock, random, keyring, sender, logger });
    const base = { database, clock, random, keyring, policy, logger, coreBank, outbox };
    const lookupWorker = createLookupWorker(base);
    const retention = startRetention(base, [
      forgetSeenProofs,
      forgetRequests,
      forgetVerifications,
      forgetRegistrations,
      forgetIdentityChecks,
      expireApprovals,
      forgetRefusals,
      eraseServerKeys,
      forgetMessages,
      forgetLifecycleChanges,
      (each, now) => endOverdueSessions(each, "staff", policy.staffSessions, now),
      (each, now) => endOverdueSessions(each, "customer", policy.customerSessions, now),
      forgetSessions,
    ]);
    for (const worker of [serverKeys.worker, outbox.worker, lookupWorker, retention]) {
      opened.push({ close: () => worker.stop() });
    }
    const missExplainer = createMissExplainer(base);
    opened.push({ close: () => missExplainer.stop() });
    const platform = webPlatform(random);
    const context = { ...base, platform, serverKeys, lookupWorker };
    const phoneContext = { ...context, database: phoneDatabase };
    // Tokens of the provider run by the machine's clock, as the provider does.
    const verifyBearer = createBearerVerifier({
      issuer: config.OIDC_ISSUER,
      audience: config.OIDC_AUDIENCE,
      jwksUri: () => provider.jwksUri(),
      now: () => systemClock.now(),
    });
    const staffDoor = openStaffDoor({ config, policy, context, verifyBearer });
    const customerDoor = openCustomerDoor({ config, policy, context: phoneContext, coreBank });
    const manners = {
      logger,
      random,
      requestTimeoutMilliseconds: config.REQUEST_TIMEOUT_SECONDS * 1_000,
    };
    const listeners = {
      public: await createListener({
        name: "public",
        ...manners,
        requestsPerMinute: config.PUBLIC_REQUESTS_PER_MINUTE,
        trustProxy: config.TRUSTED_PROXIES,
        sessionCookie: customerDoor.cookieName,
      }),
      internal: await createListener({
        name: "internal",
        ...manners,
        sessionCookie: staffDoor?.cookieName,
      }),
    };
    const metrics = createMetrics(serverKeys);
    metrics.observe(listeners.public);
    metrics.observe(listeners.internal);
    opened.push({ close: () => listeners.public.close() });
    opened.push({ close: () => listeners.internal.close() });
    staffDoor?.addRoutes(listeners.internal);
    staffDoor?.addSignOut(listeners.internal);
    if (config.MOBILE_CLIENT_SECRET !== undefined) customerDoor.addRoutes(listeners.public);
    const pageDoor = customerPageDoor(customerDoor);
    const commonDoors = {
      ...createDeviceProofDoor(phoneContext),
      noteRefusal: createRefusalNotes(context),
    };
    const doors: Record<Listener, Doors> = {
      public: { ...commonDoors, identify: createIdentify(verifyBearer), page: pageDoor },
      internal: {
        ...commonDoors,
        identify: createIdentify(verifyBearer, staffDoor && identifyStaff(staffDoor)),
        takesStaffSessions: staffDoor !== undefined,
      },
    };
    const serve: Serve = <R extends Route>(route: R, handler: Handler<R>) => {
      serveRoute(listeners[route.listener], doors[route.listener], route, handler);
    };
    const verifier = createVerifier({ ...context, lanePool, missExplainer });
    const verifyCode = countingRefusals(context, verifier);
    const linkAccounts = accountLinksWork(context);
    const works = {
      // As with the doors below: what gives something waits for the journal.
      "account-links": (request: Parameters<typeof linkAccounts>[0]) => {
        journal.assertKept();
        return linkAccounts(request);
      },
      "device-release": deviceReleaseWork(context),
      "customer-revocation": customerRevocationWork(context),
      "block-lift": blockLiftWork(context),
    };
    for (const register of [
      verificationRoutes(verifyCode, policy),
      loginRequirementRoutes(context),
      customerRoutes({ ...phoneContext, verifyCode, door: customerDoor }),
      lifecycleRoutes(context),
      deviceTokenRoutes(phoneContext),
      declarationRoutes(phoneContext),
      openRoutes(phoneContext),
      approvalsRoutes({ ...context, works }),
      staffRoutes(context),
      auditRoutes(context),
      explanationRoutes(context),
      securityWatchRoutes(context),
      staffSessionRoutes(context),
    ]) {
      register(serve);
    }
    // What gives something waits while the journal could not tell of it; what takes something away goes on.
    const serveWhileJournaled: Serve = <R extends Route>(route: R, handler: Handler<R>) => {
      serve(route, (call) => {
        journal.assertKept();
        return handler(call);
      });
    };
    for (const register of [
      issuanceRoutes(context),
      linksRoutes(context),
      registrationRoutes(phoneContext),
      activationRoutes({ ...phoneContext, pageDoor }),
    ]) {
      register(serveWhileJournaled);
    }
    addHealthRoutes(listeners.internal, pool, { journal, serverKeys });
    if (config.WEB_FOLDER !== undefined) {
      await serveWebFolder(listeners.public, config.WEB_FOLDER, mobileBankPages);
    }
    if (config.BRANCH_WEB_FOLDER !== undefined) {
      await serveWebFolder(listeners.internal, config.BRANCH_WEB_FOLDER, branchPages);
    }
    metrics.addRoute(listeners.internal);
    return {
      publicPort: await listenOnLoopbacks(listeners.public, config.PUBLIC_PORT),
      internalPort: await listenOnLoopbacks(listeners.internal, config.INTERNAL_PORT),
      drain: async () => {
        await journal.drain();
        await missExplainer.drain();
        await lookupWorker.drain();
        await outbox.worker.drain();
        await retention.drain();
        await serverKeys.worker.drain();
      },
      stop: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
};
