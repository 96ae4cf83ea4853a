/** The mobile bank in this tab, put together: nothing but this file starts anything. */
import "./app.css";
import { createToasts } from "@ramznama/design";
import { phoneText } from "@ramznama/persian";
import { render } from "preact";
import { startAutoLock } from "./app/auto-lock.ts";
import { createRouter } from "./app/router.ts";
import { createSession } from "./app/session.ts";
import { createSettings } from "./app/settings.ts";
import { startUpdates } from "./app/updates.ts";
import { MobileBank } from "./app.tsx";
import { createCustomer } from "./app/customer.ts";
import { platformKind } from "./platform/native-bridge.ts";
import { createIndexedDbDeviceKeyStore } from "./vault/indexed-db-device-key-store.ts";
import { browserPlatform } from "./platform/browser-platform.ts";
import { openTabChannel } from "./vault/tab-channel.ts";
import { openVaultDoor } from "./vault/vault-door.ts";
import { stretchPassword } from "./vault/stretch-password.ts";

/** The host of the app keeps the key where it is one; a browser keeps it in IndexedDB. */
const loadKeyStore = async () =>
  platformKind === "app"
    ? (await import("./vault/native-device-key-store.ts")).createNativeDeviceKeyStore
    : createIndexedDbDeviceKeyStore;

const tabs = openTabChannel();
const settings = createSettings();
const session = createSession({
  openDoor: async () =>
    openVaultDoor({
      platform: browserPlatform,
      stretch: stretchPassword,
      tabs,
      openKeys: await loadKeyStore(),
    }),
  tabs,
  loadPhone: async () => (await import("./phone/compose-phone.ts")).phoneMaker,
  loadScreens: () => import("./screens/open-ramznama.tsx"),
});
startAutoLock(session, settings);
addEventListener("online", () => void session.settle());
void session.settle();

const toasts = createToasts(4_000);
// What nobody foresaw is said as such; the browser's console has the cause.
addEventListener("unhandledrejection", () => {
  toasts.show(phoneText("unexpected", settings.language.value));
});

const router = createRouter();
const customer = createCustomer(() => import("./customer/customer-client.ts"));
// Signed in and opened anew: the home page says by itself when the session is over.
if (customer.state.value.kind === "in" && router.page.value === "/" && location.search === "") {
  router.replace("/home");
}

const root = document.getElementById("app");
if (root === null) throw new TypeError("index.html has no place for the app");
const app = {
  session,
  settings,
  router,
  toasts,
  customer,
  updates: startUpdates(),
};
render(<MobileBank app={app} />, root);
