/** For every door a request that would do something, with the people, tokens and phones it needs. */
import { randomUUID } from "node:crypto";
import type { IssuedToken } from "@ramznama/contract";
import { ask, bearer } from "./ask.ts";
import { issueCardToken, openChannel } from "./channel.ts";
import { openConsole } from "./console-browser.ts";
import { createOpenPhone, type HeldRequest, type OpenPhone } from "./open-phone.ts";
import { readActivationCode, readRegistrationCode } from "./sms.ts";
import { signInStaff } from "./staff.ts";
import type { TestBank } from "./test-bank.ts";
import { activateCard, people, registerPhone } from "./test-phone.ts";

/** People of the sandbox bank beyond those of test-phone.ts. */
const ali = { nationalId: "9594805102", mobile: "09120001004" };
const zahra = { nationalId: "1544332701", mobile: "09120001007" };
const cards = {
  aliFirst: "6280232249676237",
  aliSecond: "6280237099912293",
  zahraFirst: "6280232705108758",
  rezaSecond: "6280232714926653",
  amir: "6280238984686794",
  hasan: "6280230085303668",
};

export interface Act {
  readonly path: string;
  /** Absent where the door takes no body. */
  readonly text?: string;
  /** Whose key the door wants, where it wants a certain one. */
  readonly phone?: OpenPhone;
}

export interface Scene {
  readonly registered: OpenPhone;
  /** By the name of the route. */
  readonly acts: Readonly<Record<string, Act>>;
}

export const setScene = async (bank: TestBank): Promise<Scene> => {
  const atm = await openChannel(bank, "atm");
  const teller = await signInStaff(bank, "teller");
  const supervisor = await signInStaff(bank, "supervisor");
  const staffPost = async <T>(token: string, path: string, body: object): Promise<T> => {
    const request = { ...body, requestReference: randomUUID() };
    const text = JSON.stringify(request);
    const headers = bearer(token);
    const reply = await ask(bank, { listener: "internal", method: "POST", path, headers, text });
    if (reply.status >= 300) throw new Error(`${path} answered ${reply.text}`);
    return JSON.parse(reply.text) as T;
  };

  const sara = createOpenPhone(bank);
  await registerPhone(bank, sara.phone, people.sara);
  const active = await activateCard(bank, atm, sara.phone, people.sara);

  const reza = createOpenPhone(bank);
  await registerPhone(bank, reza.phone, people.reza);
  const second = { ...people.reza, card: cards.rezaSecond };
  const suspended = await activateCard(bank, atm, reza.phone, second);
  await staffPost(teller, `/staff/v1/tokens/${suspended.serial}/suspension`, {});
  const activation = await holdActivation(bank, reza, people.reza, /activations$/);

  const maryam = createOpenPhone(bank);
  await registerPhone(bank, maryam.phone, people.maryam);
  const confirmation = await holdActivation(bank, maryam, people.maryam, /confirmation$/);

  const zahras = createOpenPhone(bank);
  await registerPhone(bank, zahras.phone, zahra);
  const search = JSON.stringify({ mobile: zahra.mobile });
  const found = await ask(bank, {
    listener: "internal",
    method: "POST",
    path: "/staff/v1/customer-searches",
    headers: bearer(supervisor),
    text: search,
  });
  const { customers } = JSON.parse(found.text) as { customers: { device: { id: string } }[] };

  const block = { cardNumber: cards.hasan, requestReference: randomUUID() };
  await atm.post("/bank/v1/token-blocks", block);

  const linkable = await staffPost<IssuedToken>(teller, "/staff/v1/tokens", {
    kind: "account-gateway",
    customerId: people.maryam.customerId,
  });
  const fourEyes = await askForTwo(staffPost, teller, {
    device: customers[0]?.device.id ?? "none",
    customerId: people.maryam.customerId,
  });
  await staffPost(teller, "/staff/v1/customers/C1006/identity-checks", { document: "passport" });
  const resendable = await issueCardToken(atm, cards.aliSecond);
  const revocable = await issueCardToken(atm, cards.zahraFirst);

  const stranger = createOpenPhone(bank);
  const asked = await hold(stranger, /registrations$/, () => stranger.phone.startRegistration(ali));
  const alis = createOpenPhone(bank);
  await alis.phone.startRegistration(ali);
  const code = await readRegistrationCode(bank, ali.mobile);
  const shown = await hold(alis, /confirmation$/, () => alis.phone.confirmRegistration(code));

  const referred = (body: object = {}) =>
    JSON.stringify({ ...body, requestReference: randomUUID() });
  return {
    registered: sara,
    acts: {
      createVerification: {
        path: "/bank/v1/verifications",
        text: JSON.stringify({
          purpose: "card-second-password",
          subject: people.sara.card,
          code: "00000000",
          transactionReference: randomUUID(),
        }),
      },
      issueCardToken: {
        path: "/bank/v1/tokens",
        text: referred({ kind: "card", cardNumber: cards.aliFirst }),
      },
      resendCardCode: {
        path: `/bank/v1/tokens/${resendable.serial}/activation-codes`,
        text: referred(),
      },
      releaseDeviceByCard: {
        path: "/bank/v1/device-releases",
        text: referred({ cardNumber: cards.amir }),
      },
      blockTokens: { path: "/bank/v1/token-blocks", text: referred({ cardNumber: cards.amir }) },
      searchCustomers: { path: "/staff/v1/customer-searches", text: search },
      issueTokenAtBranch: {
        path: "/staff/v1/tokens",
        text: referred({ kind: "account-gateway", customerId: people.sara.customerId }),
      },
      listTokens: { path: "/staff/v1/tokens?state=active" },
      replaceLinks: {
        path: `/staff/v1/tokens/${linkable.serial}/links`,
        text: JSON.stringify({ gatewayLogin: true, accounts: [] }),
      },
      resendCodeAtBranch: {
        path: `/staff/v1/tokens/${linkable.serial}/activation-codes`,
        text: referred(),
      },
      revokeToken: { path: `/staff/v1/tokens/${revocable.serial}/revocation`, text: referred() },
      suspendToken: { path: `/staff/v1/tokens/${active.serial}/suspension`, text: referred() },
      liftSuspension: { path: `/staff/v1/tokens/${suspended.serial}/suspension` },
      liftTokenBlock: { path: "/staff/v1/customers/C1006/token-block" },
      releaseDeviceAtBranch: {
        path: `/staff/v1/devices/${customers[0]?.device.id ?? "none"}/release`,
        text: referred(),
      },
      getCustomer: { path: "/staff/v1/customers/C1001" },
      recordIdentityCheck: {
        path: "/staff/v1/customers/C1001/identity-checks",
        text: referred({ document: "national-card" }),
      },
      reprintReceipt: {
        path: `/staff/v1/tokens/${linkable.serial}/receipt-prints`,
        text: referred(),
      },
      revokeAllTokens: { path: "/staff/v1/customers/C1004/revocation", text: referred() },
      listApprovals: { path: "/staff/v1/approvals?state=requested" },
      decideApproval: {
        path: `/staff/v1/approvals/${fourEyes.decidable}/decision`,
        text: referred({ decision: "approve" }),
      },
      withdrawApproval: { path: `/staff/v1/approvals/${fourEyes.withdrawable}` },
      listAuditEvents: { path: "/staff/v1/audit-events?limit=5" },
      exportAuditEvents: { path: "/staff/v1/audit-exports?format=csv" },
      explainToken: { path: `/staff/v1/tokens/${active.serial}/explanation` },
      listThrottles: { path: "/staff/v1/throttles" },
      listRefusalBursts: { path: "/staff/v1/refusal-bursts?by=channel" },
      countCodes: { path: "/staff/v1/code-counts" },
      getOwnSession: { path: "/staff/v1/session" },
      listStaffSessions: { path: "/staff/v1/sessions" },
      endStaffSession: { path: `/staff/v1/sessions/${await beginSession(bank)}` },
      getConfiguration: { path: "/device/v1/configuration" },
      getTime: { path: `/device/v1/time?nonce=${"A".repeat(22)}` },
      createRegistration: { ...asked, phone: stranger },
      confirmRegistration: { ...shown, phone: alis },
      createActivation: { ...activation, phone: reza },
      confirmActivation: { ...confirmation, phone: maryam },
      listDeviceTokens: { path: "/device/v1/tokens" },
      declareSecond: {
        path: `/device/v1/tokens/${confirmation.serial}/declared-seconds`,
        text: JSON.stringify({ second: Math.floor(bank.clock.now() / 1000) }),
        phone: maryam,
      },
      deleteDeviceToken: { path: `/device/v1/tokens/${active.serial}`, phone: sara },
      deleteAllDeviceTokens: { path: "/device/v1/tokens", phone: reza },
    },
  };
};

