/** An event in words: what happened, who did it, and why. Names that have no words are shown as they are. */
import type { RouteOutput, explainToken } from "@ramznama/contract";
import { branchText, causeText, channelText, eventText, type Language } from "@ramznama/persian";

export type TokenEvent = RouteOutput<typeof explainToken>["events"][number];

type Acting = Pick<TokenEvent, "actorKind" | "actor" | "branch">;

export const describeEventType = (type: string, language: Language): string =>
  eventText(type, language) ?? type;

/** `teller، شعبه 1201`, `خودپرداز`: a customer, a phone and a worker have no name that says anything. */
export function describeActor({ actorKind, actor, branch }: Acting, language: Language): string {
  switch (actorKind) {
    case "channel":
      return channelText(actor, language) ?? actor;
    case "staff": {
      const at = branch === null ? "" : ` · ${branchText("branch", language, { branch })}`;
      return `${actor}${at}`;
    }
    case "customer":
    case "device":
    case "system":
      return branchText(`actor_${actorKind}`, language);
  }
}

export const describeCause = (cause: string, language: Language): string =>
  causeText(cause, language) ?? cause;
