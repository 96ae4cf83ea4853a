/**
 * Work on a disk that may hang instead of failing, as a network disk does that is away: who waits for it is told in time,
 * and it goes on alone. Until it has ended nothing more is begun there, since each piece that hangs keeps one of the few
 * threads that this process has for files, names and cryptography.
 */

export class DiskHangsError extends Error {
  override readonly name = "DiskHangsError";
}

export interface PatientDisk {
  /** @throws DiskHangsError, or what the work throws */
  write<T>(work: () => Promise<T>): Promise<T>;
  /** As `write`; but it may take longer, since much is read. */
  read<T>(work: () => Promise<T>): Promise<T>;
}

/** Longer than any disk that works needs for a thousand lines, shorter than any channel waits. */
const patienceByItself = 5_000;
/** Still shorter than other servers wait for the lock under which the journal is read. */
const readingTakesTimes = 2;

export const openPatientDisk = (patienceMilliseconds = patienceByItself): PatientDisk => {
  let hanging = 0;
  const within = async <T>(milliseconds: number, work: () => Promise<T>): Promise<T> => {
    if (hanging > 0) throw new DiskHangsError();
    const working = work();
    const late = Promise.withResolvers<never>();
    const ended = (): void => {
      hanging -= 1;
    };
    const timer = setTimeout(() => {
      hanging += 1;
      working.then(ended, ended);
      late.reject(new DiskHangsError());
    }, milliseconds);
    try {
      return await Promise.race([working, late.promise]);
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    write: (work) => within(patienceMilliseconds, work),
    read: (work) => within(patienceMilliseconds * readingTakesTimes, work),
  };
};