/** Of an auditor at the console; the session's id. */
const beginSession = async (bank: TestBank): Promise<string> => {
  const browser = openConsole(bank);
  await browser.signIn("auditor");
  const reply = await browser.ask("GET", "/staff/v1/session");
  const { session } = JSON.parse(reply.text) as { session: { id: string } };
  return session.id;
};

type StaffPost = <T>(token: string, path: string, body: object) => Promise<T>;

/** Two requests of a teller: one for a supervisor to decide, one for the teller to take back. */
const askForTwo = async (
  post: StaffPost,
  teller: string,
  about: { readonly device: string; readonly customerId: string },
) => {
  interface Asked {
    readonly approval: { readonly id: string } | null;
  }
  const release = await post<Asked>(teller, `/staff/v1/devices/${about.device}/release`, {});
  const path = `/staff/v1/customers/${about.customerId}/revocation`;
  const revocation = await post<Asked>(teller, path, {});
  return {
    decidable: release.approval?.id ?? "none",
    withdrawable: revocation.approval?.id ?? "none",
  };
};

/** The request that `act` was about to send, kept from the network. */
const hold = async (
  phone: OpenPhone,
  path: RegExp,
  act: () => Promise<unknown>,
): Promise<HeldRequest> => {
  const held = phone.hold(path);
  await act();
  phone.release();
  const [request] = held;
  if (request === undefined) throw new Error("the phone sent nothing that fits");
  return request;
};

const holdActivation = async (
  bank: TestBank,
  phone: OpenPhone,
  person: { readonly card: string; readonly mobile: string },
  path: RegExp,
): Promise<HeldRequest & { readonly serial: string }> => {
  const { serial } = await issueCardToken(await openChannel(bank, "atm"), person.card);
  const code = await readActivationCode(bank, person.mobile);
  const request = await hold(phone, path, () =>
    phone.phone.activate({ kind: "card", cardNumber: person.card, serial, code }),
  );
  return { ...request, serial };
};
