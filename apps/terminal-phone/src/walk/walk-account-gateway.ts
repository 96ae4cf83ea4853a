/** An account/gateway token from the teller's desk to a login and a transfer (S5, S20–S24, S27), and deletion (S19). */
import { decideApproval, issueTokenAtBranch, replaceLinks } from "@ramznama/contract";
import { findActivationCode } from "@ramznama/persian";
import { describeRefusal } from "./describe-outcome.ts";
import { signInChannel, signInPerson } from "./identity.ts";
import { expectThat, OtherCustomerNeeded, WalkFailure } from "./walk-step.ts";
import {
  callInternal,
  expectAccepted,
  expectRejected,
  issuerOf,
  newReference,
  takeCodeOffline,
  verify,
  type Walking,
} from "./walking.ts";

interface IssuedAtBranch {
  readonly serial: string;
  readonly code: string;
}

export async function walkAccountGateway(walking: Walking): Promise<void> {
  const { enter, say } = walking;
  await enter("sign the teller in");
  const { accessToken: teller } = await signInPerson(issuerOf(walking), "teller");
  say("the teller signed in at the bank's OpenID provider");
  const issued = await issueAtBranch(walking, teller);
  const id = await activateIssued(walking, issued);
  const internetBank = await signInChannel(issuerOf(walking), "internet-bank");
  await linkToken(walking, { teller, internetBank, id, serial: issued.serial });
  await useLinkedToken(walking, internetBank, id);
  await deleteCardToken(walking);
}

async function issueAtBranch(walking: Walking, teller: string): Promise<IssuedAtBranch> {
  const { enter, walker, inbox, say } = walking;
  await enter("issue an account/gateway token");
  const listening = await inbox.listen(walker.mobile, findActivationCode);
  const { customerId } = walker;
  const answer = await callInternal(walking, teller, issueTokenAtBranch, {
    body: { kind: "account-gateway", customerId, requestReference: newReference("issue") },
  });
  if (!answer.ok && answer.problem.code === "daily_limit_reached") {
    throw new OtherCustomerNeeded("this customer has reached the limit of the day at the branch");
  }
  if (!answer.ok) throw new WalkFailure(`the teller was refused: ${answer.problem.code}`);
  const { serial } = answer.value;
  say(`the teller prints a receipt: serial ${serial}`);
  const code = await listening.read();
  say(`the SMS brings an activation code of ${code.length} digits`);
  return { serial, code };
}

async function activateIssued(
  { enter, walkPhone, say }: Walking,
  { serial, code }: IssuedAtBranch,
): Promise<string> {
  await enter("activate the account/gateway token");
  const outcome = await walkPhone.phone.activate({ kind: "account-gateway", serial, code });
  if (!outcome.ok) throw new WalkFailure(`it was refused: ${describeRefusal(outcome)}`);
  expectThat(outcome.state === "active", "the confirmation did not reach the server");
  say("serial and code typed; the token stands in the list beside the card's");
  return outcome.id;
}

interface ToLink {
  readonly teller: string;
  readonly internetBank: string;
  readonly id: string;
  readonly serial: string;
}

async function linkToken(walking: Walking, toLink: ToLink): Promise<void> {
  const { enter, walker, say } = walking;
  await enter("sign in before linking");
  const early = await verify(walking, toLink.internetBank, {
    ...loginOf(walking),
    code: await takeCodeOffline(walking, toLink.id),
    transactionReference: newReference("login"),
  });
  say(`the branch has not connected token and login, so it is rejected: ${expectRejected(early)}`);

  await enter("link login and account");
  const answer = await callInternal(walking, toLink.teller, replaceLinks, {
    params: { serial: toLink.serial },
    body: { gatewayLogin: true, accounts: [walker.account] },
  });
  if (!answer.ok) throw new WalkFailure(`the teller was refused: ${answer.problem.code}`);
  say("the teller connects the token to the login; the account waits for a second person");
  await approveAccount(walking, answer.value.approval?.id);
}

async function approveAccount(walking: Walking, id: string | undefined): Promise<void> {
  const { enter, say } = walking;
  await enter("let a supervisor approve the account");
  if (id === undefined) throw new WalkFailure("the account waits for nobody");
  const { accessToken: supervisor } = await signInPerson(issuerOf(walking), "supervisor");
  const answer = await callInternal(walking, supervisor, decideApproval, {
    params: { id },
    body: { decision: "approve", requestReference: newReference("approve") },
  });
  if (!answer.ok) throw new WalkFailure(`the supervisor was refused: ${answer.problem.code}`);
  expectThat(answer.value.state === "approved", `the request is ${answer.value.state}`);
  say("a supervisor of the branch approves; the account's holders are told by SMS");
}

async function useLinkedToken(walking: Walking, internetBank: string, id: string): Promise<void> {
  const { enter, walker, say } = walking;
  await enter("sign in to the internet bank");
  const login = await verify(walking, internetBank, {
    ...loginOf(walking),
    code: await takeCodeOffline(walking, id),
    transactionReference: newReference("login"),
  });
  expectAccepted(login);
  say("the login is accepted");

  await enter("transfer money");
  const code = await takeCodeOffline(walking, id);
  const transfer = { purpose: "account-password", subject: walker.account, code } as const;
  const transactionReference = newReference("transfer");
  expectAccepted(await verify(walking, internetBank, { ...transfer, transactionReference }));
  say("the transfer is accepted");

  await enter("transfer again with the same code");
  const again = newReference("transfer");
  const second = await verify(walking, internetBank, { ...transfer, transactionReference: again });
  say(`a used code is rejected: ${expectRejected(second)}`);
}

async function deleteCardToken(walking: Walking): Promise<void> {
  const { enter, walkPhone, say } = walking;
  await enter("delete the card token");
  const tokens = await walkPhone.phone.tokens();
  const token = tokens.find(({ subject }) => subject.kind === "card");
  if (token?.subject.kind !== "card") throw new WalkFailure("the card is not in the phone's list");
  const code = await takeCodeOffline(walking, token.id);
  const deleted = await walkPhone.phone.deleteToken(token.id);
  expectThat(deleted.ok && deleted.told, "the server was not told of the deletion");
  const shop = await signInChannel(issuerOf(walking), "shop");
  const late = await verify(walking, shop, {
    purpose: "card-second-password",
    subject: token.subject.cardNumber,
    code,
    transactionReference: newReference("pay"),
  });
  const reason = expectRejected(late);
  say(`the phone forgot it and told the server; the code taken just before is rejected: ${reason}`);
}

function loginOf({ walker }: Walking) {
  return { purpose: "gateway-login", subject: walker.gatewayLogin } as const;
}
