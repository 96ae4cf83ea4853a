/** Which page is open. Addresses name customers by the bank's own number and tokens by serial, and nothing else. */
import { signal, type ReadonlySignal } from "@preact/signals";

export const watchParts = ["throttles", "bursts", "codes"] as const;
export type WatchPart = (typeof watchParts)[number];

export type Place =
  | { readonly name: "start" }
  | { readonly name: "desk" }
  | { readonly name: "customer"; readonly customerId: string; readonly serial: string | undefined }
  | { readonly name: "approvals" }
  | { readonly name: "watch"; readonly part: WatchPart }
  | { readonly name: "sessions" }
  | { readonly name: "events" }
  | { readonly name: "nowhere" };

export interface Router {
  readonly place: ReadonlySignal<Place>;
  /** Rises with every page that is opened, the same one again included. */
  readonly visits: ReadonlySignal<number>;
  /** A new entry in the browser's history. */
  go(path: string): void;
  /** In the place of the page that is open. */
  replace(path: string): void;
}

export function createRouter(): Router {
  const place = signal(parsePlace(location.pathname));
  addEventListener("popstate", () => {
    place.value = parsePlace(location.pathname);
  });
  const visits = signal(0);
  return {
    place,
    visits,
    go: (path) => {
      visits.value += 1;
      history.pushState(null, "", path);
      place.value = parsePlace(path);
      scrollTo(0, 0);
    },
    replace: (path) => {
      history.replaceState(null, "", path);
      place.value = parsePlace(path);
    },
  };
}

export const pathOfCustomer = (customerId: string, serial?: string): string =>
  `/customers/${customerId}${serial === undefined ? "" : `/${serial}`}`;

export function parsePlace(path: string): Place {
  const [first = "", second, third] = path.split("/").slice(1);
  switch (first) {
    case "":
      return { name: "start" };
    case "desk":
    case "approvals":
    case "sessions":
    case "events":
      return { name: first };
    case "watch": {
      const part = watchParts.find((one) => one === (second ?? "throttles"));
      return part === undefined ? { name: "nowhere" } : { name: "watch", part };
    }
    case "customers":
      return /^[A-Za-z0-9-]{1,32}$/.test(second ?? "") && /^[0-9]{12}$|^$/.test(third ?? "")
        ? { name: "customer", customerId: second ?? "", serial: third }
        : { name: "nowhere" };
    default:
      return { name: "nowhere" };
  }
}
