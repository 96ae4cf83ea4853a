/** Who used the processors during a run, from /proc: it names what would have to become cheaper next. */
import { readdirSync, readFileSync } from "node:fs";

/** Linux counts in hundredths of a second for user programs, on every architecture. */
const ticksPerSecond = 100;

interface ProcessTimes {
  readonly pid: number;
  readonly parent: number;
  /** Own, and of children that have ended. */
  readonly seconds: number;
}

const readTimes = (pid: number): ProcessTimes | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may hold spaces; proc(5) counts the fields after it from 3.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const field = (number: number): number => Number(fields[number - 3]);
    const ticks = field(14) + field(15) + field(16) + field(17);
    return { pid, parent: field(4), seconds: ticks / ticksPerSecond };
  } catch {
    return undefined; // It has ended meanwhile.
  }
};

/** Processor seconds of a process and everything below it. */
const secondsOfTree = (root: number, all: readonly ProcessTimes[]): number =>
  all
    .filter((one) => one.pid === root)
    .concat(all.filter((one) => one.parent === root && one.pid !== root))
    .reduce((sum, one) => sum + (one.pid === root ? one.seconds : secondsOfTree(one.pid, all)), 0);

export interface CpuSample {
  readonly at: number;
  readonly byName: Readonly<Record<string, number>>;
  /** Of the whole machine. */
  readonly busy: number;
  readonly stolen: number;
}

export const sampleCpu = (roots: Readonly<Record<string, number>>): CpuSample => {
  const all = readdirSync("/proc")
    .filter((name) => /^[0-9]+$/.test(name))
    .map((name) => readTimes(Number(name)))
    .filter((one) => one !== undefined);
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0, steal = 0] = (
    readFileSync("/proc/stat", "utf8").split("\n")[0] ?? ""
  )
    .split(/\s+/)
    .slice(1)
    .map((ticks) => Number(ticks) / ticksPerSecond);
  return {
    at: performance.now() / 1000,
    byName: Object.fromEntries(
      Object.entries(roots).map(([name, pid]) => [name, secondsOfTree(pid, all)]),
    ),
    busy: user + nice + system + irq + softIrq,
    stolen: steal,
  };
};

export interface CpuShares {
  /** Processors in use on average: 1 is one of them all the time. */
  readonly byName: Readonly<Record<string, number>>;
  /** In use on the whole machine. */
  readonly busy: number;
  /** Used by programs that have nothing to do with the run. */
  readonly others: number;
  /** Taken away by the host of a virtual machine. */
  readonly stolen: number;
}

export const cpuBetween = (before: CpuSample, after: CpuSample): CpuShares => {
  const seconds = after.at - before.at;
  const byName = Object.fromEntries(
    Object.entries(after.byName).map(([name, used]) => [
      name,
      (used - (before.byName[name] ?? 0)) / seconds,
    ]),
  );
  const known = Object.values(byName).reduce((sum, share) => sum + share, 0);
  const busy = (after.busy - before.busy) / seconds;
  return {
    byName,
    busy,
    others: Math.max(0, busy - known),
    stolen: (after.stolen - before.stolen) / seconds,
  };
};

export const describeCpu = (shares: CpuShares): string =>
  [...Object.entries(shares.byName), ["others", shares.others], ["stolen", shares.stolen]]
    .map(([name, share]) => `${name} ${Number(share).toFixed(2)}`)
    .join(", ");
