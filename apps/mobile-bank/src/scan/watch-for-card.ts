/** Frame after frame to the reader until two of them agree on a number (packages/card-reader, decide-vote.ts). */
import { decideVote, emptyBallot } from "@ramznama/card-reader";
import type { GrabPicture } from "./grab-picture.ts";
import type { RunningCardReader } from "./start-card-reader.ts";

export interface Watch {
  readonly stop: () => void;
}

export function watchForCard(
  video: HTMLVideoElement,
  grab: GrabPicture,
  reader: RunningCardReader,
  onFound: (number: string) => void,
): Watch {
  const stopping = new AbortController();
  const isStopped = (): boolean => stopping.signal.aborted;
  async function run(): Promise<void> {
    let ballot = emptyBallot;
    for (;;) {
      await nextFrame(video);
      if (isStopped()) return;
      const picture = grab();
      if (picture === undefined) continue;
      // For the bench: from the first frame to the number.
      if (ballot.length === 0) performance.mark("card-first-frame");
      const reading = await reader.read(picture);
      if (isStopped()) return;
      const vote = decideVote(ballot, reading);
      ballot = vote.ballot;
      if (vote.elected !== undefined) {
        performance.mark("card-number");
        onFound(vote.elected);
        return;
      }
    }
  }
  void run();
  return {
    stop: () => {
      stopping.abort();
    },
  };
}

/** Each frame is looked at once: two readings of the same picture would be one witness heard twice. */
function nextFrame(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => {
    // Firefox before 132 does not tell of frames.
    if ("requestVideoFrameCallback" in video) {
      video.requestVideoFrameCallback(() => {
        resolve();
      });
    } else {
      const shown = (video as HTMLVideoElement).currentTime;
      const look = (): void => {
        if ((video as HTMLVideoElement).currentTime === shown) requestAnimationFrame(look);
        else resolve();
      };
      requestAnimationFrame(look);
    }
  });
}
