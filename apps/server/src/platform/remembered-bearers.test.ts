import { expect, test } from "vitest";
import type { ChannelCaller } from "./identity.ts";
import { createRememberedBearers } from "./remembered-bearers.ts";

const shop: ChannelCaller = { kind: "channel", clientId: "shop", scopes: new Set() };

test("R9 a channel's token is recalled until the second it expires, and not from then on", () => {
  let now = 0;
  const bearers = createRememberedBearers<ChannelCaller>(() => now);
  bearers.remember("token", shop, 60);
  now = 59_999;
  expect(bearers.recall("token")).toBe(shop);
  now = 60_000;
  expect(bearers.recall("token")).toBeUndefined();
});

test("R9 a token that differs in one character is not recalled", () => {
  const bearers = createRememberedBearers<ChannelCaller>(() => 0);
  bearers.remember("token-a", shop, 60);
  expect(bearers.recall("token-b")).toBeUndefined();
});

test("the oldest of a thousand and one tokens is forgotten", () => {
  const bearers = createRememberedBearers<ChannelCaller>(() => 0);
  for (let count = 0; count <= 1_000; count += 1) bearers.remember(`token-${count}`, shop, 60);
  expect(bearers.recall("token-0")).toBeUndefined();
  expect(bearers.recall("token-1")).toBe(shop);
  expect(bearers.recall("token-1000")).toBe(shop);
});

test("R9 a token that holds for days is verified anew after five minutes, in case its key was withdrawn", () => {
  let now = 0;
  const bearers = createRememberedBearers<ChannelCaller>(() => now);
  bearers.remember("token", shop, 86_400);
  now = 299_999;
  expect(bearers.recall("token")).toBe(shop);
  now = 300_000;
  expect(bearers.recall("token")).toBeUndefined();
});
