import { describe, expect, test } from "vitest";
import { ensureDebianPrograms, MissingProgramError, type Machine } from "./debian-programs.ts";

interface Situation {
  readonly isRoot: boolean;
  readonly programs: readonly string[];
  readonly installs: boolean;
}

/** A machine that has these programs, and on which apt-get installs or fails. */
function machineIn(situation: Situation): Machine & { readonly commands: string[] } {
  const programs = new Set(situation.programs);
  const commands: string[] = [];
  return {
    commands,
    isRoot: situation.isRoot,
    hasProgram: (name) => programs.has(name),
    run: (command, commandArguments) => {
      commands.push([command, ...commandArguments].join(" "));
      if (!situation.installs) return { ok: false, output: "E: Unable to locate package oathtool" };
      if (commandArguments.includes("install")) programs.add("oathtool");
      return { ok: true, output: "" };
    },
  };
}

describe("A judge from a Debian package", () => {
  test("nothing is run when it is there", () => {
    const machine = machineIn({ isRoot: false, programs: ["oathtool"], installs: false });
    ensureDebianPrograms(["oathtool"], machine);
    expect(machine.commands).toEqual([]);
  });

  test("root gets it installed, the package lists renewed once before", () => {
    const machine = machineIn({ isRoot: true, programs: ["apt-get"], installs: true });
    ensureDebianPrograms(["oathtool"], machine);
    expect(machine.commands).toHaveLength(2);
    expect(machine.commands[0]).toBe("apt-get -qq update");
    expect(machine.commands[1]).toMatch(/^apt-get .* install oathtool$/);
  });

  test("an install that fails is an error with apt-get's own words, not a skip", () => {
    const machine = machineIn({ isRoot: true, programs: ["apt-get"], installs: false });
    expect(() => {
      ensureDebianPrograms(["oathtool"], machine);
    }).toThrow(/did not bring oathtool: E: Unable to locate package/);
  });

  test("without root nothing is tried and the sentence says what to type", () => {
    const machine = machineIn({ isRoot: false, programs: ["apt-get"], installs: true });
    const ensure = () => {
      ensureDebianPrograms(["oathtool"], machine);
    };
    expect(ensure).toThrow(MissingProgramError);
    expect(ensure).toThrow('"sudo apt-get install oathtool"');
    expect(machine.commands).toEqual([]);
  });

  test("a machine without apt-get is told which program to install", () => {
    const machine = machineIn({ isRoot: true, programs: [], installs: true });
    expect(() => {
      ensureDebianPrograms(["oathtool"], machine);
    }).toThrow("The tests need oathtool; please install it");
  });
});
