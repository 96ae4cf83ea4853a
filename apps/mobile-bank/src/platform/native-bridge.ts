/**
 * The app's native host, as its WebView shows it to this page: one object with `postMessage` and `message` events, both
 * of text (on Android a WebMessageListener that is injected for our origin alone). README.md, "The bridge", is its
 * specification; a page without the object runs as the PWA.
 */
import type { ActivationPlatform } from "@ramznama/activation";
import { VaultError } from "../vault/vault-error.ts";

interface NativeBridge {
  postMessage(text: string): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
}

const bridge = (globalThis as { readonly ramznamaNative?: NativeBridge }).ramznamaNative;

/** S26: part of the registration. */
export const platformKind: ActivationPlatform = bridge === undefined ? "pwa" : "app";

type Act = "device-key.load" | "device-key.create" | "device-key.sign" | "device-key.delete";

const patienceMilliseconds = 20_000;

interface Waiting {
  readonly settle: (value: unknown) => void;
  readonly fail: (error: VaultError) => void;
}

let lastId = 0;
const waiting = new Map<number, Waiting>();

bridge?.addEventListener("message", ({ data }) => {
  const answer = parseAnswer(data);
  if (answer === undefined) return;
  const asked = waiting.get(answer.id);
  waiting.delete(answer.id);
  if (answer.ok) asked?.settle(answer.value);
  else asked?.fail(new VaultError("device_key_unavailable"));
});

/** @throws VaultError `device_key_unavailable`: the host refused or does not answer */
export function askHost(act: Act, parts: Readonly<Record<string, string>> = {}): Promise<unknown> {
  if (bridge === undefined) throw new TypeError("there is no host");
  const id = (lastId += 1);
  return new Promise((settle, reject) => {
    const timer = setTimeout(() => {
      waiting.delete(id);
      reject(new VaultError("device_key_unavailable"));
    }, patienceMilliseconds);
    const end = (act: () => void): void => {
      clearTimeout(timer);
      act();
    };
    waiting.set(id, {
      settle: (value) => {
        end(() => {
          settle(value);
        });
      },
      fail: (error) => {
        end(() => {
          reject(error);
        });
      },
    });
    bridge.postMessage(JSON.stringify({ id, act, ...parts }));
  });
}

interface HostAnswer {
  readonly id: number;
  readonly ok: boolean;
  readonly value: unknown;
}

function parseAnswer(data: unknown): HostAnswer | undefined {
  if (typeof data !== "string") return undefined;
  const { id, ok, value } = JSON.parse(data) as Readonly<Record<string, unknown>>;
  return typeof id === "number" ? { id, ok: ok === true, value } : undefined;
}
