import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../terminal/machine.ts';
import type { Terminal } from '../terminal/open-terminal.ts';
import { storePath } from '../terminal/store-path.ts';
import type { TaskRunner } from '../workers/run-task.ts';
import { type Snapshot, snapshotSchema } from './snapshot-manifest.ts';
import { imagePath, manifestName } from './write-snapshot.ts';

/** A terminal that broke off may come back for its snapshot this long. */
const keptMs = 24 * 60 * 60_000;

export interface Ticket {
  readonly terminalId: string;
  readonly snapshotKey: Uint8Array;
}

export type ShelfAnswer =
  | { readonly state: 'ready'; readonly snapshot: Snapshot; readonly dir: string }
  | { readonly state: 'preparing' }
  /** One line for the person at the other terminal. */
  | { readonly state: 'failed'; readonly message: string };

/** The snapshots made for terminals that join, in the data directory, one each. They survive a restart. */
export class SnapshotShelf {
  readonly #terminal: Terminal;
  readonly #run: TaskRunner;
  readonly #onFault: (error: unknown) => void;
  readonly #making = new Map<string, { fault: string | null }>();
  /** Images are made one after the other: each reads the whole store. */
  #work: Promise<void> = Promise.resolve();

  constructor(terminal: Terminal, run: TaskRunner, onFault: (error: unknown) => void) {
    this.#terminal = terminal;
    this.#run = run;
    this.#onFault = onFault;
  }

  get #dir(): string {
    return join(this.#terminal.dataDir, 'joining');
  }

  /** Removes what nobody came back for. */
  sweep(): void {
    if (!existsSync(this.#dir)) return;
    for (const name of readdirSync(this.#dir)) {
      const dir = join(this.#dir, name);
      if (systemClock.nowMs() - statSync(dir).mtimeMs > keptMs) rmSync(dir, { recursive: true, force: true });
    }
  }

  get(ticket: Ticket): ShelfAnswer {
    const dir = join(this.#dir, ticket.terminalId);
    const making = this.#making.get(ticket.terminalId);
    if (making?.fault === null) return { state: 'preparing' };
    if (making) {
      this.#making.delete(ticket.terminalId);
      return { state: 'failed', message: making.fault ?? '' };
    }
    const snapshot = readSnapshot(dir);
    if (snapshot) return { state: 'ready', snapshot, dir };
    this.#make(ticket, dir);
    return { state: 'preparing' };
  }

  #make(ticket: Ticket, dir: string): void {
    const making: { fault: string | null } = { fault: null };
    this.#making.set(ticket.terminalId, making);
    this.#work = this.#work.then(async () => {
      const { kernel, keys, identity, dataDir } = this.#terminal;
      try {
        rmSync(dir, { recursive: true, force: true });
        mkdirSync(dir, { recursive: true, mode: 0o700 });
        kernel.engine.seal();
        await this.#run('snapshot', {
          databaseFile: storePath(dataDir),
          databaseKey: keys.secrets.databaseKey,
          catalogDir: join(dataDir, 'catalog'),
          storeId: identity.storeId,
          createdAt: new Date(systemClock.nowMs()).toISOString(),
          snapshotKey: ticket.snapshotKey,
          localTables: kernel.localTables,
          targetDir: dir,
        });
        this.#making.delete(ticket.terminalId);
      } catch (error) {
        rmSync(dir, { recursive: true, force: true });
        this.#onFault(error);
        making.fault = 'The other terminal could not write the copy of the store. See its log; make room on its disk.';
      }
    });
  }

  imageOf(ticket: Ticket, name: Snapshot['files'][number]['name']): string {
    return imagePath(join(this.#dir, ticket.terminalId), name);
  }

  /** The terminal has all of it. */
  remove(ticket: Ticket): void {
    rmSync(join(this.#dir, ticket.terminalId), { recursive: true, force: true });
  }

  /** After what is being made now. */
  async stop(): Promise<void> {
    await this.#work;
  }
}

function readSnapshot(dir: string): Snapshot | null {
  try {
    return snapshotSchema.parse(JSON.parse(readFileSync(join(dir, manifestName), 'utf8')));
  } catch {
    return null;
  }
}
