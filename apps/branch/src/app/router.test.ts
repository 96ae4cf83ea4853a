import { expect, test } from "vitest";
import { parsePlace, pathOfCustomer } from "./router.ts";

test("Addresses are read as places, and what names none is nowhere", () => {
  expect(parsePlace("/")).toEqual({ name: "start" });
  expect(parsePlace("/watch")).toEqual({ name: "watch", part: "throttles" });
  expect(parsePlace("/watch/bursts")).toEqual({ name: "watch", part: "bursts" });
  expect(parsePlace(pathOfCustomer("C1001", "123456789015"))).toEqual({
    ...{ name: "customer", customerId: "C1001", serial: "123456789015" },
  });
  for (const path of ["/watch/x", "/customers", "/customers/C 1", "/customers/C1/12", "/etc"]) {
    expect(parsePlace(path)).toEqual({ name: "nowhere" });
  }
});
