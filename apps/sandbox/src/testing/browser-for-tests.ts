/** A browser without a screen: cookies by path (RFC 6265), redirects one by one, forms. */

interface Cookie {
  readonly value: string;
  readonly path: string;
  readonly attributes: string;
}

export interface TestBrowser {
  get(address: string): Promise<Response>;
  post(address: string, form: Readonly<Record<string, string>>): Promise<Response>;
  /** Follows redirects until a page is shown, or until one leads to `end`. */
  follow(response: Response, end?: string): Promise<Response | URL>;
  cookies(): ReadonlyMap<string, Cookie>;
}

export function openBrowser(origin: string): TestBrowser {
  const jar = new Map<string, Cookie>();
  const send = async (address: string, form?: URLSearchParams) => {
    const url = new URL(address, origin);
    const headers = { accept: "text/html", cookie: cookieHeader(jar, url.pathname) };
    const init = form === undefined ? {} : { method: "POST", body: form };
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) keepCookie(jar, line);
    return response;
  };
  const browser: TestBrowser = {
    get: (address) => send(address),
    post: (address, form) => send(address, new URLSearchParams(form)),
    async follow(response, end) {
      const location = response.headers.get("location");
      if (location === null) return response;
      const next = new URL(location, origin);
      if (end !== undefined && next.href.startsWith(end)) return next;
      return browser.follow(await browser.get(next.href), end);
    },
    cookies: () => jar,
  };
  return browser;
}

function cookieHeader(jar: ReadonlyMap<string, Cookie>, pathname: string): string {
  return [...jar]
    .filter(([, { path }]) => pathname.startsWith(path))
    .map(([name, { value }]) => `${name}=${value}`)
    .join("; ");
}

function keepCookie(jar: Map<string, Cookie>, line: string): void {
  const [pair = "", ...attributes] = line.split("; ");
  const [name = "", value = ""] = pair.split("=", 2);
  const path = attributes.find((attribute) => /^path=/iu.test(attribute))?.slice(5) ?? "/";
  if (value === "") jar.delete(name);
  else jar.set(name, { value, path, attributes: attributes.join("; ") });
}
