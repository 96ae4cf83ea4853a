/** What one person asks for and another one decides, in a sequence of R6. */
import type { Asked } from "./lifecycle-model.ts";
import { classOf, type RealToken, type Stage } from "./lifecycle-stage.ts";
import type { Asker, ModelApproval } from "./model-approvals.ts";
import type { QuickReply } from "./quick-http.ts";

export const openFourEyes = (stage: Stage) => {
  const { model, deviceIds, approvalIds, post, personAt, chosen, same, once } = stage;

  /** The bank's answer, and whether it is the same request that waits. */
  const compare = (what: string, reply: QuickReply, asked: Asked): ModelApproval | null => {
    same(what, classOf(reply), asked.outcome);
    if (reply.status >= 300) return null;
    const { approval } = JSON.parse(reply.text) as { approval: { id: string } | null };
    same(`what waits after ${what}`, approval !== null, asked.approval !== null);
    if (approval === null || asked.approval === null) return null;
    const known = approvalIds.get(asked.approval);
    const id = known ?? approval.id;
    same(`the request that waits after ${what}`, approval.id, id);
    same("a new request", known === undefined, ![...approvalIds.values()].includes(approval.id));
    approvalIds.set(asked.approval, id);
    return asked.approval;
  };

  const link = async (
    token: RealToken,
    login: boolean,
    account: "none" | "own" | "foreign",
    by: Asker,
  ): Promise<ModelApproval | null> => {
    const { person } = token.model;
    const accounts = {
      none: [],
      own: [personAt(person).account],
      foreign: [personAt(1 - person).account],
    };
    const body = { gatewayLogin: login, accounts: accounts[account] };
    const reply = await post(by, `/staff/v1/tokens/${token.serial}/links`, body, "PUT");
    return compare("link", reply, model.link(token.model, login, account, by));
  };

  const askForRelease = async (index: 0 | 1, by: Asker): Promise<void> => {
    const id = deviceIds[index];
    if (id === undefined) return;
    const path = `/staff/v1/devices/${id}/release`;
    const reply = await once({ caller: by, path, body: {}, otherBody: undefined });
    compare("release", reply, model.askForRelease(index, by));
  };

  const askForRevocation = async (index: 0 | 1, by: Asker): Promise<void> => {
    const path = `/staff/v1/customers/${personAt(index).customerId}/revocation`;
    const reply = await once({ caller: by, path, body: {}, otherBody: undefined });
    compare("revocation of all", reply, model.askForRevocation(index, by));
  };

  const askForBlockLift = async (index: 0 | 1, by: Asker): Promise<void> => {
    const path = `/staff/v1/customers/${personAt(index).customerId}/token-block`;
    const reply = await post(by, path, undefined, "DELETE");
    compare("lift of the block", reply, model.askForBlockLift(index, by));
  };

  const seeIdentity = async (index: 0 | 1): Promise<void> => {
    const reply = await once({
      caller: "teller",
      path: `/staff/v1/customers/${personAt(index).customerId}/identity-checks`,
      body: { document: "passport" },
      otherBody: { document: "national-card" },
    });
    same("identity check", classOf(reply), model.seeIdentity(index));
  };

  const decide = async (
    approval: ModelApproval,
    decision: "approve" | "reject" = "approve",
  ): Promise<void> => {
    const reply = await once({
      caller: "supervisor",
      path: `/staff/v1/approvals/${approvalIds.get(approval) ?? ""}/decision`,
      body: { decision },
      otherBody: { decision: decision === "approve" ? "reject" : "approve" },
    });
    same("decision", classOf(reply), model.approvals.decide(approval, decision));
  };

  const decideOne = async (index: number, decision: "approve" | "reject"): Promise<void> => {
    const approval = newestFirst(index);
    if (approval !== undefined) await decide(approval, decision);
  };

  const withdraw = async (index: number, by: Asker): Promise<void> => {
    const approval = newestFirst(index);
    if (approval === undefined) return;
    const path = `/staff/v1/approvals/${approvalIds.get(approval) ?? ""}`;
    const reply = await post(by, path, undefined, "DELETE");
    same("withdrawal", classOf(reply), model.approvals.withdraw(approval, by));
  };

  const newestFirst = (index: number) => chosen([...model.approvals.all].reverse(), index);

  /** All requests about one person, as the supervisor's list has them. */
  const compareApprovals = async (index: number): Promise<void> => {
    const path = `/staff/v1/approvals?customerId=${personAt(index).customerId}&limit=200`;
    const reply = await post("supervisor", path, undefined, "GET");
    const { approvals } = JSON.parse(reply.text) as { approvals: ListedApproval[] };
    same(
      `the requests about person ${index}`,
      approvals.map(({ id, kind, state, requestedBy, mayDecide }) => [
        id,
        kind,
        state,
        requestedBy,
        mayDecide,
      ]),
      model.approvals.all
        .filter(({ person }) => person === index)
        .reverse()
        .map((one) => {
          const state = model.approvals.stateOf(one);
          const mayDecide = state === "requested" && one.by !== "supervisor";
          return [approvalIds.get(one), one.kind, state, one.by, mayDecide];
        }),
    );
  };

  return {
    link,
    askForRelease,
    askForRevocation,
    askForBlockLift,
    seeIdentity,
    decide,
    decideOne,
    withdraw,
    compareApprovals,
  };
};

interface ListedApproval {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly requestedBy: string;
  readonly mayDecide: boolean;
}
