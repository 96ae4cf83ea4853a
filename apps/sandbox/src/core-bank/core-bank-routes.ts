import { type Clock, toTimestamp } from "../platform/clock.ts";
import type { HttpServer } from "../platform/http-server.ts";
import {
  Behaviour,
  createBehaviourSwitch,
  misbehave,
  type Wait,
} from "../platform/misbehaviour.ts";
import { Problem, sendProblem } from "../platform/problem.ts";
import { requireScope, type VerifyBearer } from "../platform/bearer.ts";
import type { CoreBankService } from "./core-bank.ts";
import {
  ChangedCustomer,
  ChangeRequest,
  CustomerList,
  CustomerLookup,
  type CustomerRecord,
} from "./core-bank-schemas.ts";
import { type CoreBank, type CoreCustomer, holdersOf } from "./core-bank-state.ts";
import type { CoreBankChange } from "./decide-change.ts";
import { makeCardNumber } from "./make-card-number.ts";

export interface CoreBankRoutesOptions {
  readonly coreBank: CoreBankService;
  readonly cardPrefix: string;
  readonly verifyBearer: VerifyBearer;
  readonly clock: Clock;
  /** Makes new card numbers; in [0, 1). */
  readonly random: () => number;
  /** How slow answers wait; by the machine's clock unless told otherwise. */
  readonly wait?: Wait | undefined;
}

const security = [{ bearer: [] }];

export function addCoreBankRoutes(app: HttpServer, options: CoreBankRoutesOptions): void {
  const behaviour = createBehaviourSwitch(app, options.wait);
  const operator = requireScope(options.verifyBearer, "core:admin");
  addLookup(app, options, misbehave(behaviour));
  addChange(app, options, operator);
  app.put("/core/v1/behaviour", {
    onRequest: operator,
    schema: {
      summary: "Sandbox only: make the core bank misbehave (scope core:admin)",
      security,
      body: Behaviour,
      response: { 200: Behaviour },
    },
    handler: (request) => (behaviour.current = request.body),
  });
}

function addLookup(
  app: HttpServer,
  { coreBank, verifyBearer }: CoreBankRoutesOptions,
  misbehaveFirst: ReturnType<typeof misbehave>,
): void {
  app.post("/core/v1/customer-lookups", {
    onRequest: requireScope(verifyBearer, "core:read"),
    preHandler: misbehaveFirst,
    schema: {
      summary: "Find customers by one property (scope core:read)",
      security,
      body: CustomerLookup,
      response: { 200: CustomerList, "4xx": Problem },
    },
    handler: (request) => ({
      customers: coreBank
        .find(request.body)
        .map((customer) => describeCustomer(coreBank.state(), customer)),
    }),
  });
}

function addChange(
  app: HttpServer,
  options: CoreBankRoutesOptions,
  operator: ReturnType<typeof requireScope>,
): void {
  const { coreBank } = options;
  app.post("/core/v1/customer-changes", {
    onRequest: operator,
    schema: {
      summary: "Sandbox only: change a customer (scope core:admin)",
      security,
      body: ChangeRequest,
      response: { 200: ChangedCustomer, "4xx": Problem },
    },
    handler: (request, reply) => {
      const outcome = coreBank.change(completeChange(request.body, options));
      if (outcome.ok) return { customer: describeCustomer(coreBank.state(), outcome.customer) };
      if (outcome.reason === "customer_unknown") sendProblem(reply, "customer_not_found");
      else sendProblem(reply, "change_impossible", { detail: outcome.reason });
      return undefined;
    },
  });
}

/** Settles what was left open, so that the stored change replays without chance or clock. */
function completeChange(request: ChangeRequest, options: CoreBankRoutesOptions): CoreBankChange {
  const at = toTimestamp(options.clock.now());
  if (request.kind !== "card-reissued") return { ...request, at };
  const newCardNumber = request.newCardNumber ?? makeCardNumber(options.cardPrefix, options.random);
  return { ...request, newCardNumber, at };
}

function describeCustomer(bank: CoreBank, customer: CoreCustomer): CustomerRecord {
  const { customerId, name, nationalId, mobile, mobileChangedAt, gatewayLogin } = customer;
  return {
    customerId,
    name,
    nationalId,
    mobile,
    mobileChangedAt,
    gatewayLogin,
    cards: customer.cards.map(({ number, expiry, active }) => ({ number, expiry, active })),
    accounts: customer.accounts.map((number) => ({
      number,
      holders: [...holdersOf(bank, number)],
    })),
  };
}
