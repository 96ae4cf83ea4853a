/** What lies between a phone and the server, in a test's hands: answers are lost, or come from somebody else. */
import type { Fetch } from "@ramznama/phone";

interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly text: string;
}

type Weather =
  /** Nothing leaves the phone. */
  | { readonly kind: "offline" }
  /** The server acts, and the phone never hears of it. */
  | { readonly kind: "answer-lost" }
  /** The server acts, and the phone hears of it when the promise resolves. */
  | { readonly kind: "answer-late"; readonly until: Promise<unknown> }
  /** A proxy or portal answers in the server's place. */
  | { readonly kind: "foreign"; readonly status: number; readonly text: string };

export interface PhoneNetwork {
  readonly fetch: Fetch;
  /** What the server answered, oldest first, whether or not the phone heard it. */
  readonly exchanges: readonly Exchange[];
  /** Holds for requests whose method and path fit, until `clear`. */
  upset(request: RegExp, weather: Weather): void;
  clear(): void;
}

/** `POST /device/v1/activations` and its confirmation, as `upset` names them. */
export const activationRequest = /^POST \/device\/v1\/activations$/;
export const confirmationRequest = /^POST \/device\/v1\/activations\/[^/]+\/confirmation$/;
export const anyRequest = /./;

/** `server`: where the public listener is now, for tests that restart it under a phone. */
export const createPhoneNetwork = (server?: () => string): PhoneNetwork => {
  const exchanges: Exchange[] = [];
  let upset: { readonly request: RegExp; readonly weather: Weather } | undefined;
  return {
    exchanges,
    upset: (request, weather) => {
      upset = { request, weather };
    },
    clear: () => {
      upset = undefined;
    },
    fetch: async (address, init) => {
      const method = init.method ?? "GET";
      const { pathname: path, search } = new URL(address);
      const weather = upset?.request.test(`${method} ${path}`) === true ? upset.weather : undefined;
      if (weather?.kind === "offline") throw new TypeError("no network");
      if (weather?.kind === "foreign") {
        return new Response(weather.text, { status: weather.status });
      }
      const now = server === undefined ? address : `${server()}${path}${search}`;
      const response = await fetch(now, init);
      const text = await response.clone().text();
      // The first attempt only fetches a nonce and says nothing.
      if (response.status !== 401) exchanges.push({ method, path, status: response.status, text });
      if (weather?.kind === "answer-lost") throw new TypeError("the answer was lost");
      if (weather?.kind === "answer-late") await weather.until;
      return response;
    },
  };
};
