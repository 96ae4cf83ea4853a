import { describe, expect, test } from "vitest";
import { findLanNames, hostsOf } from "./lan-names.ts";

const at = (...addresses: string[]) => ({
  lo: [
    { address: "127.0.0.1", internal: true },
    { address: "::1", internal: true },
  ],
  eth0: addresses.map((address) => ({ address, internal: false })),
});

describe("the names of this machine on the local network", () => {
  test("are its private addresses, IPv4 first, and its name under .local", () => {
    const names = findLanNames(at("fd00::2", "192.168.1.7", "fe80::1", "10.0.0.3"), "Laptop.home");
    expect(names).toEqual({
      addresses: ["192.168.1.7", "10.0.0.3", "fd00::2"],
      hostName: "laptop.local",
    });
    expect(hostsOf(names)).toEqual(["192.168.1.7", "10.0.0.3", "[fd00::2]", "laptop.local"]);
  });

  test.each(["8.8.8.8", "172.32.0.1", "192.169.0.1", "11.0.0.1", "2001:db8::1", "fe80::1"])(
    "are never an address that is not private (%s)",
    (address) => {
      expect(findLanNames(at(address, "172.31.255.1"), "vm").addresses).toEqual(["172.31.255.1"]);
      expect(() => findLanNames(at(address), "vm")).toThrow(
        /has only public addresses, where --lan/,
      );
    },
  );

  test("without a network there is one sentence that says what to do", () => {
    expect(() => findLanNames(at(), "vm")).toThrow(
      /^This machine is on no network: connect it to a local network .* or start without --lan\.$/,
    );
  });

  test.each(["رایانه", "my_laptop", "-x", "localhost", ""])(
    "a machine name that no certificate can hold is left out (%s)",
    (machineName) => {
      expect(findLanNames(at("10.0.0.3"), machineName).hostName).toBeUndefined();
    },
  );
});
