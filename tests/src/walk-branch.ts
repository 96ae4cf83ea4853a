/** At the branch: a teller issues an account/gateway token and links it, a supervisor approves (S3, S5, S27). */
import { signInAtDoor } from "./branch-bank.ts";
import {
  chooseToken,
  closeReceipt,
  decide,
  issueAtConsole,
  openCustomer,
  recordIdentity,
  saveLinks,
} from "./branch-steps.ts";
import type { Walker } from "./walk-people.ts";
import { goTo } from "./walk-places.ts";
import type { Scene } from "./walk-scene.ts";
import type { WalkStreet } from "./walk-street.ts";

const desk = { width: 1280, height: 800 };

/** The console is made for a desk; what comes after it is looked at in the size of before. */
const atDesk = async <T>({ page }: Scene, work: () => Promise<T>): Promise<T> => {
  const before = page.viewportSize();
  await page.setViewportSize(desk);
  const done = await work();
  if (before !== null) await page.setViewportSize(before);
  return done;
};

/** From the front page, in any street browser. */
const enter = async (scene: Scene, user: "teller" | "supervisor"): Promise<void> => {
  await goTo(scene, "باجه شعبه");
  await scene.page.getByRole("link", { name: "ورود با حساب سازمانی" }).waitFor();
  await scene.look("branch-door");
  await signInAtDoor(scene.page, user);
};

export const signInAsTeller = (scene: Scene): Promise<void> =>
  atDesk(scene, async () => {
    await enter(scene, "teller");
    await scene.look("branch-desk");
  });

/** The teller is signed in already. */
export const openAtBranch = async (scene: Scene, person: Walker): Promise<void> => {
  await goTo(scene, "باجه شعبه");
  await openCustomer(scene.page, person);
  await scene.page.locator(".token-list, .tokens .empty").first().waitFor();
};

/** Resolves with the serial printed on the receipt, in groups. */
export const issueAtBranch = (scene: Scene, person: Walker): Promise<string> =>
  atDesk(scene, async () => {
    const { page, look } = scene;
    await openAtBranch(scene, person);
    await look("branch-customer");
    await recordIdentity(page);
    const serial = await issueAtConsole(page);
    await look("branch-receipt");
    await closeReceipt(page);
    return serial.replaceAll(/(\d{4})(?=\d)/gu, "$1 ");
  });

/** Login and account: the login at once, the account when the supervisor has approved. */
export const linkAtBranch = async (
  walk: WalkStreet,
  person: Walker,
  serial: string,
): Promise<void> => {
  const { street } = walk;
  await atDesk(street, async () => {
    await openAtBranch(street, person);
    await chooseToken(street.page, serial.replaceAll(" ", ""));
    await saveLinks(street.page, { login: person.gatewayLogin, accounts: [person.account] });
    await street.look("branch-waiting");
    const second = await walk.openDesk();
    await atDesk(second, async () => {
      await enter(second, "supervisor");
      await second.page.keyboard.press("Alt+r");
      await second.page.getByRole("article", { name: "اتصال حساب" }).first().waitFor();
      await second.look("branch-requests");
      await decide(second.page, "اتصال حساب", "تایید");
    });
    await street.page.getByRole("region", { name: "اتصال حساب" }).waitFor({ state: "detached" });
    await street.look("branch-linked");
  });
};
