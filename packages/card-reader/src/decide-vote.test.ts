import fc from "fast-check";
import { expect, test } from "vitest";
import { decideVote, emptyBallot, type Ballot, type Vote } from "./decide-vote.ts";

function voteAll(readings: readonly (string | undefined)[]): Vote {
  let vote: Vote = { ballot: emptyBallot, elected: undefined };
  for (const reading of readings) vote = decideVote(vote.ballot, reading);
  return vote;
}

test("S10 one reading alone is never believed, however many frames gave none", () => {
  expect(decideVote(emptyBallot, "A").elected).toBeUndefined();
  expect(voteAll(["A", ...new Array<undefined>(11).fill(undefined)]).elected).toBeUndefined();
});

test("S10 two equal readings within twelve frames are believed, and thirteen frames apart they are not", () => {
  const apart = (frames: number) => ["A", ...new Array<undefined>(frames - 1).fill(undefined), "A"];
  expect(voteAll(apart(1)).elected).toBe("A");
  expect(voteAll(apart(11)).elected).toBe("A");
  expect(voteAll(apart(12)).elected).toBeUndefined();
});

test("S10 a number needs twice the votes of the next one", () => {
  expect(voteAll(["B", "A", "A"]).elected).toBe("A");
  expect(voteAll(["B", "B", "A", "A"]).elected).toBeUndefined();
  expect(voteAll(["B", "B", "A", "A", "A"]).elected).toBeUndefined();
  expect(voteAll(["B", "B", "A", "A", "A", "A"]).elected).toBe("A");
});

test("S10 whatever the frames gave, an elected number was read twice among the last twelve, twice as often as any other", () => {
  const readings = fc.array(fc.constantFrom("A", "B", "C", undefined), { maxLength: 40 });
  fc.assert(
    fc.property(readings, (all) => {
      const { elected, ballot } = voteAll(all);
      expect(ballot.length).toBeLessThanOrEqual(12);
      if (elected === undefined) return;
      const votesOf = (number: string, among: Ballot = all.slice(-12)): number =>
        among.filter((one) => one === number).length;
      expect(votesOf(elected)).toBeGreaterThanOrEqual(2);
      for (const other of ["A", "B", "C"].filter((one) => one !== elected)) {
        expect(votesOf(elected)).toBeGreaterThanOrEqual(2 * votesOf(other));
      }
    }),
  );
});
