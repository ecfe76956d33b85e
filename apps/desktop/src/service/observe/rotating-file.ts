import { closeSync, existsSync, fstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';

/** A log file that starts afresh at a size: `service.log`, then `service.log.1` and so on; the oldest goes. */
export class RotatingFile extends Writable {
  readonly #path: string;
  readonly #bytesMax: number;
  readonly #kept: number;
  #handle: number;
  #size: number;

  constructor(path: string, bytesMax: number, kept: number) {
    super({ decodeStrings: true });
    this.#path = path;
    this.#bytesMax = bytesMax;
    this.#kept = kept;
    this.#handle = openSync(path, 'a', 0o600);
    this.#size = fstatSync(this.#handle).size;
  }

  /** Synchronous: the last lines before a crash are the ones that matter. A full disk must not stop the service. */
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    try {
      if (this.#size + chunk.length > this.#bytesMax && this.#size > 0) this.#rotate();
      writeSync(this.#handle, chunk);
      this.#size += chunk.length;
    } catch {
      // Nowhere to report it: this is the log.
    }
    done();
  }

  #rotate(): void {
    closeSync(this.#handle);
    rmSync(`${this.#path}.${this.#kept}`, { force: true });
    for (let no = this.#kept - 1; no >= 1; no--) {
      if (existsSync(`${this.#path}.${no}`)) renameSync(`${this.#path}.${no}`, `${this.#path}.${no + 1}`);
    }
    renameSync(this.#path, `${this.#path}.1`);
    this.#handle = openSync(this.#path, 'a', 0o600);
    this.#size = 0;
  }

  close(): void {
    if (!this.destroyed) {
      this.destroy();
      closeSync(this.#handle);
    }
  }
}
