/** A browser without a screen, as far as HTTP goes: cookies kept by name, redirects taken one by one. */

export interface BrowserJar {
  /** One request to the address, cookies taken and kept; redirects are not followed. */
  readonly send: (address: string, init?: RequestInit) => Promise<Response>;
  /** As a `cookie` header. */
  cookies(): string;
  cookie(name: string): string | undefined;
  useCookie(name: string, value: string): void;
  /** Takes the cookies of an answer that was asked for in another way. */
  keep(headers: Headers): void;
  /** Every value of a cookie whose name begins so. */
  readonly seen: ReadonlySet<string>;
}

/** @param watched cookies with this beginning are remembered in `seen` */
export const createBrowserJar = (watched: string): BrowserJar => {
  const jar = new Map<string, string>();
  const seen = new Set<string>();
  const cookies = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const keep = (headers: Headers): void => {
    for (const line of headers.getSetCookie()) {
      const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=", 2);
      if (value === "") jar.delete(name);
      else {
        jar.set(name, value);
        if (name.startsWith(watched)) seen.add(value);
      }
    }
  };
  return {
    seen,
    cookies,
    keep,
    cookie: (name) => jar.get(name),
    useCookie: (name, value) => void jar.set(name, value),
    send: async (address, init = {}) => {
      const own = { accept: "text/html", cookie: cookies() };
      const headers = { ...own, ...Object.fromEntries(new Headers(init.headers)) };
      const response = await fetch(address, { ...init, headers, redirect: "manual" });
      keep(response.headers);
      return response;
    },
  };
};

/** Where an answer sends the browser. */
export const locationOf = (response: Response): string => {
  const location = response.headers.get("location");
  if (location === null) throw new Error(`no redirect but status ${response.status}`);
  return location;
};
