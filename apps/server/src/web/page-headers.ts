/** What a page of ours may do in a browser: its own files and nothing else (ASVS 5, V3). */

/** The one Trusted Types policy is the app's, for the addresses of its own workers. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types ramznama",
].join("; ");

/** The names in /assets hold a digest of the content; everything else may change with the next build. */
export const cacheControlOf = (path: string): string =>
  /[\\/]assets[\\/]/.test(path) ? "public, max-age=31536000, immutable" : "no-cache";

export const pageHeadersOf = (path: string): Readonly<Record<string, string>> => ({
  "cache-control": cacheControlOf(path),
  "content-security-policy": pagePolicy,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy":
    "camera=(self), clipboard-write=(self), geolocation=(), microphone=(), payment=(), usb=()",
});
