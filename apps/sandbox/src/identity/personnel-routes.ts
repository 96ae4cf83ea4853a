/** The bank's personnel office as the sandbox's operator plays it: who has which role, and a provider that is away. */
import { roles } from "@ramznama/contract";
import { z } from "zod";
import { requireScope, type VerifyBearer } from "../platform/bearer.ts";
import type { HttpServer } from "../platform/http-server.ts";
import { Behaviour, type BehaviourSwitch } from "../platform/misbehaviour.ts";
import { Problem, sendProblem } from "../platform/problem.ts";
import type { Accounts } from "./accounts.ts";

interface PersonnelOptions {
  readonly accounts: Accounts;
  readonly behaviour: BehaviourSwitch;
  readonly verifyBearer: VerifyBearer;
}

const StaffPosting = z.strictObject({
  role: z.enum(roles),
  branch: z.string().min(1).max(16).nullable(),
  employed: z.boolean().default(true),
});

const security = [{ bearer: [] }];

export function addPersonnelRoutes(app: HttpServer, options: PersonnelOptions): void {
  const { accounts, behaviour, verifyBearer } = options;
  const operator = requireScope(verifyBearer, "core:admin");
  app.put("/identity/v1/staff/:user", {
    onRequest: operator,
    schema: {
      summary: "Sandbox only: another role or branch for somebody of the staff (scope core:admin)",
      security,
      params: z.strictObject({ user: z.string().min(1).max(64) }),
      body: StaffPosting,
      response: { 200: StaffPosting, "4xx": Problem },
    },
    handler: (request, reply) => {
      const { role, branch, employed } = request.body;
      const change = { role, branch: branch ?? undefined, employed };
      if (accounts.changeStaff(request.params.user, change)) return request.body;
      sendProblem(reply, "not_found");
      return undefined;
    },
  });
  app.put("/identity/v1/behaviour", {
    onRequest: operator,
    schema: {
      summary: "Sandbox only: make the OpenID provider misbehave (scope core:admin)",
      security,
      body: Behaviour,
      response: { 200: Behaviour },
    },
    handler: (request) => (behaviour.current = request.body),
  });
}
