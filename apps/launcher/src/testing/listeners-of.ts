// Where processes listen, as the kernel has it.

import { readdirSync, readFileSync, readlinkSync } from "node:fs";

const listening = "0A";
// 127.0.0.0/8, ::1 and 127.0.0.0/8 as IPv6, in the kernel's spelling.
const loopback = /^(?:[0-9A-F]{6}7F|0{24}01000000|0{16}FFFF0000[0-9A-F]{6}7F)$/;

export interface Listener {
  readonly port: number;
  readonly isLoopback: boolean;
}

export function listenersOf(pids: readonly number[]): Listener[] {
  const sockets = new Set(pids.flatMap(socketsOf));
  return ["tcp", "tcp6"]
    .flatMap((table) => readFileSync(`/proc/net/${table}`, "utf8").split("\n").slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === listening && sockets.has(inode ?? ""))
    .map(([, local = ""]) => {
      const [address = "", port = ""] = local.split(":");
      return { port: Number.parseInt(port, 16), isLoopback: loopback.test(address) };
    });
}

function socketsOf(pid: number): string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      const [, inode] = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? [];
      return inode === undefined ? [] : [inode];
    } catch {
      return []; // Closed meanwhile.
    }
  });
}
