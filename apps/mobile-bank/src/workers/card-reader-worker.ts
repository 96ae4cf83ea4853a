/** Reads cards beside the page, which goes on showing the camera meanwhile. A picture is forgotten once it is read. */
import {
  makeCardReader,
  modelSha256,
  type CardReader,
  firstLook,
  nextLook,
  type Picture,
} from "@ramznama/card-reader";
import modelUrl from "@ramznama/card-reader/digits.f16?url";

/** To the page: whether the reader is there, then a reading for each picture. */
export type CardReaderAnswer =
  | { readonly kind: "ready" }
  | { readonly kind: "broken" }
  | { readonly kind: "read"; readonly number: string | undefined };

const reader = loadReader();
reader.then(
  () => {
    answer({ kind: "ready" });
  },
  () => {
    answer({ kind: "broken" });
  },
);

/** Changes whenever a frame gave nothing: the next one is looked at the other way. */
let look = firstLook;

self.onmessage = async ({ data }: MessageEvent<Picture>) => {
  const choice = (await reader).read(data, look);
  if (choice === undefined) look = nextLook(look);
  data.rgba.fill(0);
  answer({ kind: "read", number: choice?.number });
};

function answer(message: CardReaderAnswer): void {
  self.postMessage(message);
}

async function loadReader(): Promise<CardReader> {
  const response = await fetch(modelUrl);
  if (!response.ok) throw new Error("the model could not be fetched");
  const model = new Uint8Array(await response.arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", model));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (hex !== modelSha256) throw new Error("another model than this code was built for");
  return makeCardReader(
    {
      makeMemory: (pages) => new WebAssembly.Memory({ initial: pages }),
      instantiate: async (module, memory) => {
        const imports = { reader: { memory: memory as WebAssembly.Memory } };
        const { instance } = await WebAssembly.instantiate(module as BufferSource, imports);
        return instance.exports;
      },
    },
    model,
  );
}
