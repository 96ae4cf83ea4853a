/** The server's configuration: environment variables, parsed once at the border, typed inside. */
import { z } from "zod";
import { isLoopback } from "./platform/provider.ts";
import { defaultPolicy, type Policy } from "./policy.ts";

const port = z.coerce.number().int().min(0).max(65_535);

/** Without a slash at the end. Elsewhere than on this machine HTTPS, or its cookies would cross the network in the clear. */
const pageOrigin = z
  .url({ protocol: /^https?$/ })
  .refine((url) => URL.canParse(url) && new URL(url).origin === url)
  .refine((url) => url.startsWith("https:") || (URL.canParse(url) && isLoopback(url)));

const databaseSchema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** For the bank's doors and the workers. Phones, lanes and the journal have more (docs/operations/configuration.md). */
  DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(200).default(24),
  KEY_FILE: z.string().min(1),
  /** Outside the database and its backups; without it a restore is not noticed. */
  JOURNAL_FOLDER: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

const serverSchema = databaseSchema.extend({
  PUBLIC_PORT: port,
  INTERNAL_PORT: port,
  /** Of one network address, at the listener that phones reach. */
  PUBLIC_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(600),
  /** For one request to arrive whole; a connection that is silent in the middle of an exchange gets twice that. */
  REQUEST_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(120).default(15),
  /** Addresses of the reverse proxies in front, comma-separated: from them alone X-Forwarded-For is believed. */
  TRUSTED_PROXIES: z
    .string()
    .default("")
    .transform((text) =>
      text
        .split(",")
        .map((part) => part.trim())
        .filter(Boolean),
    ),
  OIDC_ISSUER: z.url(),
  OIDC_AUDIENCE: z.string().min(1).default("ramznama-bank"),
  CORE_BANK_URL: z.url(),
  CORE_BANK_CLIENT_ID: z.string().min(1),
  CORE_BANK_CLIENT_SECRET: z.string().min(1),
  SMS_SENDER: z.literal("sandbox"),
  SMS_INBOX_URL: z.url(),
  BANK_NAME: z.string().min(1).max(60).default(defaultPolicy.bankName),
  CARD_PREFIX: z
    .string()
    .regex(/^[0-9]{6,8}$/)
    .default(defaultPolicy.cardPrefix),
  /** The branch console as the provider knows it; without a secret nobody signs in there. */
  BRANCH_CLIENT_ID: z.string().min(1).default("branch-console"),
  BRANCH_CLIENT_SECRET: z.string().min(1).optional(),
  /** Where browsers find the console, without a slash at the end; by default the internal listener itself. */
  BRANCH_ORIGIN: pageOrigin.optional(),
  /** The built branch console; without it the internal listener has doors and no pages. */
  BRANCH_WEB_FOLDER: z.string().min(1).optional(),
  /** The mobile bank as the provider knows it; without a secret there is no central login. */
  MOBILE_CLIENT_ID: z.string().min(1).default("mobile-bank"),
  MOBILE_CLIENT_SECRET: z.string().min(1).optional(),
  /** Where browsers find the mobile bank, without a slash at the end; by default the public listener itself. */
  MOBILE_ORIGIN: pageOrigin.optional(),
  /** Which claim of the identity token holds the customer id of core banking. */
  MOBILE_CUSTOMER_ID_CLAIM: z.string().min(1).default("sub"),
  CUSTOMER_IDLE_SECONDS: z.coerce.number().int().min(60).max(3_600).optional(),
  CUSTOMER_SESSION_SECONDS: z.coerce.number().int().min(300).max(86_400).optional(),
  STAFF_IDLE_SECONDS: z.coerce.number().int().min(60).max(3_600).optional(),
  STAFF_SESSION_SECONDS: z.coerce.number().int().min(300).max(86_400).optional(),
  /** The built mobile bank; without it the public listener has doors and no pages. */
  WEB_FOLDER: z.string().min(1).optional(),
  VALIDITY_SECONDS: z.coerce.number().int().min(30).max(600).optional(),
  /** Refused codes of one channel within an hour that raise an alarm; a bank knows its own common hours. */
  CHANNEL_REFUSALS_PER_HOUR: z.coerce.number().int().min(1).optional(),
  /** Links to accounts by one person of the branch alone, as a bank may set that must not wait for a second. */
  ACCOUNT_LINKS_BY_ONE: z.enum(["yes", "no"]).default("no"),
});

export type DatabaseConfig = Readonly<z.infer<typeof databaseSchema>>;
export type ServerConfig = Readonly<z.infer<typeof serverSchema>>;

export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** @throws ConfigError that names the variables, never their values */
const parseWith = <T>(schema: z.ZodType<T>, environment: NodeJS.ProcessEnv): T => {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const names = [...new Set(parsed.error.issues.map((issue) => issue.path.join(".")))];
  throw new ConfigError(`Missing or malformed in the environment: ${names.join(", ")}.`);
};

export const parseDatabaseConfig = (environment: NodeJS.ProcessEnv): DatabaseConfig =>
  parseWith(databaseSchema, environment);

export const parseServerConfig = (environment: NodeJS.ProcessEnv): ServerConfig =>
  parseWith(serverSchema.superRefine(nameProxies), environment);

/**
 * HTTPS ends before this server, at a proxy. Without its name all phones would come from one address, and one person's
 * wrong codes would make everybody wait.
 */
const nameProxies = (config: ServerConfig, context: z.RefinementCtx): void => {
  const { MOBILE_ORIGIN: origin, TRUSTED_PROXIES: proxies } = config;
  if (origin === undefined || proxies.length > 0) return;
  if (URL.canParse(origin) && isLoopback(origin)) return;
  context.addIssue({ code: "custom", path: ["TRUSTED_PROXIES"] });
};

export const policyOf = (config: ServerConfig): Policy => ({
  ...defaultPolicy,
  bankName: config.BANK_NAME,
  cardPrefix: config.CARD_PREFIX,
  profile: {
    ...defaultPolicy.profile,
    validitySeconds: config.VALIDITY_SECONDS ?? defaultPolicy.profile.validitySeconds,
  },
  approvals: { ...defaultPolicy.approvals, accountLinks: config.ACCOUNT_LINKS_BY_ONE === "no" },
  guessing: {
    ...defaultPolicy.guessing,
    channelFailuresPerHour:
      config.CHANNEL_REFUSALS_PER_HOUR ?? defaultPolicy.guessing.channelFailuresPerHour,
  },
  customerSessions: {
    ...defaultPolicy.customerSessions,
    idleSeconds: config.CUSTOMER_IDLE_SECONDS ?? defaultPolicy.customerSessions.idleSeconds,
    lifeSeconds: config.CUSTOMER_SESSION_SECONDS ?? defaultPolicy.customerSessions.lifeSeconds,
  },
  staffSessions: {
    ...defaultPolicy.staffSessions,
    idleSeconds: config.STAFF_IDLE_SECONDS ?? defaultPolicy.staffSessions.idleSeconds,
    lifeSeconds: config.STAFF_SESSION_SECONDS ?? defaultPolicy.staffSessions.lifeSeconds,
  },
});
