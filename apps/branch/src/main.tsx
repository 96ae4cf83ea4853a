/** The branch console in this tab, put together: nothing but this file starts anything. */
import "./app/no-code-from-text.ts";
import "./styles/console.css";
import { createToasts } from "@ramznama/design";
import { branchText } from "@ramznama/persian";
import { render } from "preact";
import type { Console } from "./app/console-context.ts";
import { createKeepsake } from "./app/keepsake.ts";
import { createKnownCustomers } from "./app/known-customers.ts";
import { createRouter } from "./app/router.ts";
import { createSession, takeDoorReason } from "./app/session.ts";
import { createSettings } from "./app/settings.ts";
import { BranchConsole } from "./console.tsx";

const root = document.getElementById("app");
if (root === null) throw new TypeError("index.html has no place for the console");
const keepsake = createKeepsake(sessionStorage);
const session = createSession(keepsake, takeDoorReason());
const settings = createSettings();
const toasts = createToasts(6_000);
// What nobody foresaw is said as such; the browser's console has the cause.
addEventListener("unhandledrejection", () => {
  toasts.show(branchText("unexpected", settings.language.value));
});
const app: Console = {
  ...{ session, settings, toasts, keepsake },
  client: session.client,
  router: createRouter(),
  known: createKnownCustomers(),
};
render(<BranchConsole app={app} />, root);
void session.open();
