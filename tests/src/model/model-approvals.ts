/** Four eyes in the reference of R6: what waits for a second person, and what its decision does. */
import { end, takeOver, type ModelToken } from "./model-token.ts";

const life = 2 * 3_600_000;

export type Asker = "teller" | "supervisor";

export interface ModelApproval {
  readonly number: number;
  readonly kind: "account-links" | "device-release" | "customer-revocation" | "block-lift";
  /** A token's number, a device key's number, a person's number. */
  readonly object: number;
  readonly person: number;
  readonly by: Asker;
  readonly askedAt: number;
  readonly basis: string;
  state: "requested" | "approved" | "rejected" | "withdrawn" | "expired" | "voided";
}

/** What approvals need of the rest of the model. */
interface Bank {
  readonly now: number;
  readonly tokens: readonly ModelToken[];
  tokensOf(person: number): readonly ModelToken[];
  keyOf(person: number): number | undefined;
  blockedAtOf(person: number): number | undefined;
  releaseDevice(person: number): unknown;
  liftBlock(person: number): void;
}

export class ModelApprovals {
  readonly all: ModelApproval[] = [];
  private readonly bank: Bank;

  constructor(bank: Bank) {
    this.bank = bank;
  }

  /** The request that waits now: the very same one if the same person asks for the same again. */
  file(asked: Pick<ModelApproval, "kind" | "object" | "person" | "by">): ModelApproval {
    const basis = this.basisOf(asked);
    const open = this.openOf(asked);
    if (open !== undefined && this.stateOf(open) === "requested") {
      if (open.by === asked.by && open.basis === basis) return open;
    }
    this.voidOpen(asked);
    const { now } = this.bank;
    const number = this.all.length;
    const made: ModelApproval = { ...asked, number, askedAt: now, basis, state: "requested" };
    this.all.push(made);
    return made;
  }

  voidOpen(asked: Pick<ModelApproval, "kind" | "object">): void {
    const open = this.openOf(asked);
    if (open !== undefined) {
      open.state = this.stateOf(open) === "expired" ? "expired" : "voided";
    }
  }

  stateOf({ state, askedAt }: ModelApproval): ModelApproval["state"] {
    return state === "requested" && this.bank.now - askedAt >= life ? "expired" : state;
  }

  /** The bank's one supervisor decides. */
  decide(approval: ModelApproval, decision: "approve" | "reject"): string {
    if (approval.by === "supervisor") return "own_request";
    const state = this.stateOf(approval);
    if (state === "expired") return "approval_expired";
    if (state === "voided") return "approval_voided";
    if (state !== "requested") return "approval_decided";
    if (decision === "reject") {
      approval.state = "rejected";
      return "ok";
    }
    if (this.basisOf(approval) !== approval.basis) {
      approval.state = "voided";
      return "approval_voided";
    }
    this.carryOut(approval);
    approval.state = "approved";
    return "ok";
  }

  withdraw(approval: ModelApproval, by: Asker): string {
    if (approval.by !== by) return "forbidden";
    const state = this.stateOf(approval);
    if (state === "approved" || state === "rejected") return "approval_decided";
    if (state === "requested") approval.state = "withdrawn";
    return "ok";
  }

  private openOf({ kind, object }: Pick<ModelApproval, "kind" | "object">) {
    return this.all.find(
      (one) => one.kind === kind && one.object === object && one.state === "requested",
    );
  }

  private basisOf({
    kind,
    object,
    person,
  }: Pick<ModelApproval, "kind" | "object" | "person">): string {
    const { bank } = this;
    switch (kind) {
      case "account-links": {
        const { state, links } = bank.tokens[object] ?? { state: "ended", links: [] };
        const stopped = state === "ended" || state === "suspended";
        return [stopped ? state : "linkable", ...[...links].sort()].join(" ");
      }
      case "device-release":
        return bank.keyOf(person) === object ? "live" : "ended";
      case "customer-revocation":
        return this.unended(person)
          .map(({ number }) => number)
          .join(" ");
      case "block-lift":
        return String(bank.blockedAtOf(person));
    }
  }

  private carryOut({ kind, object, person }: ModelApproval): void {
    switch (kind) {
      case "account-links": {
        const token = this.bank.tokens[object];
        if (token === undefined) return;
        token.links.add("account");
        if (token.state !== "active") return;
        for (const rival of this.bank.tokensOf(person)) {
          if (rival !== token) takeOver(token, rival);
        }
        return;
      }
      case "device-release":
        this.bank.releaseDevice(person);
        return;
      case "customer-revocation":
        for (const token of this.unended(person)) end(token, "revoked-by-branch");
        return;
      case "block-lift":
        this.bank.liftBlock(person);
    }
  }

  private unended(person: number): ModelToken[] {
    return this.bank.tokensOf(person).filter(({ state }) => state !== "ended");
  }
}
