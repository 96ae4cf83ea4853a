/**
 * The reference of R6: what product.md and protocol.md say about the life of tokens, in a few lines of plain code and
 * nothing of the server's. Time is in milliseconds; every act answers with the class of its outcome.
 */

import { createDailyCounts } from "./daily-counts.ts";
import { ModelApprovals, type Asker, type ModelApproval } from "./model-approvals.ts";
import { ModelActivation } from "./model-activation.ts";
import { end, isLive, takeOver, type ModelToken, type SubjectName } from "./model-token.ts";
import { ModelVerification } from "./model-verification.ts";

const day = 86_400_000;
const codeLife = day;
const identityHolds = 1_800_000;

interface ModelPerson {
  blockedAt: number | undefined;
  /** When the branch last saw this person's document. */
  identityAt: number | undefined;
  releasedAtAtm: number | undefined;
  /** Number of the live device key. */
  key: number | undefined;
}

export type Desk = "atm" | "branch" | "identity-seen";

/** What an act of the branch came to: the class of its answer, and what waits for a second person now. */
export interface Asked {
  readonly outcome: string;
  readonly approval: ModelApproval | null;
}

const nothingWaits = (outcome: string): Asked => ({ outcome, approval: null });

export class LifecycleModel {
  now: number;
  readonly tokens: ModelToken[] = [];
  readonly people: readonly ModelPerson[];
  readonly activation = new ModelActivation(this);
  readonly verification = new ModelVerification(this);
  readonly approvals = new ModelApprovals(this);
  private readonly usedKeys = new Set<number>();
  readonly counts = createDailyCounts();

  constructor(now: number, people: number) {
    this.now = now;
    this.people = Array.from({ length: people }, () => ({
      blockedAt: undefined,
      identityAt: undefined,
      releasedAtAtm: undefined,
      key: undefined,
    }));
  }

  // Devices

  register(person: number, key: number, codeIsRight: boolean): string {
    if (!codeIsRight) return "registration_code_wrong";
    const one = this.person(person);
    const other = one.key !== undefined && one.key !== key;
    if (other && this.tokensOf(person).some((token) => isLive(token) && token.key === one.key)) {
      return "device_already_registered";
    }
    if (this.usedKeys.has(key)) return "device_key_used";
    if (other) {
      for (const token of this.tokensOf(person)) {
        if (token.state === "issued" || token.state === "confirming") {
          end(token, "other-device-registered");
        }
      }
    }
    this.usedKeys.add(key);
    one.key = key;
    return "ok";
  }

  releaseAtAtm(person: number): string {
    if (this.isOver(`release:${person}:card:0`, 2)) return "daily_limit_reached";
    const one = this.person(person);
    if (one.key === undefined) return "ok 0";
    const ended = this.releaseDevice(person);
    one.releasedAtAtm = this.now;
    return `ok ${ended}`;
  }

  askForRelease(person: number, by: Asker): Asked {
    const { key } = this.person(person);
    if (key === undefined) return nothingWaits("ok");
    const approval = this.approvals.file({ kind: "device-release", object: key, person, by });
    return { outcome: "ok", approval };
  }

  releaseDevice(person: number): number {
    const ended = this.tokensOf(person).filter((token) => token.state !== "ended");
    for (const token of ended) end(token, "device-released");
    this.person(person).key = undefined;
    return ended.length;
  }

  // Issuing

  issue(person: number, card: 0 | 1 | undefined, desk: Desk): string {
    const refused = this.refuseEnrolment(person, desk);
    if (refused !== undefined) return refused;
    const act = desk === "atm" ? "issue" : "issue-at-branch";
    const subject = card === undefined ? `${person}` : `${person}:card:${card}`;
    if (this.isOver(`${act}:${subject}`, 5)) return "daily_limit_reached";
    if (desk === "identity-seen") this.seeIdentity(person);
    for (const token of this.tokensOf(person)) {
      if (card !== undefined && token.card === card && token.state === "issued") {
        end(token, "replaced");
      }
    }
    this.tokens.push({
      number: this.tokens.length,
      person,
      card,
      state: "issued",
      reason: null,
      links: new Set<SubjectName>(card === undefined ? [] : [`card:${card}`]),
      key: undefined,
      code: this.freshCode(),
      last: undefined,
      failures: [],
    });
    return "ok";
  }

  resend(token: ModelToken, desk: Desk): string {
    if (desk === "atm" && token.card === undefined) return "token_not_found";
    if (token.state !== "issued" && token.state !== "confirming") return "token_state_conflict";
    const refused = this.refuseEnrolment(token.person, desk);
    if (refused !== undefined) return refused;
    const subject = token.card === undefined ? `${token.person}` : `${token.person}:${token.card}`;
    const act = desk === "atm" ? "code-by-atm" : "code-by-branch";
    if (this.isOver(`${act}:${subject}`, 5)) return "daily_limit_reached";
    if (desk === "identity-seen") this.seeIdentity(token.person);
    token.code = this.freshCode();
    return "ok";
  }

  private refuseEnrolment(person: number, desk: Desk): string | undefined {
    const { blockedAt, releasedAtAtm } = this.person(person);
    if (blockedAt !== undefined) return "customer_blocked";
    const careful = releasedAtAtm !== undefined && this.now - releasedAtAtm < day;
    if (!careful || desk === "identity-seen") return undefined;
    if (desk === "atm") return "branch_visit_required";
    return this.isIdentitySeen(person) ? undefined : "identity_required";
  }

