/** What desk, phone and channels may see in a sequence of R6, compared with the model. */
import { randomUUID } from "node:crypto";
import type { ModelToken, Subject } from "./model-token.ts";
import { quickly } from "./quick-http.ts";
import {
  Difference,
  classOf,
  purposeOf,
  verdictOf,
  type RealDevice,
  type Stage,
} from "./lifecycle-stage.ts";

export const openViews = (stage: Stage, compareApprovals: (index: number) => Promise<void>) => {
  const { place, model, tokens, phones, post, personAt, subjectText, same } = stage;

  const seenByStaff = async (index: number): Promise<void> => {
    const reply = await quickly(
      "GET",
      `${place.internalUrl}/staff/v1/tokens?customerId=${personAt(index).customerId}&limit=200`,
      { authorization: `Bearer ${place.bearers.supervisor}` },
    );
    if (reply.status !== 200) throw new Difference(`the desk's list was answered ${reply.text}`);
    const { tokens: listed } = JSON.parse(reply.text) as { tokens: StaffToken[] };
    same(
      `the list at the desk of person ${index}`,
      listed.map((token) => [token.serial, ...describe(token)]).sort(bySerial),
      tokens
        .filter((token) => token.model.person === index)
        .map((token) => [token.serial, ...describeModel(token.model)])
        .sort(bySerial),
    );
  };

  const seenByPhone = async ({ number, device }: RealDevice): Promise<void> => {
    const reply = await device.send("GET", "/device/v1/tokens");
    const person = model.personOfKey(number);
    if (person === undefined) {
      same("the phone's list", classOf(reply), "device_not_registered");
      return;
    }
    if (reply.status !== 200) throw new Difference(`the phone's list was answered ${reply.text}`);
    const { tokens: listed } = JSON.parse(reply.text) as { tokens: PhoneToken[] };
    same(
      "the phone's list",
      listed.map(({ serial, state, stateReason }) => [serial, state, stateReason]).sort(bySerial),
      tokens
        .filter(({ model: token }) => token.key === number)
        .map(({ serial, model: { state, reason } }) => [serial, state, reason])
        .sort(bySerial),
    );
  };

  const mayPay = async (subjects: readonly Subject[]): Promise<void> => {
    await Promise.all(
      subjects.map(async (subject) => {
        const reply = await post("core", "/bank/v1/verifications", {
          purpose: purposeOf(subject.name),
          subject: subjectText(subject),
          code: "no code",
          transactionReference: randomUUID(),
        });
        const what = `who may pay with ${subject.name} of person ${subject.person}`;
        same(what, verdictOf(reply), model.verification.probe(subject));
      }),
    );
  };

  const subjectsOf = (index: number): Subject[] =>
    subjectNames.map((name) => ({ person: index, name }));

  const compareAll = async (): Promise<void> => {
    await Promise.all([
      ...[0, 1].flatMap((index) => [
        seenByStaff(index),
        compareApprovals(index),
        mayPay(subjectsOf(index)),
      ]),
      ...phones.filter((phone) => phone !== undefined).map(seenByPhone),
    ]);
  };

  /** All that the step may have changed, and one thing more in turn; `finish` looks at everything. */
  let turn = 0;
  const compareTouched = async (index: number, before: ReadonlyMap<string, string>) => {
    turn += 1;
    const after = model.outlook();
    const changed = (key: string): boolean => before.get(key) !== after.get(key);
    const subjects = subjectsOf(index).filter(
      ({ person, name }, at) => at === turn % 4 || changed(`${person}:${name}`),
    );
    const holders = phones.filter(
      (phone, at) => phone && (at === turn % 4 || changed(`key:${phone.number}`)),
    );
    await Promise.all([
      seenByStaff(index),
      compareApprovals(turn % 2),
      mayPay(subjects),
      ...holders.filter((phone) => phone !== undefined).map(seenByPhone),
    ]);
  };

  return { compareAll, compareTouched };
};

const subjectNames = ["card:0", "card:1", "account", "login"] as const;

interface StaffToken {
  readonly serial: string;
  readonly state: string;
  readonly stateReason: string | null;
  readonly links: readonly { readonly purpose: string }[];
}

type PhoneToken = Pick<StaffToken, "serial" | "state" | "stateReason">;

/** What an ended token was for concerns nobody any more. */
const describe = ({ state, stateReason, links }: StaffToken) => [
  state,
  stateReason,
  state === "ended"
    ? ""
    : links
        .map(({ purpose }) => purpose)
        .sort()
        .join(" "),
];

const describeModel = ({ state, reason, links }: ModelToken) => [
  state,
  reason,
  state === "ended" ? "" : [...links].map(purposeOf).sort().join(" "),
];

const bySerial = (one: readonly unknown[], other: readonly unknown[]): number =>
  String(one[0]).localeCompare(String(other[0]));
