/**
 * The app's native host as far as the page can see it (apps/mobile-bank/README.md, "The bridge"): text in, text out. Its
 * key is a WebCrypto key that cannot be taken out, and lives in this process, beyond every store of the page.
 */
import { webcrypto } from "node:crypto";
import type { BrowserContext } from "playwright-core";

export interface FakeNativeHost {
  /** Every act that was asked for, in order. */
  readonly asked: readonly string[];
  /** As when the phone's key store is cleared behind the app's back. */
  loseKey(): void;
  install(context: BrowserContext): Promise<void>;
}

type Key = Awaited<ReturnType<typeof generate>>;

const es256 = { name: "ECDSA", namedCurve: "P-256" } as const;

const generate = async () => {
  const { privateKey, publicKey } = await webcrypto.subtle.generateKey(es256, false, [
    "sign",
    "verify",
  ]);
  const { kty, crv, x, y } = await webcrypto.subtle.exportKey("jwk", publicKey);
  return { privateKey, jwk: { kty, crv, x, y } };
};

const bridgeScript = `{
  const listeners = [];
  globalThis.ramznamaNative = {
    postMessage: (text) => globalThis.askFakeHost(text).then((answer) => {
      for (const listener of listeners) listener({ data: answer });
    }),
    addEventListener: (type, listener) => listeners.push(listener),
  };
}`;

export const createFakeNativeHost = (): FakeNativeHost => {
  let key: Key | undefined;
  const asked: string[] = [];
  const answer = async (act: string, content: string): Promise<unknown> => {
    switch (act) {
      case "device-key.load":
        return key?.jwk ?? null;
      case "device-key.create":
        key = await generate();
        return key.jwk;
      case "device-key.sign": {
        if (key === undefined) throw new Error("there is no key");
        const algorithm = { name: "ECDSA", hash: "SHA-256" };
        const bytes = Buffer.from(content, "base64url");
        const signature = await webcrypto.subtle.sign(algorithm, key.privateKey, bytes);
        return Buffer.from(signature).toString("base64url");
      }
      case "device-key.delete":
        key = undefined;
        return null;
      default:
        throw new Error(`unknown act ${act}`);
    }
  };
  return {
    asked,
    loseKey: () => {
      key = undefined;
    },
    install: async (context) => {
      await context.exposeFunction("askFakeHost", async (text: string) => {
        const {
          id,
          act,
          content = "",
        } = JSON.parse(text) as {
          id: number;
          act: string;
          content?: string;
        };
        asked.push(act);
        try {
          return JSON.stringify({ id, ok: true, value: await answer(act, content) });
        } catch {
          return JSON.stringify({ id, ok: false });
        }
      });
      await context.addInitScript(bridgeScript);
    },
  };
};
