/** What was decided when this app was built: `build.ts` puts it in the place of the name. */

interface Build {
  /** Public half of the offline release key, a JWK: all trust in server keys comes from it (protocol.md, Pins). */
  readonly releaseKey: unknown;
  readonly bankName: string;
  readonly cardPrefix: string;
  readonly version: string;
}

declare const __BUILD__: Build;

export const build: Build = __BUILD__;
