/** Stops, new starts and ends at branch, ATM and internet bank in a sequence of R6. */
import { classOf, type RealToken, type Stage } from "./lifecycle-stage.ts";

export const openDeskActs = (stage: Stage) => {
  const { model, repeatable, post, personAt, chosen, same, once } = stage;

  const repeat = async (index: number, content: "same" | "other"): Promise<void> => {
    const before = chosen(repeatable, index);
    // Forgetting goes by the hour, so near the thirtieth day either answer is right.
    if (before === undefined || model.now - before.at > 25 * 86_400_000) return;
    const { caller, path, body, otherBody, reply } = before;
    if (content === "same") {
      const again = await post(caller, path, body);
      same("the same request again", [again.status, again.text], [reply.status, reply.text]);
    } else if (otherBody !== undefined) {
      const { requestReference } = body;
      const again = await post(caller, path, { ...otherBody, requestReference });
      same("the reference for something else", classOf(again), "reference_reused");
    }
  };

  const staffAct = async (token: RealToken, act: "revoke" | "suspend"): Promise<void> => {
    const path = act === "revoke" ? "revocation" : "suspension";
    const reply = await once({
      caller: "teller",
      path: `/staff/v1/tokens/${token.serial}/${path}`,
      body: {},
      otherBody: undefined,
    });
    same(
      act,
      classOf(reply),
      act === "revoke" ? model.revoke(token.model) : model.suspend(token.model),
    );
  };

  const lift = async (token: RealToken): Promise<void> => {
    const path = `/staff/v1/tokens/${token.serial}/suspension`;
    same("lift", classOf(await post("teller", path, undefined, "DELETE")), model.lift(token.model));
  };

  const block = async (index: 0 | 1, at: "atm" | "internet-bank"): Promise<void> => {
    const { cards, gatewayLogin } = personAt(index);
    const reply = await once({
      caller: at,
      path: "/bank/v1/token-blocks",
      body: at === "atm" ? { cardNumber: cards[0] } : { gatewayLogin },
      otherBody: at === "atm" ? { cardNumber: cards[1] } : undefined,
    });
    const { blockedTokens } = JSON.parse(reply.text) as { blockedTokens?: number };
    const real = reply.status === 200 ? `ok ${blockedTokens}` : classOf(reply);
    same("block", real, model.block(index));
  };

  return { repeat, staffAct, lift, block };
};
