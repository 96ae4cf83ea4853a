/**
 * The whole main job against a running system, step by step and for real: an ATM and a teller issue, a
 * phone registers, activates and takes codes without network, a shop and an internet bank ask whether
 * they are good. Every step is checked; the first that does not come as it must ends the walk.
 */
import type { PublicJwk } from "@ramznama/activation";
import { openSmsInbox } from "./sms-inbox.ts";
import type { Walker } from "./sandbox-people.ts";
import { openWalkPhone } from "./walk-phone.ts";
import { OtherCustomerNeeded, WalkFailure, type WalkStep } from "./walk-step.ts";
import { walkAccountGateway } from "./walk-account-gateway.ts";
import { walkCard } from "./walk-card.ts";
import type { Walking } from "./walking.ts";

export interface WalkOptions {
  readonly addresses: Walking["addresses"];
  readonly releaseKey: PublicJwk;
  /** Holds one phone per customer, from walk to walk. */
  readonly phoneFolder: string;
  readonly walkers: readonly Walker[];
  readonly print: (line: string) => void;
  /** Before each step. */
  readonly beforeStep?: (step: WalkStep) => Promise<void>;
}

export type WalkResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly step: WalkStep; readonly sentence: string };

export async function walk(options: WalkOptions): Promise<WalkResult> {
  let step: WalkStep = "prepare the phone";
  const enter = async (next: WalkStep): Promise<void> => {
    step = next;
    options.print(`\n${next}`);
    await options.beforeStep?.(next);
  };
  try {
    for (const walker of options.walkers) {
      if (await walkAs(options, walker, enter)) return { ok: true };
    }
    throw new WalkFailure("every customer of the sandbox has reached today's limits");
  } catch (error) {
    return { ok: false, step, sentence: describeFailure(error) };
  }
}

/** False when this customer cannot walk today. */
async function walkAs(
  options: WalkOptions,
  walker: Walker,
  enter: Walking["enter"],
): Promise<boolean> {
  await enter("prepare the phone");
  const { phoneFolder: folder, addresses, releaseKey } = options;
  const { customerId } = walker;
  const server = addresses.public;
  const walkPhone = await openWalkPhone({ folder, customerId, server, releaseKey });
  const say = (line: string) => {
    options.print(`  ${line}`);
  };
  const inbox = openSmsInbox(addresses.sandbox);
  const walking: Walking = { addresses, walker, walkPhone, inbox, enter, say };
  try {
    await prepare(walking);
    await walkCard(walking);
    await walkAccountGateway(walking);
    await cleanUp(walking);
    return true;
  } catch (error) {
    await walkPhone.phone.deleteAllTokens();
    if (!(error instanceof OtherCustomerNeeded)) throw error;
    say(`${error.message}; the next customer walks instead`);
    return false;
  } finally {
    walkPhone.close();
  }
}

/** What a walk that was cut short left behind must not stand in the way of this one. */
async function prepare({ walkPhone: { phone }, walker, say }: Walking): Promise<void> {
  say(`the phone of customer ${walker.customerId} is switched on, its vault unlocked`);
  await phone.resume();
  const left = await phone.deleteAllTokens();
  if (left.ok && left.deleted > 0) say(`${left.deleted} token(s) of an earlier walk deleted`);
}

async function cleanUp({ enter, walkPhone: { phone }, say }: Walking): Promise<void> {
  await enter("clean up");
  const deleted = await phone.deleteAllTokens();
  if (!deleted.ok || !deleted.told)
    throw new WalkFailure("the server was not told of the deletion");
  say("the other token deleted too: the next walk finds everything as this one did");
}

function describeFailure(error: unknown): string {
  if (error instanceof WalkFailure) return error.message;
  if (isUnreachable(error)) return "nothing answers there; start it with `npm start`";
  return error instanceof Error ? `${error.name}: ${error.message}` : "something unknown failed";
}

function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError && error.message === "fetch failed";
}
