/** Whose sessions: everything in which the browsers of one kind of people differ from those of another. */
import type { Configuration, IDToken } from "openid-client";
import type { Actor } from "../audit/index.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import type { Keyring } from "../keys/index.ts";
import type { Logger } from "../platform/logger.ts";
import type { Random } from "../platform/random.ts";
import type { SessionPolicy } from "../policy.ts";
import type { AudienceName } from "./tables.ts";

export interface SessionContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly keyring: Keyring;
  readonly logger: Logger;
}

/** A person as the provider vouches for them now. */
export interface Person {
  /** Staff user or customer id. */
  readonly user: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly branch: string | null;
}

export interface ProviderAnswer {
  readonly accessToken: string;
  /** Of the identity token, whose signature is checked; undefined where a refreshed answer brings none. */
  readonly claims: IDToken | undefined;
}

export interface Audience {
  readonly name: AudienceName;
  /** Of the pages, without a slash at the end. */
  readonly origin: string;
  /** Name of the cookie, without prefix. */
  readonly cookie: string;
  /** Of the client that these pages are at the provider. */
  readonly configuration: () => Promise<Configuration>;
  readonly scope: string;
  readonly policy: SessionPolicy;
  /** What a page is told when the provider knows the person and this audience does not. */
  readonly notAdmitted: "not-staff" | "not-customer";
  /**
   * Undefined: known to the provider, and nobody of this audience.
   * @param before whose session is checked again, at a refreshed answer
   * @throws RamznamaError `temporarily_unavailable` when that cannot be told now
   */
  admit(answer: ProviderAnswer, before?: Person): Promise<Person | undefined>;
  actor(person: Pick<Person, "user" | "branch">): Actor;
}
