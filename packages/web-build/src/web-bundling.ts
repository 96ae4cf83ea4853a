/** What every app of the house asks of Vite: Preact, files of its own and nothing inside of data: addresses. */
import type { InlineConfig } from "vite";

export const webBundling = {
  configFile: false,
  mode: "production",
  clearScreen: false,
  logLevel: "warn",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
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
} satisfies InlineConfig;
