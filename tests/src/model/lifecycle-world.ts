/** One sequence of R6 in the real bank, step by step beside the model; every answer and every list is compared. */
import { openActivation } from "./lifecycle-activation.ts";
import { openDeskActs } from "./lifecycle-desk-acts.ts";
import { openDeviceActs } from "./lifecycle-device-acts.ts";
import { openFourEyes } from "./lifecycle-four-eyes.ts";
import { openIssuing } from "./lifecycle-issuing.ts";
import { openPayments } from "./lifecycle-payments.ts";
import { Difference, openStage, type RealToken, type WorldPlace } from "./lifecycle-stage.ts";
import type { Step } from "./lifecycle-steps.ts";
import { openViews } from "./lifecycle-views.ts";

export const runSequence = async (
  place: WorldPlace,
  start: number,
  steps: readonly Step[],
): Promise<void> => {
  const world = await openWorld(place, start);
  for (const [at, step] of steps.entries()) {
    await world.take(step).catch((error: unknown) => {
      throw new Difference(`step ${at} ${JSON.stringify(step)}: ${String(error)}`, {
        cause: error,
      });
    });
  }
  await world.finish();
};

interface World {
  take(step: Step): Promise<void>;
  finish(): Promise<void>;
}

const openWorld = async (place: WorldPlace, start: number): Promise<World> => {
  const stage = openStage(place, start);
  const { model, tokens, activations, chosen } = stage;
  const { phoneAt, register, releaseAtAtm, deleteOn } = openDeviceActs(stage);
  const { issueCard, issueAccount, resend } = openIssuing(stage);
  const { activate, activateAgain, confirm } = openActivation(stage, phoneAt);
  const { verify, askAgain } = openPayments(stage);
  const { repeat, staffAct, lift, block } = openDeskActs(stage);
  const eyes = openFourEyes(stage);
  const { compareAll, compareTouched } = openViews(stage, eyes.compareApprovals);

  const enrol = async (step: Extract<Step, { act: "enrol" | "enrol-account" }>): Promise<void> => {
    const { phone, person } = step;
    const token =
      step.act === "enrol"
        ? await issueCard(person, step.card, "atm")
        : await issueAccount(person, true);
    if (token === undefined) return;
    const before = activations.length;
    if (step.act === "enrol-account") {
      const approval = await eyes.link(token, true, "own", "teller");
      if (approval !== null) await eyes.decide(approval);
    }
    await activate(phone, token, "right");
    if (step.confirmed && activations.length > before) await confirm(before, true);
  };

  const take = async (step: Step): Promise<void> => {
    const before = model.outlook();
    if ("token" in step) {
      const token = chosen(tokens, step.token);
      if (token === undefined) return;
      await actOn(step, token);
      await compareTouched(token.model.person, before);
      return;
    }
    await actWithout(step);
    if (step.act !== "wait") await compareTouched("person" in step ? step.person : 0, before);
  };

  const actOn = async (step: Extract<Step, { token: number }>, token: RealToken): Promise<void> => {
    switch (step.act) {
      case "resend":
        return resend(token, step.desk);
      case "activate":
        for (let time = 0; time < step.times; time += 1) {
          await activate(step.phone, token, step.typed);
        }
        return;
      case "verify":
        return verify(token, step.at, step.code);
      case "guess":
        for (let time = 0; time < step.times; time += 1) await verify(token, "own", "wrong");
        return;
      case "link":
        await eyes.link(token, step.login, step.account, step.by);
        return;
      case "delete":
        return deleteOn(step.phone, token);
      case "revoke":
      case "suspend":
        return staffAct(token, step.act);
      case "lift":
        return lift(token);
    }
  };

  const actWithout = async (step: Exclude<Step, { token: number }>): Promise<void> => {
    switch (step.act) {
      case "register":
        return register(step.phone, step.person, step.code === "right", step.key);
      case "issue-card":
        await issueCard(step.person, step.card, step.desk);
        return;
      case "issue-account":
        await issueAccount(step.person, step.identitySeen);
        return;
      case "enrol":
      case "enrol-account":
        return enrol(step);
      case "activate-again":
        return activateAgain(step.activation);
      case "confirm":
        return confirm(step.activation, step.proof === "right");
      case "ask-again":
        return askAgain(step.answer, step.content);
      case "repeat":
        return repeat(step.request, step.content);
      case "delete-all":
        return deleteOn(step.phone, undefined);
      case "block":
        return block(step.person, step.at);
      case "lift-block":
        return eyes.askForBlockLift(step.person, step.by);
      case "see-identity":
        return eyes.seeIdentity(step.person);
      case "revoke-all":
        return eyes.askForRevocation(step.person, step.by);
      case "release-at-atm":
        return releaseAtAtm(step.person);
      case "release":
        return eyes.askForRelease(step.person, step.by);
      case "decide":
        return eyes.decideOne(step.approval, step.decision);
      case "withdraw":
        return eyes.withdraw(step.approval, step.by);
      case "wait":
        model.now += step.seconds * 1000;
        place.setClock(model.now);
    }
  };

  await register(0, 0, true, "new");
  return {
    take,
    finish: async () => {
      await compareAll();
      // At last every token makes a code, and only those pay that may.
      for (const token of tokens) {
        model.now += 1_000;
        place.setClock(model.now);
        await verify(token, "own", "new");
        if (token.model.card === undefined) await verify(token, "login", "new");
      }
      await compareAll();
    },
  };
};
