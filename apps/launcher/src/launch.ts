// The order of things: folder, ports, database, sandbox, first setup, web build, server, and with --lan the
// doors to the local network. Stopping is the reverse.

import { hostname, networkInterfaces } from "node:os";
import { join } from "node:path";
import { checkServer, startPostgres } from "@ramznama/postgres";
import { buildBranchConsole, buildMobileBank } from "./build-web.ts";
import {
  sandboxEnvironment,
  serverEnvironment,
  type ChildSettings,
  type LanPlan,
} from "./child-environment.ts";
import { startProgram, type Program } from "./child-program.ts";
import { ownDataFolder, type DataFolder } from "./data-folder.ts";
import { LauncherError } from "./launcher-error.ts";
import { findLanNames } from "./lan/lan-names.ts";
import type { LaunchOptions } from "./options.ts";
import {
  assertLanPortsFree,
  assertPortsFree,
  lanPortsFrom,
  portsFrom,
  type Ports,
} from "./ports.ts";
import { databaseName, isSetUp, noteSetUp, setUp } from "./set-up.ts";
import { waitUntilReady } from "./wait-until-ready.ts";

const readySeconds = 90;

/** One thing that runs, and how it is ended. */
interface Part {
  stop(): Promise<void> | void;
  kill(): Promise<void> | void;
}

export interface Running {
  readonly data: DataFolder;
  readonly ports: Ports;
  /** What to say of the local network; undefined without --lan. */
  readonly lanWelcome: string | undefined;
}

/** Owns what it has started, so that it can be stopped at any moment, in reverse order. */
export class Launch {
  /** Still to be stopped. */
  readonly #parts: Part[] = [];
  /** All of them: what is being stopped may have to be killed. */
  readonly #started: Part[] = [];
  #stopped = Promise.resolve();
  readonly #abort = new AbortController();
  readonly #end = Promise.withResolvers<LauncherError>();

  /** Resolves when something that should run has ended by itself. */
  get endedUnexpectedly(): Promise<LauncherError> {
    return this.#end.promise;
  }

  async start(options: LaunchOptions, tell: (line: string) => void): Promise<Running> {
    const ports = portsFrom(options.portBase);
    const lan = options.lan ? planLan(ports) : undefined;
    const data = await this.#takeFolder(options);
    await assertPortsFree(ports);
    if (lan !== undefined) {
      await assertLanPortsFree(lan.ports, lan.names.addresses, ports.sandbox);
    }
    const databaseUrl = await this.#startDatabase(options, data, tell);
    const inherited = options.environment;
    const journalFolder = join(data.journal, databaseName(options.databaseUrl).slice(0, 16));
    const settings: ChildSettings = { data, ports, databaseUrl, journalFolder, lan, inherited };
    tell("Starting the sandbox bank …");
    const sandbox = { name: "sandbox", file: options.programs.sandbox };
    await this.#startProgram(sandbox, sandboxEnvironment(settings), ports.sandbox, data);
    const environment = serverEnvironment(settings);
    await this.#setUpOnce(options, environment, data);
    tell("Building the mobile bank …");
    await this.#finish(await buildMobileBank(options.programs.mobileBankBuild, environment, data));
    tell("Building the branch console …");
    await this.#finish(
      await buildBranchConsole(options.programs.branchConsoleBuild, environment, data),
    );
    tell("Starting the server …");
    const server = { name: "server", file: options.programs.server };
    await this.#startProgram(server, environment, ports.internal, data);
    const lanWelcome = lan === undefined ? undefined : await this.#openLan(data, ports, lan);
    return { data, ports, lanWelcome };
  }

  get isStopping(): boolean {
    return this.#abort.signal.aborted;
  }

  /** Gracefully, each with a bounded wait; resolves when all that was started has ended. */
  stop(): Promise<void> {
    this.#abort.abort();
    this.#stopped = this.#stopped.then(() => this.#stopParts());
    return this.#stopped;
  }

  /** At once. */
  async kill(): Promise<void> {
    this.#abort.abort();
    await Promise.allSettled(this.#started.map(async (part) => part.kill()));
  }

  async #stopParts(): Promise<void> {
    for (let part = this.#parts.pop(); part !== undefined; part = this.#parts.pop()) {
      await part.stop();
    }
  }

  // A stop that comes while something is being started stops it right afterwards.
  async #own(part: Part): Promise<void> {
    this.#parts.push(part);
    this.#started.push(part);
    if (!this.#abort.signal.aborted) return;
    await this.stop();
    throw new LauncherError("stopped", "Stopped during the start.");
  }

  async #takeFolder(options: LaunchOptions): Promise<DataFolder> {
    const { data, lock } = await ownDataFolder(options.dataFolder, options.fresh);
    const release = () => {
      lock.release();
    };
    await this.#own({ stop: release, kill: release });
    return data;
  }

  async #startDatabase(
    options: LaunchOptions,
    data: DataFolder,
    tell: (line: string) => void,
  ): Promise<string> {
    if (options.databaseUrl !== undefined) {
      const version = await checkServer(options.databaseUrl);
      tell(`Using the PostgreSQL ${version} in DATABASE_URL.`);
      return options.databaseUrl;
    }
    tell("Starting the database …");
    const postgres = await startPostgres({ dataFolder: data.postgres });
    await this.#own({ stop: () => postgres.stop(), kill: () => postgres.kill9() });
    const message = `The database ended by itself. Its log is ${postgres.logPath}.`;
    void postgres.endedUnexpectedly.then(() => {
      this.#end.resolve(new LauncherError("program_ended", message));
    });
    return postgres.url;
  }

  async #startProgram(
    { name, file }: { readonly name: string; readonly file: string },
    environment: NodeJS.ProcessEnv,
    port: number,
    data: DataFolder,
  ): Promise<void> {
    const logPath = join(data.logs, `${name}.log`);
    const program = await startProgram({ name, file, environment, logPath });
    await this.#own(program);
    const url = `http://localhost:${port}/health/ready`;
    const readiness = { url, timeoutSeconds: readySeconds, logPath };
    await waitUntilReady(program, readiness, this.#abort.signal);
    void program.ended.then(() => {
      if (!this.#abort.signal.aborted) this.#end.resolve(program.explainEnd());
    });
  }

  async #openLan(data: DataFolder, ports: Ports, plan: LanPlan): Promise<string> {
    // Only now: what makes certificates is not even loaded without --lan.
    const { openLan } = await import("./lan/open-lan.ts");
    const { lanWelcome } = await import("./lan/lan-welcome.ts");
    const lan = await openLan({ data, ports, plan, now: new Date() });
    await this.#own({ stop: () => lan.close(), kill: () => lan.close() });
    return lanWelcome(lan, plan);
  }

  async #setUpOnce(
    options: LaunchOptions,
    environment: NodeJS.ProcessEnv,
    data: DataFolder,
  ): Promise<void> {
    if (isSetUp(data, options.databaseUrl)) return;
    await this.#finish(await setUp(options.programs.serverCli, environment, data));
    noteSetUp(data, options.databaseUrl);
  }

  // For programs that do one thing and end.
  async #finish(program: Program): Promise<void> {
    await this.#own(program);
    const code = await program.ended;
    if (this.#abort.signal.aborted) throw new LauncherError("stopped", "Stopped during the start.");
    if (code !== 0) throw program.explainEnd();
  }
}

function planLan(ports: Ports): LanPlan {
  return {
    names: findLanNames(networkInterfaces(), hostname()),
    ports: lanPortsFrom(ports.sandbox),
  };
}
