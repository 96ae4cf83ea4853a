/** What the OpenAPI description of each listener says a caller has to show at each door. */
import { routes } from "@ramznama/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "./ask.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";

let bank: TestBank;

beforeAll(async () => {
  bank = await startTestBank();
});
afterAll(() => bank.stop());

interface Published {
  readonly paths: Readonly<Record<string, Record<string, { security?: object[] }>>>;
  readonly components: { readonly securitySchemes: Readonly<Record<string, object>> };
}

const wanted = {
  open: [],
  page: [],
  device: [{ deviceProof: [] }],
  customer: [{ session: [] }],
  channel: [{ bearer: [] }],
  staff: [{ bearer: [] }, { session: [] }],
} as const;

test.each([
  ["public", "ramznama_mobile"],
  ["internal", "ramznama_branch"],
] as const)(
  "R9 the published interface of the %s listener says what each door asks for, and that a session is the cookie %s",
  async (listener, name) => {
    const reply = await ask(bank, { listener, method: "GET", path: "/openapi.json" });
    const { paths, components } = JSON.parse(reply.text) as Published;
    expect(components.securitySchemes["session"]).toEqual({ type: "apiKey", in: "cookie", name });
    for (const route of routes.filter((one) => one.listener === listener)) {
      const path = route.path.replaceAll(/:([A-Za-z]+)/g, "{$1}");
      const { security } = paths[path]?.[route.method.toLowerCase()] ?? {};
      expect([route.name, security]).toEqual([route.name, wanted[route.access.kind]]);
    }
  },
);
