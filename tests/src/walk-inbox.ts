/** The customer's SMS inbox: whole messages as they can be read on its page. */
import type { Scene } from "./walk-scene.ts";
import type { Walker } from "./walk-people.ts";
import { goTo, read, waitForHeading } from "./walk-places.ts";

/** The newest message that says this, once it has come. The page looks for news by itself. */
export const readSmsOnPage = async (
  scene: Scene,
  person: Walker,
  says: string,
): Promise<string> => {
  const { page, look } = scene;
  await goTo(scene, "پیامک‌ها");
  await waitForHeading(page, "صندوق پیامک");
  await look("inbox");
  await page.getByRole("link", { name: person.name }).click();
  await waitForHeading(page, person.name);
  await read(page, says);
  await look("inbox-messages");
  return page
    .getByRole("listitem")
    .filter({ hasText: says })
    .first()
    .locator("p")
    .first()
    .innerText();
};
