/** How the app is bundled; `build.ts` adds what differs from bank to bank. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  publicDir: "public",
  clearScreen: false,
  logLevel: "warn",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  worker: { format: "es" },
  // Libraries ask for Node's "crypto" only where globalThis.crypto is missing, which is in no browser.
  resolve: {
    alias: { crypto: fileURLToPath(new URL("src/platform/no-crypto.ts", import.meta.url)) },
  },
  build: {
    // Chrome and Android WebView 111, Safari 16.4: what a phone of 2018 still gets.
    target: ["chrome111", "safari16.4", "firefox114"],
    // light-dark() stays as it is written.
    cssTarget: ["chrome123", "safari17.5", "firefox120"],
    // A data: URL would be a second copy of a file, and the policy allows none for scripts or fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
