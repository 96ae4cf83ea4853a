import type { Caller } from "../platform/identity.ts";
import type { Actor } from "./append-audit.ts";

/** The caller as the audit names it. */
export const actorOf = (caller: Caller): Actor =>
  caller.kind === "staff"
    ? { kind: "staff", id: caller.user, branch: caller.branch }
    : { kind: "channel", id: caller.clientId };

export const systemActor = (name: string): Actor => ({ kind: "system", id: name });
