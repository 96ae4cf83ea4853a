/** The walk's people (apps/sandbox/data/sandbox.json), with what is printed on the card and known by its owner. */
import { people, type TestPerson } from "./test-phone.ts";

export interface Walker extends TestPerson {
  readonly customerId: string;
  readonly name: string;
  readonly card: string;
  readonly pin: string;
  readonly cvv2: string;
  readonly expiry: string;
  readonly gatewayLogin: string;
  readonly account: string;
}

export const sara: Walker = {
  ...people.sara,
  name: "سارا احمدی",
  pin: "4038",
  cvv2: "839",
  expiry: "1408/10",
};

export const reza: Walker = {
  ...people.reza,
  name: "رضا کریمی",
  pin: "1552",
  cvv2: "571",
  expiry: "1407/02",
};

export const maryam: Walker = {
  ...people.maryam,
  name: "مریم حسینی",
  pin: "1385",
  cvv2: "235",
  expiry: "1406/05",
};
