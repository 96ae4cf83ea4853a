/** Where a browser goes after it has signed in: a path of these very pages and nothing else (ASVS 5, V3.7). */
export const parseReturnPath = (given: unknown, origin: string): string => {
  if (typeof given !== "string" || !/^\/[\x21-\x7e]{0,511}$/.test(given)) return "/";
  // Browsers take "\" for "/": "/\host" and "//host" are other places.
  if (/^\/[/\\]/.test(given) || given.includes("\\")) return "/";
  const url = new URL(given, origin);
  // "/.//host" is shortened to "//host", which is another place again.
  const own = url.origin === new URL(origin).origin && !url.pathname.startsWith("//");
  return own ? url.pathname + url.search + url.hash : "/";
};
