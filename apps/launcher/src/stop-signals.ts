// The wishes to stop: Ctrl-C, SIGTERM, a closed terminal, and the death of the npm that started us.
//
// npm passes signals to the shell it runs the script in, and a shell that dies of SIGTERM passes nothing
// on. So when npm started us, losing our parent is a wish to stop, too.

const parentEveryMilliseconds = 200;
// A terminal sends Ctrl-C to npm and to us, and npm passes its own on: that is one wish, not two.
const sameWishMilliseconds = 400;

export interface StopWishes {
  /** The first wish. */
  onStop(): void;
  /** Every later one. */
  onImpatience(): void;
}

export function listenForStop(wishes: StopWishes): void {
  let firstAt: number | undefined;
  const wish = () => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      wishes.onStop();
    } else if (performance.now() - firstAt > sameWishMilliseconds) {
      wishes.onImpatience();
    }
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, wish);
  if (process.env["npm_lifecycle_event"] !== undefined)
    watchParent(wishes, () => firstAt !== undefined);
}

function watchParent(wishes: StopWishes, isStopping: () => boolean): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    if (!isStopping()) wishes.onStop();
  }, parentEveryMilliseconds);
  timer.unref();
}
