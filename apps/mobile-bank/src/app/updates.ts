/**
 * The service worker, registered by hand because Trusted Types want its address from our policy. A new version waits
 * until the person says so; what is typed lies in the vault by then (`beforeReload`), and is not offered while something
 * is typed that no vault keeps (`isHeldBack`).
 */
import { signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { ownScriptUrl } from "../platform/own-script-url.ts";

export interface Updates {
  readonly isReady: ReadonlySignal<boolean>;
  /** Saves what is half typed; forms say here how. */
  readonly beforeReload: Set<() => Promise<void>>;
  /** A reload now would lose what somebody is typing; said by the form that holds it. */
  readonly isHeldBack: Signal<boolean>;
  apply(): Promise<void>;
}

export function startUpdates(): Updates {
  const isReady = signal(false);
  const beforeReload = new Set<() => Promise<void>>();
  let waiting: ServiceWorker | undefined;
  let isApplying = false;

  function offer(worker: ServiceWorker | null): void {
    if (worker === null) return;
    waiting = worker;
    isReady.value = true;
  }

  async function register(): Promise<void> {
    const { serviceWorker } = navigator;
    // A first visit is no update: whoever is not controlled has the newest page already.
    const isUpdate = serviceWorker.controller !== null;
    serviceWorker.addEventListener("controllerchange", () => {
      if (isApplying) location.reload();
    });
    const registration = await serviceWorker.register(ownScriptUrl("/service-worker.js"), {
      scope: "/",
      updateViaCache: "none",
    });
    if (isUpdate) offer(registration.waiting);
    registration.addEventListener("updatefound", () => {
      const { installing } = registration;
      installing?.addEventListener("statechange", () => {
        if (installing.state === "installed" && serviceWorker.controller !== null) {
          offer(installing);
        }
      });
    });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) void registration.update().catch(() => undefined);
    });
  }

  // After the first paint; without one the app works online only.
  if ("serviceWorker" in navigator) void register().catch(() => undefined);

  return {
    isReady,
    beforeReload,
    isHeldBack: signal(false),
    apply: async () => {
      isApplying = true;
      for (const save of beforeReload) await save();
      // Another tab has let it in already: nothing will change hands here any more.
      if (waiting?.state !== "installed") location.reload();
      else waiting.postMessage("take-over");
    },
  };
}
