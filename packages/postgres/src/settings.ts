// How the embedded database is set. Given at each start, so that an old folder gets today's settings.
//
// Sizes follow the machine's memory and suit a small one too (2 cores, 1 GB): then 256 MB and what a few dozen connections
// need. Linux and macOS take what is reserved from the machine only as far as it is used, 2 % of it at once.

import { totalmem } from "node:os";

import { PostgresError } from "./postgres-error.ts";

export type Settings = Readonly<Record<string, string | number>>;

// What an acknowledged commit and a closed door depend on. Nobody can set these otherwise.
const fixed: Settings = {
  fsync: "on",
  full_page_writes: "on",
  synchronous_commit: "on",
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  password_encryption: "scram-sha-256",
  TimeZone: "UTC",
  log_timezone: "UTC",
  // Values must not reach the log (R10). Bound values and statements stand in separate fields, which
  // are off; but an ERROR's own text quotes what it could not read ("invalid input syntax …"), and
  // its DETAIL quotes keys. So ERRORs, which the client gets anyway, are not logged at all.
  log_min_messages: "log",
  log_error_verbosity: "terse",
  log_min_error_statement: "panic",
  log_statement: "none",
  log_duration: "off",
  log_min_duration_statement: -1,
  log_min_duration_sample: -1,
  log_parameter_max_length: 0,
  log_parameter_max_length_on_error: 0,
};

const mebibyte = 2 ** 20;

/** What this process may use: a container's limit, where there is one. */
const memoryMegabytes = Math.floor(
  Math.min(totalmem(), process.constrainedMemory() || Infinity) / mebibyte,
);

/** A quarter of the memory, as PostgreSQL's manual advises: ten million tokens with links and counters (5 GB) fit from 20 GB on. */
const sharedBuffersMegabytes = Math.min(8_192, Math.max(128, Math.floor(memoryMegabytes / 4)));

const usual: Settings = {
  // 100 for the programs, the rest for people and tests.
  max_connections: 120,
  shared_buffers: `${sharedBuffersMegabytes}MB`,
  effective_cache_size: `${Math.floor(memoryMegabytes / 2)}MB`,
  maintenance_work_mem: "64MB",
  // After each checkpoint the first change of a page writes the whole page: under load few checkpoints write less. The
  // log is this large only where that much was written; recovery after a crash reads at most this.
  max_wal_size: "4GB",
  checkpoint_timeout: "15min",
  // Statements here touch a few rows by key; compiling them would cost more than it saves.
  jit: "off",
  log_checkpoints: "off",
  log_connections: "",
  log_disconnections: "off",
  log_line_prefix: "%m [%p] ",
};

/** All settings as arguments of `postgres`. */
export function settingArguments(port: number, wished: Settings = {}): string[] {
  assertAllowed(wished);
  const all: Settings = { ...usual, ...wished, ...fixed, port };
  return Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

function assertAllowed(wished: Settings): void {
  const fixedNames = new Set([...Object.keys(fixed), "port"].map((name) => name.toLowerCase()));
  const refused = Object.keys(wished).find((name) => fixedNames.has(name.toLowerCase()));
  if (refused === undefined) return;
  throw new PostgresError(
    "start_failed",
    `The setting ${refused} is fixed, because durability or secrecy depends on it: leave it out.`,
  );
}
