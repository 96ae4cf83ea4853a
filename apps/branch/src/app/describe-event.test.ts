import { expect, test } from "vitest";
import { describeActor, describeCause, describeEventType } from "./describe-event.ts";

test("Branch and teller stand on what a person did; channels and phones have words of their own", () => {
  const staff = { actorKind: "staff", actor: "teller", branch: "1201" } as const;
  expect(describeActor(staff, "fa")).toBe("teller · شعبه 1201");
  expect(describeActor({ ...staff, actorKind: "channel", actor: "atm" }, "fa")).toBe("خودپرداز");
  expect(describeActor({ ...staff, actorKind: "channel", actor: "vpn" }, "fa")).toBe("vpn");
  expect(describeActor({ ...staff, actorKind: "device" }, "en")).toBe("customer's phone");
});

test("What has no words is shown by its name", () => {
  expect(describeEventType("token.issued", "fa")).toBe("رمزنما صادر شد");
  expect(describeEventType("token.polished", "fa")).toBe("token.polished");
  expect(describeCause("no_match", "en")).toBe("wrong or expired code");
  expect(describeCause("odd", "en")).toBe("odd");
});
