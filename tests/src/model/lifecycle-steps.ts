/** What may happen in a sequence of R6, as data: plain enough to be drawn, printed and shrunk. */
import fc from "fast-check";
import type { Desk } from "./lifecycle-model.ts";
import type { Asker } from "./model-approvals.ts";

const two = fc.constantFrom<0 | 1>(0, 1);
/** Mostly the first: the second is there to be in the way. */
const person = fc.constantFrom<0 | 1>(0, 0, 0, 1);
const desk = fc.constantFrom<Desk>("atm", "atm", "branch", "identity-seen");
/** The supervisor's own requests are there for nobody to decide. */
const by = fc.constantFrom<Asker>("teller", "teller", "teller", "supervisor");
/** Chosen among what is there when the step comes; without any the step is left out. */
const pick = fc.nat({ max: 30 });

const act = <A extends string, F extends object>(
  name: A,
  fields: { [K in keyof F]: fc.Arbitrary<F[K]> },
) => fc.record({ act: fc.constant(name), ...fields }) as fc.Arbitrary<{ act: A } & F>;

const arbitraries = {
  register: act("register", {
    phone: two,
    person,
    code: fc.constantFrom<"right" | "wrong">("right", "right", "right", "wrong"),
    key: fc.constantFrom<"new" | "same">("new", "new", "same"),
  }),
  issueCard: act("issue-card", { person, card: two, desk }),
  issueAccount: act("issue-account", { person, identitySeen: fc.boolean() }),
  resend: act("resend", { token: pick, desk }),
  enrol: act("enrol", { phone: two, person, card: two, confirmed: fc.boolean() }),
  enrolAccount: act("enrol-account", { phone: two, person, confirmed: fc.boolean() }),
  activate: act("activate", {
    phone: two,
    token: pick,
    typed: fc.constantFrom<
      "right" | "wrong-code" | "old-code" | "wrong-serial" | "wrong-card" | "wrong-kind"
    >(
      "right",
      "right",
      "right",
      "wrong-code",
      "old-code",
      "wrong-serial",
      "wrong-card",
      "wrong-kind",
    ),
    times: fc.constantFrom(1, 1, 1, 2, 6),
  }),
  activateAgain: act("activate-again", { activation: pick }),
  confirm: act("confirm", {
    activation: pick,
    proof: fc.constantFrom<"right" | "wrong">("right", "right", "wrong"),
  }),
  verify: act("verify", {
    token: pick,
    at: fc.constantFrom<"own" | "account" | "login" | "other-card" | "foreign-card">(
      "own",
      "own",
      "own",
      "account",
      "login",
      "other-card",
      "foreign-card",
    ),
    code: fc.constantFrom<
      "new" | "accepted" | "older" | "oldest" | "too-old" | "ahead" | "too-far-ahead" | "wrong"
    >(
      "new",
      "new",
      "new",
      "accepted",
      "older",
      "oldest",
      "too-old",
      "ahead",
      "too-far-ahead",
      "wrong",
    ),
  }),
  guess: act("guess", { token: pick, times: fc.constantFrom(5, 6, 7) }),
  askAgain: act("ask-again", {
    answer: pick,
    content: fc.constantFrom<"same" | "other">("same", "same", "other"),
  }),
  repeat: act("repeat", {
    request: pick,
    content: fc.constantFrom<"same" | "other">("same", "same", "other"),
  }),
  link: act("link", {
    token: pick,
    login: fc.boolean(),
    account: fc.constantFrom<"none" | "own" | "foreign">("none", "own", "own", "foreign"),
    by,
  }),
  delete: act("delete", { phone: two, token: pick }),
  deleteAll: act("delete-all", { phone: two }),
  revoke: act("revoke", { token: pick }),
  suspend: act("suspend", { token: pick }),
  lift: act("lift", { token: pick }),
  block: act("block", {
    person,
    at: fc.constantFrom<"atm" | "internet-bank">("atm", "internet-bank"),
  }),
  seeIdentity: act("see-identity", { person }),
  liftBlock: act("lift-block", { person, by }),
  revokeAll: act("revoke-all", { person, by }),
  releaseAtAtm: act("release-at-atm", { person }),
  release: act("release", { person, by }),
  decide: act("decide", {
    approval: fc.constantFrom(0, 0, 0, 1, 2, 3),
    decision: fc.constantFrom<"approve" | "reject">("approve", "approve", "approve", "reject"),
  }),
  withdraw: act("withdraw", { approval: fc.constantFrom(0, 0, 1, 2), by }),
  wait: act("wait", {
    seconds: fc.constantFrom(
      1,
      15,
      60,
      121,
      132,
      3_600,
      43_200,
      86_399,
      86_400,
      7_199,
      7_200,
      86_401,
      2_592_000,
    ),
  }),
} as const;

type StepOf<T> = T extends fc.Arbitrary<infer S> ? S : never;
export type Step = StepOf<(typeof arbitraries)[keyof typeof arbitraries]>;

/** How often each kind of step comes, next to the others. */
const weights: Record<keyof typeof arbitraries, number> = {
  register: 3,
  issueCard: 4,
  issueAccount: 2,
  resend: 2,
  enrol: 6,
  enrolAccount: 4,
  activate: 5,
  activateAgain: 1,
  confirm: 3,
  verify: 12,
  guess: 1,
  askAgain: 3,
  repeat: 2,
  link: 6,
  delete: 2,
  deleteAll: 1,
  revoke: 2,
  suspend: 3,
  lift: 3,
  block: 2,
  seeIdentity: 1,
  liftBlock: 3,
  revokeAll: 1,
  releaseAtAtm: 1,
  release: 2,
  decide: 8,
  withdraw: 1,
  wait: 4,
};

const step: fc.Arbitrary<Step> = fc.oneof(
  ...Object.entries(arbitraries).map(([name, arbitrary]) => ({
    weight: weights[name as keyof typeof arbitraries],
    arbitrary: arbitrary as fc.Arbitrary<Step>,
  })),
);

export const stepsMax = 14;

export const sequences: fc.Arbitrary<readonly Step[]> = fc.array(step, {
  minLength: 3,
  maxLength: stepsMax,
  size: "max",
});
