/** Owns the journal file of this process: appends, and returns when what was appended is on disk. */
import { mkdir, open, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder } from "../platform/sync-folder.ts";
import { writeLine, type JournalEntry, type JournalMac } from "./journal-text.ts";

export class JournalWriter {
  readonly #folder: string;
  readonly #mac: JournalMac;
  readonly #process: string;
  #beginnings = 0;
  #current: { readonly day: string; readonly file: FileHandle } | undefined;
  #lastMac = "";
  #queue: Promise<void> = Promise.resolve();

  /** @param process eight hexadecimal digits that no other process uses */
  constructor(folder: string, mac: JournalMac, process: string) {
    this.#folder = folder;
    this.#mac = mac;
    this.#process = process;
  }

  /**
   * @param now milliseconds since the Unix epoch
   * @throws what the system says; some of the lines may stand then, and are written again next time
   */
  append(generation: string, entries: readonly JournalEntry[], now: number): Promise<void> {
    const appended = this.#queue.then(() => this.#appendNow(generation, entries, now));
    this.#queue = appended.catch(() => undefined);
    return appended;
  }

  async #appendNow(
    generation: string,
    entries: readonly JournalEntry[],
    now: number,
  ): Promise<void> {
    try {
      const file = await this.#fileOf(generation, new Date(now).toISOString().slice(0, 10));
      await this.#write(file, entries);
    } catch (error) {
      // A line may be half there, and nothing may follow it in this file.
      await this.#closeFile().catch(() => undefined);
      throw error;
    }
  }

  /** Lets what is being appended finish. */
  close(): Promise<void> {
    return this.#queue.then(() => this.#closeFile());
  }

  async #closeFile(): Promise<void> {
    const file = this.#current?.file;
    this.#current = undefined;
    await file?.close();
  }

  async #fileOf(generation: string, day: string): Promise<FileHandle> {
    if (this.#current?.day === day) return this.#current.file;
    await this.#closeFile();
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    this.#beginnings += 1;
    const name = `${day}-${this.#process}-${this.#beginnings}.journal`;
    const file = await open(join(this.#folder, name), "ax", 0o600);
    this.#current = { day, file };
    this.#lastMac = name;
    await this.#write(file, [{ entry: "begin", format: 1, process: this.#process, generation }]);
    await syncFolder(this.#folder);
    return file;
  }

  async #write(file: FileHandle, entries: readonly JournalEntry[]): Promise<void> {
    let text = "";
    let mac = this.#lastMac;
    for (const entry of entries) {
      const written = writeLine(this.#mac, mac, entry);
      text += written.line;
      mac = written.mac;
    }
    await file.appendFile(text);
    await file.datasync();
    this.#lastMac = mac;
  }
}
