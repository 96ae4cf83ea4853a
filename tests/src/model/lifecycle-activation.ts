/** Activations begun, repeated and confirmed in a sequence of R6. */
import { randomInt } from "node:crypto";
import { makeTokenSerial } from "@ramznama/persian";
import type { Step } from "./lifecycle-steps.ts";
import {
  classOf,
  shifted,
  type RealDevice,
  type RealToken,
  type Stage,
} from "./lifecycle-stage.ts";

export const openActivation = (stage: Stage, phoneAt: (phone: 0 | 1) => Promise<RealDevice>) => {
  const { model, activations, personAt, chosen, same } = stage;

  const activate = async (
    phone: 0 | 1,
    token: RealToken,
    typed: Extract<Step, { act: "activate" }>["typed"],
  ): Promise<void> => {
    const { number, device } = await phoneAt(phone);
    const { card, person } = token.model;
    const newest = token.codes.at(-1) ?? "";
    const wrongCode =
      typed === "old-code" ? (token.codes.at(-2) ?? shifted(newest)) : shifted(newest);
    const code = typed === "wrong-code" || typed === "old-code" ? wrongCode : newest;
    const serial = typed === "wrong-serial" ? unknownSerial() : token.serial;
    const asCard = typed === "wrong-kind" ? card === undefined : card !== undefined;
    const cardFits = typed !== "wrong-card";
    const cardIndex = (card ?? 0) === 0 ? (cardFits ? 0 : 1) : cardFits ? 1 : 0;
    const begun = await device.begin({
      ...(asCard
        ? { kind: "card" as const, cardNumber: personAt(person).cards[cardIndex] }
        : { kind: "account-gateway" as const }),
      serial,
      code,
      platform: "pwa",
    });
    const reply = await device.send("POST", "/device/v1/activations", begun.request);
    const expected = model.activation.begin(
      number,
      typed === "wrong-serial" ? undefined : token.model,
      {
        kindFits: typed !== "wrong-kind",
        cardFits: cardFits || card === undefined,
        codeFits: code === newest,
      },
    );
    same("activation", classOf(reply), expected);
    if (reply.status !== 201) return;
    const opened = await device.open(begun, reply);
    token.codeKey = opened.codeKey;
    activations.push({ token, device, begun, answer: reply.text, opened });
  };

  const activateAgain = async (index: number): Promise<void> => {
    const activation = chosen(activations, index);
    const known = chosen(model.activation.begun, index);
    if (activation === undefined || known === undefined) return;
    const { device, begun, answer } = activation;
    const reply = await device.send("POST", "/device/v1/activations", begun.request);
    same("the same activation again", classOf(reply), model.activation.beginAgain(known));
    if (reply.status === 201) same("the answer again", reply.text, answer);
  };

  const confirm = async (index: number, proofIsRight: boolean): Promise<void> => {
    const activation = chosen(activations, index);
    const known = chosen(model.activation.begun, index);
    if (activation === undefined || known === undefined) return;
    const { device, opened } = activation;
    const proof = Buffer.from(opened.confirmation);
    if (!proofIsRight) proof[0] = (proof[0] ?? 0) ^ 1;
    const reply = await device.send(
      "POST",
      `/device/v1/activations/${opened.activationId}/confirmation`,
      { confirmation: proof.toString("base64url") },
    );
    same("confirmation", classOf(reply), model.activation.confirm(known, proofIsRight));
  };

  return { activate, activateAgain, confirm };
};

const unknownSerial = (): string =>
  makeTokenSerial(`1${String(randomInt(10 ** 10)).padStart(10, "0")}`);
