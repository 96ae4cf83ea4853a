/** Pins: only the release key makes server keys, and the list never goes back. */
import { describe, expect, it } from "vitest";
import { deriveKemKeyPair } from "./hpke.ts";
import { asUnixMilliseconds } from "./platform.ts";
import {
  chooseServerKey,
  signServerKeyList,
  verifyServerKeyList,
  type ServerKey,
  type ServerKeyList,
} from "./server-key-list.ts";
import { realPlatform } from "./testing/platforms.ts";
import { importSigningKey, releaseKey, timeKey } from "./testing/vector-inputs.ts";

const at = asUnixMilliseconds;
const { publicKey } = await deriveKemKeyPair(new Uint8Array(32));

function serverKey(k: string, notBefore: number, notAfter: number): ServerKey {
  return {
    k,
    pk: publicKey,
    signingKey: timeKey.publicJwk,
    notBefore: at(notBefore),
    notAfter: at(notAfter),
  };
}

async function verify(list: ServerKeyList, seen?: Parameters<typeof verifyServerKeyList>[3]) {
  const jws = await signServerKeyList(realPlatform, await importSigningKey(releaseKey), list);
  return verifyServerKeyList(realPlatform, releaseKey.publicJwk, jws, seen);
}

describe("The list of server keys", () => {
  const list: ServerKeyList = { serialNumber: 5, keys: [serverKey("a", 0, 100)] };

  it("comes back as it was signed", async () => {
    const verified = await verify(list);
    expect(verified).toMatchObject({ ok: true, value: { list, seen: { serialNumber: 5 } } });
  });

  it("is taken again, and a higher serial number too", async () => {
    const first = await verify(list);
    if (!first.ok) throw new Error(first.reason);
    const { seen } = first.value;
    expect((await verify(list, seen)).ok).toBe(true);
    expect((await verify({ ...list, serialNumber: 6 }, seen)).ok).toBe(true);
  });

  it("is refused with a lower serial number, however well it is signed", async () => {
    const first = await verify(list);
    if (!first.ok) throw new Error(first.reason);
    const lower = await verify({ ...list, serialNumber: 4 }, first.value.seen);
    expect(lower).toEqual({ ok: false, reason: "rolled_back" });
  });

  it("is refused with the same serial number and other content", async () => {
    const first = await verify(list);
    if (!first.ok) throw new Error(first.reason);
    const changed = { ...list, keys: [serverKey("b", 0, 100)] };
    const same = await verify(changed, first.value.seen);
    expect(same).toEqual({ ok: false, reason: "serial_number_reused" });
  });

  it("is never signed when it is not one", async () => {
    await expect(verify({ serialNumber: 5, keys: [] })).rejects.toThrow(TypeError);
  });
});

describe("The phone's choice of a server key", () => {
  const list: ServerKeyList = {
    serialNumber: 1,
    keys: [serverKey("new", 50, 200), serverKey("old", 0, 100), serverKey("next", 150, 300)],
  };
  const chosenAt = (now: number) => chooseServerKey(list, at(now))?.k;

  it("is the newest that is valid", () => {
    expect(chosenAt(49)).toBe("old");
    expect(chosenAt(50)).toBe("new");
    expect(chosenAt(149)).toBe("new");
    expect(chosenAt(150)).toBe("next");
  });

  it("is none before the first and after the last", () => {
    expect(chosenAt(-1)).toBeUndefined();
    expect(chosenAt(299)).toBe("next");
    expect(chosenAt(300)).toBeUndefined();
  });
});
