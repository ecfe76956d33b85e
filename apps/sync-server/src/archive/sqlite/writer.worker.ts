import { parentPort, workerData } from 'node:worker_threads';
import SqliteConnection from 'better-sqlite3';
import { encodeFloor, smallKeys } from '../small-state.ts';
import { migrations } from './schema.ts';
import type { TaskAnswer, WriterAnswer, WriterGroup, WriterTask } from './writer-messages.ts';

/**
 * The one writer of `relay.db`: waiting for the disk must not hold up the sockets. Every group of tasks is one
 * transaction with `synchronous=FULL`, so an answer means that the disk has it.
 */
const port = parentPort;
if (!port) throw new Error('the writer runs in a worker thread');
const db = open((workerData as { file: string }).file);

const statements = {
  store: db.prepare('SELECT no FROM store WHERE store_id = ?').pluck(),
  addStore: db.prepare('INSERT INTO store (store_id) VALUES (?)'),
  origin: db.prepare('SELECT no FROM origin WHERE store_no = ? AND origin = ?').pluck(),
  addOrigin: db.prepare('INSERT INTO origin (store_no, origin) VALUES (?, ?)'),
  put: db.prepare('INSERT OR REPLACE INTO small (store_no, key, value) VALUES (?, ?, ?)'),
  create: db.prepare('INSERT OR IGNORE INTO small (store_no, key, value) VALUES (?, ?, ?)'),
  remove: db.prepare('DELETE FROM small WHERE store_no = ? AND key = ?'),
  append: db.prepare(
    'INSERT INTO chunk (origin_no, last_seq, last_hash, sealed_seq, at_ms, bytes) VALUES (?, ?, ?, ?, ?, ?)',
  ),
  addBytes: db.prepare('UPDATE store SET chunk_bytes = chunk_bytes + ? WHERE no = ?'),
  // Chunks of an origin end in order and were taken in order, so the first young one ends the search.
  lastOld: db.prepare<[number, number, number], { last_seq: number; last_hash: Uint8Array; sealed_seq: number }>(
    `SELECT last_seq, last_hash, sealed_seq FROM chunk WHERE origin_no = ? AND last_seq <= ? AND at_ms < ?
     ORDER BY last_seq DESC, place DESC LIMIT 1`,
  ),
  oldBytes: db
    .prepare('SELECT COALESCE(SUM(LENGTH(bytes)), 0) FROM chunk WHERE origin_no = ? AND last_seq <= ?')
    .pluck(),
  forget: db.prepare('DELETE FROM chunk WHERE origin_no = ? AND last_seq <= ?'),
};

port.on('message', (group: WriterGroup) => {
  const started = performance.now();
  try {
    const answers = db.transaction((tasks: readonly WriterTask[]) => tasks.map(perform)).immediate(group.tasks);
    if (group.tasks.some(({ kind }) => kind === 'trim')) db.pragma('incremental_vacuum(256)');
    tell({ kind: 'committed', answers, commitMs: performance.now() - started });
  } catch (error) {
    tell({ kind: 'failed', code: String((error as { code?: unknown }).code ?? (error as Error).name) });
  }
});
tell({ kind: 'ready' });

function tell(answer: WriterAnswer): void {
  port?.postMessage(answer);
}

function open(file: string): SqliteConnection.Database {
  const connection = new SqliteConnection(file);
  connection.pragma('auto_vacuum = INCREMENTAL');
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  connection.pragma('busy_timeout = 5000');
  connection.pragma('journal_size_limit = 67108864');
  const from = connection.pragma('user_version', { simple: true }) as number;
  migrations.slice(from).forEach((sql, at) => {
    connection.transaction(() => {
      connection.exec(sql);
      connection.pragma(`user_version = ${from + at + 1}`);
    })();
  });
  return connection;
}

function perform(task: WriterTask): TaskAnswer {
  const storeNo = storeNumber(task.storeId);
  if (task.kind === 'create') {
    const { changes } = statements.create.run(storeNo, task.key, task.value);
    return { isDone: changes === 1, floor: null, bytesFreed: 0 };
  }
  if (task.kind === 'trim') return trim(storeNo, task);
  for (const [key, value] of task.small) {
    if (value === null) statements.remove.run(storeNo, key);
    else statements.put.run(storeNo, key, value);
  }
  let bytes = 0;
  for (const chunk of task.chunks) {
    const { origin, lastSeq, lastHash, sealedSeq, atMs } = chunk;
    statements.append.run(originNumber(storeNo, origin), lastSeq, lastHash, sealedSeq, atMs, chunk.bytes);
    bytes += chunk.bytes.length;
  }
  if (bytes > 0) statements.addBytes.run(bytes, storeNo);
  return { isDone: true, floor: null, bytesFreed: 0 };
}

function trim(storeNo: number, task: Extract<WriterTask, { kind: 'trim' }>): TaskAnswer {
  const originNo = originNumber(storeNo, task.origin);
  const last = statements.lastOld.get(originNo, task.seq, task.beforeMs);
  if (!last) return { isDone: false, floor: null, bytesFreed: 0 };
  const floor = { origin: task.origin, seq: last.last_seq, hash: last.last_hash, sealedSeq: last.sealed_seq };
  const bytesFreed = Number(statements.oldBytes.get(originNo, floor.seq));
  statements.put.run(storeNo, smallKeys.floor(task.origin), encodeFloor(floor));
  statements.forget.run(originNo, floor.seq);
  statements.addBytes.run(-bytesFreed, storeNo);
  return { isDone: true, floor, bytesFreed };
}

function storeNumber(storeId: string): number {
  return Number(statements.store.get(storeId) ?? statements.addStore.run(storeId).lastInsertRowid);
}

function originNumber(storeNo: number, origin: string): number {
  return Number(statements.origin.get(storeNo, origin) ?? statements.addOrigin.run(storeNo, origin).lastInsertRowid);
}
