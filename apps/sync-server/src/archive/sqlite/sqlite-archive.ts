import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { OriginHead } from '@apotheca/core/replication';
import SqliteConnection from 'better-sqlite3';
import type { Archive, ArchiveFigures, RoomArchive, RoomChange, RoomContent, WriteOutcome } from '../archive.ts';
import { WriterQueue } from './writer-queue.ts';

/** The default archive: one file in the data directory, one writer thread, reads on the main thread. */
export class SqliteArchive implements Archive {
  readonly kind = 'sqlite';
  readonly #writer: WriterQueue;
  readonly #db: SqliteConnection.Database;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #open = new Map<string, SqliteRoom>();

  private constructor(writer: WriterQueue, file: string) {
    this.#writer = writer;
    this.#db = new SqliteConnection(file, { readonly: true });
    this.#statements = prepare(this.#db);
  }

  static async start(dataDir: string, worker: URL, onCommit: (commitMs: number) => void): Promise<SqliteArchive> {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const file = join(dataDir, 'relay.db');
    const writer = new WriterQueue(new Worker(worker, { workerData: { file } }), onCommit);
    await writer.ready();
    return new SqliteArchive(writer, file);
  }

  async has(storeId: string): Promise<boolean> {
    return this.#statements.storeNo.get(storeId) !== undefined;
  }

  async open(storeId: string): Promise<RoomArchive> {
    const known = this.#open.get(storeId);
    if (known) return known;
    const room = new SqliteRoom(storeId, this.#writer, this.#statements, () => this.#open.delete(storeId));
    this.#open.set(storeId, room);
    return room;
  }

  /** There is one instance over a file. */
  sendSignal(): void {}

  followSignals(): () => void {
    return () => {};
  }

  figures(): ArchiveFigures {
    const { stores, bytes } = this.#statements.figures.get() as { stores: number; bytes: number };
    return { stores, bytes };
  }

  fault(): string | null {
    return this.#writer.fault;
  }

  async close(): Promise<void> {
    await this.#writer.close();
    this.#db.close();
  }
}

function prepare(db: SqliteConnection.Database) {
  return {
    storeNo: db.prepare('SELECT no FROM store WHERE store_id = ?').pluck(),
    storeBytes: db.prepare('SELECT chunk_bytes FROM store WHERE no = ?').pluck(),
    figures: db.prepare('SELECT COUNT(*) AS stores, COALESCE(SUM(chunk_bytes), 0) AS bytes FROM store'),
    small: db.prepare<[number], { key: string; value: Uint8Array }>('SELECT key, value FROM small WHERE store_no = ?'),
    heads: db.prepare<[number], { origin: string; seq: number; hash: Uint8Array; sealedSeq: number }>(
      `SELECT origin.origin, chunk.last_seq AS seq, chunk.last_hash AS hash, chunk.sealed_seq AS sealedSeq FROM origin
       JOIN chunk ON chunk.place =
         (SELECT place FROM chunk WHERE origin_no = origin.no ORDER BY last_seq DESC, place DESC LIMIT 1)
       WHERE origin.store_no = ?`,
    ),
    originNo: db
      .prepare(
        'SELECT origin.no FROM origin JOIN store ON store.no = origin.store_no WHERE store.store_id = ? AND origin.origin = ?',
      )
      .pluck(),
    chunks: db
      .prepare<[number, number], Uint8Array>(
        'SELECT bytes FROM chunk WHERE origin_no = ? AND last_seq >= ? ORDER BY last_seq, place',
      )
      .pluck(),
  };
}

class SqliteRoom implements RoomArchive {
  readonly storeId: string;
  readonly content: RoomContent;
  readonly #writer: WriterQueue;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #closed: () => void;
  readonly #originNos = new Map<string, number>();
  #bytes: number;

  constructor(storeId: string, writer: WriterQueue, statements: ReturnType<typeof prepare>, closed: () => void) {
    this.storeId = storeId;
    this.#writer = writer;
    this.#statements = statements;
    this.#closed = closed;
    const no = statements.storeNo.get(storeId) as number | undefined;
    this.content = {
      small: new Map(no === undefined ? [] : statements.small.all(no).map(({ key, value }) => [key, value])),
      heads: no === undefined ? [] : statements.heads.all(no),
      bytes: no === undefined ? 0 : Number(statements.storeBytes.get(no)),
    };
    this.#bytes = this.content.bytes;
  }

  bytes(): number {
    return this.#bytes;
  }

  write(change: RoomChange, done: (outcome: WriteOutcome) => void): void {
    const size = change.chunks.reduce((sum, chunk) => sum + chunk.bytes.length, 0);
    this.#bytes += size;
    this.#writer.ask({ kind: 'write', storeId: this.storeId, ...change }, (answer) => {
      if (!answer) this.#bytes -= size;
      done(answer ? 'kept' : 'failed');
    });
  }

  create(key: string, value: Uint8Array): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#writer.ask({ kind: 'create', storeId: this.storeId, key, value }, (answer) => {
        if (answer) resolve(answer.isDone);
        else reject(new Error('the relay could not write to its disk'));
      });
    });
  }

  readonly isShared = false;

  swap(key: string, value: Uint8Array): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.write({ chunks: [], small: [[key, value]] }, (outcome) => {
        if (outcome === 'kept') resolve(true);
        else reject(new Error('the relay could not write to its disk'));
      });
    });
  }

  read(origin: string, fromSeq: number, maxBytes: number, done: (chunks: readonly Uint8Array[]) => void): void {
    const originNo = this.#originNo(origin);
    if (originNo === undefined) {
      done([]);
      return;
    }
    const found: Uint8Array[] = [];
    let size = 0;
    // The iteration ends before `done`: a statement that is open would hold the file's old pages.
    for (const bytes of this.#statements.chunks.iterate(originNo, fromSeq)) {
      found.push(bytes);
      size += bytes.length;
      if (size >= maxBytes) break;
    }
    done(found);
  }

  #originNo(origin: string): number | undefined {
    const known = this.#originNos.get(origin);
    if (known !== undefined) return known;
    const found = this.#statements.originNo.get(this.storeId, origin) as number | undefined;
    if (found !== undefined) this.#originNos.set(origin, found);
    return found;
  }

  trim(origin: string, seq: number, beforeMs: number): Promise<OriginHead | null> {
    return new Promise((resolve) => {
      this.#writer.ask({ kind: 'trim', storeId: this.storeId, origin, seq, beforeMs }, (answer) => {
        this.#bytes -= answer?.bytesFreed ?? 0;
        resolve(answer?.floor ?? null);
      });
    });
  }

  close(): void {
    this.#closed();
  }
}