  seeIdentity(person: number): string {
    this.person(person).identityAt = this.now;
    return "ok";
  }

  private isIdentitySeen(person: number): boolean {
    const { identityAt } = this.person(person);
    return identityAt !== undefined && this.now - identityAt < identityHolds;
  }

  private freshCode(): ModelToken["code"] {
    return { wrong: 0, starts: 0, expiresAt: this.now + codeLife };
  }

  // Links

  /** What goes and the login are done at once; a new account waits. */
  link(token: ModelToken, login: boolean, account: "none" | "own" | "foreign", by: Asker): Asked {
    if (token.card !== undefined) return nothingWaits("link_not_allowed");
    if (token.state === "ended" || token.state === "suspended") {
      return nothingWaits("token_state_conflict");
    }
    if (account === "foreign") return nothingWaits("account_not_owned");
    const waits = account === "own" && !token.links.has("account");
    if (login) token.links.add("login");
    else token.links.delete("login");
    if (account === "none") token.links.delete("account");
    if (token.state === "active") {
      for (const rival of this.tokensOf(token.person)) if (rival !== token) takeOver(token, rival);
    }
    const about = { kind: "account-links", object: token.number } as const;
    if (waits) {
      const approval = this.approvals.file({ ...about, person: token.person, by });
      return { outcome: "ok", approval };
    }
    this.approvals.voidOpen(about);
    return nothingWaits("ok");
  }

  // Ends, stops and new starts

  deleteOnPhone(key: number, chosen: (token: ModelToken) => boolean): string {
    const person = this.personOfKey(key);
    if (person === undefined) return "device_not_registered";
    for (const token of this.tokensOf(person)) {
      if (token.key === key && isLive(token) && chosen(token)) end(token, "deleted-on-phone");
    }
    return "ok";
  }

  revoke(token: ModelToken): string {
    if (token.state !== "ended") end(token, "revoked-by-branch");
    return "ok";
  }

  suspend(token: ModelToken): string {
    if (token.state !== "active" && token.state !== "suspended") return "token_state_conflict";
    // The owner's block, too, becomes the branch's own stop and outlives its lift.
    token.state = "suspended";
    token.reason = "suspended-by-branch";
    return "ok";
  }

  lift(token: ModelToken): string {
    if (token.state === "active") return "ok";
    if (token.state !== "suspended") return "token_state_conflict";
    if (token.reason === "blocked-by-owner") return "customer_blocked";
    if (this.person(token.person).blockedAt !== undefined) {
      // What the branch had stopped is free again; what the owner has stopped is not.
      token.reason = "blocked-by-owner";
      return "ok";
    }
    token.state = "active";
    token.reason = null;
    return "ok";
  }

  block(person: number): string {
    if (this.isOver(`block:${person}`, 5)) return "daily_limit_reached";
    this.person(person).blockedAt = this.now;
    let blocked = 0;
    for (const token of this.tokensOf(person)) {
      if (token.state === "issued" || token.state === "confirming") end(token, "blocked-by-owner");
      if (token.state !== "active") continue;
      token.state = "suspended";
      token.reason = "blocked-by-owner";
      blocked += 1;
    }
    return `ok ${blocked}`;
  }

  askForBlockLift(person: number, by: Asker): Asked {
    if (this.person(person).blockedAt === undefined) return nothingWaits("ok");
    if (!this.isIdentitySeen(person)) return nothingWaits("identity_required");
    const approval = this.approvals.file({ kind: "block-lift", object: person, person, by });
    return { outcome: "ok", approval };
  }

  liftBlock(person: number): void {
    this.person(person).blockedAt = undefined;
    for (const token of this.tokensOf(person)) {
      if (token.state !== "suspended" || token.reason !== "blocked-by-owner") continue;
      token.state = "active";
      token.reason = null;
    }
  }

  askForRevocation(person: number, by: Asker): Asked {
    if (this.tokensOf(person).every(({ state }) => state === "ended")) return nothingWaits("ok");
    const about = { kind: "customer-revocation", object: person, person, by } as const;
    return { outcome: "ok", approval: this.approvals.file(about) };
  }

  /** Which tokens answer for which subject, and what each device holds: what a step may have changed shows here. */
  outlook(): ReadonlyMap<string, string> {
    const seen = new Map<string, string>();
    const note = (key: string, text: string): void => {
      seen.set(key, `${seen.get(key) ?? ""} ${text}`);
    };
    for (const { number, person, key, state, links, failures } of this.tokens) {
      for (const name of links) note(`${person}:${name}`, `${number} ${state} ${failures.length}`);
      if (key !== undefined) note(`key:${key}`, `${number} ${state}`);
    }
    for (const { key } of this.people) if (key !== undefined) note(`key:${key}`, "registered");
    return seen;
  }

  // What everything above is made of

  tokensOf(person: number): ModelToken[] {
    return this.tokens.filter((token) => token.person === person);
  }

  keyOf(person: number): number | undefined {
    return this.person(person).key;
  }

  blockedAtOf(person: number): number | undefined {
    return this.person(person).blockedAt;
  }

  personOfKey(key: number): number | undefined {
    const found = this.people.findIndex((one) => one.key === key);
    return found < 0 ? undefined : found;
  }

  private person(number: number): ModelPerson {
    const one = this.people[number];
    if (one === undefined) throw new RangeError("nobody has this number");
    return one;
  }

  private isOver(act: string, limit: number): boolean {
    return this.counts.isOver(act, limit, this.now);
  }
}
