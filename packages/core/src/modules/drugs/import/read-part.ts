import type { Database } from '../../../kernel/ports.ts';
import type { Part } from './detect.ts';
import type { BuildHooks, Rejection } from './progress.ts';
import { batchRows, ImportCancelled } from './progress.ts';
import { readTable, type TableRow } from './read-table.ts';
import { ImportFault } from './source-file.ts';

/** Where a part stands: how many lines were worked off, and with what outcome. Kept in the build itself. */
export interface Checkpoint {
  readonly lines: number;
  readonly rows: number;
  readonly rejected: number;
  /** Newest date in the rows, not after today; dates an edition that carries no date of its own. */
  readonly newest: string | null;
  readonly isFinished: boolean;
}

const excerptChars = 200;
/** More than half of the rows unreadable, and at least this many: the file is not what its header says. */
const rejectedFloor = 20;

/**
 * Reads one part into its table, a batch a transaction, from where an interrupted import stopped. Rejections are handed
 * out before their batch commits; a batch that is repeated hands them out again under the same file and line.
 */
export function readPart(
  db: Database,
  part: Part,
  today: string,
  hooks: BuildHooks,
  bytes: (n: number) => void,
): Checkpoint {
  let state = checkpointOf(db, part);
  if (state.isFinished) {
    bytes(part.size);
    return state;
  }
  const rows = readTable(part.format, counted(part.chunks(), bytes), part.name);
  let batch: TableRow[] = [];
  const flush = (isFinished: boolean) => {
    if (hooks.shouldStop()) throw new ImportCancelled();
    state = writeBatch(db, part, batch, { state, today, isFinished }, hooks);
    batch = [];
  };
  for (const row of rows) {
    if (row.line <= state.lines) continue;
    batch.push(row);
    if (batch.length >= (hooks.batchRows ?? batchRows)) flush(false);
  }
  checkYield(part, state, batch);
  flush(true);
  if (state.rows === 0 && !part.format.mayBeEmpty)
    throw new ImportFault(`${part.name} holds no usable row. Download it again.`);
  return state;
}

function* counted(chunks: Iterable<Uint8Array>, bytes: (n: number) => void): Generator<Uint8Array> {
  for (const chunk of chunks) {
    bytes(chunk.length);
    yield chunk;
  }
}

function writeBatch(
  db: Database,
  part: Part,
  batch: readonly TableRow[],
  at: { state: Checkpoint; today: string; isFinished: boolean },
  hooks: BuildHooks,
): Checkpoint {
  const { format } = part;
  const marks = format.into.map(() => '?').join(', ');
  const insert = `INSERT INTO ${format.table} (${format.into.join(', ')}) VALUES (${marks}) ON CONFLICT DO NOTHING`;
  const dateAt = format.into.indexOf(format.dateColumn ?? '');
  const rejections: Rejection[] = [];
  const next = db.transaction(() => {
    let { rows, newest } = at.state;
    const write = db.write(insert);
    for (const row of batch) {
      if (row.kind === 'skipped') continue;
      if (row.kind === 'rejected') rejections.push(rejection(part, row, row.reason));
      else if (write.run(...row.values).changes > 0) {
        rows += 1;
        const date = row.values[dateAt];
        if (typeof date === 'string' && date <= at.today && date > (newest ?? '')) newest = date;
      } else if (!format.repeats) rejections.push(rejection(part, row, 'an earlier row has the same key'));
    }
    if (rejections.length > 0) hooks.rejected(rejections);
    const rejected = at.state.rejected + rejections.length;
    const lines = batch.at(-1)?.line ?? at.state.lines;
    const done: Checkpoint = { lines, rows, rejected, newest, isFinished: at.isFinished };
    saveCheckpoint(db, part, done);
    return done;
  });
  hooks.counted(batch.length, rejections.length);
  return next;
}

function rejection(part: Part, row: { line: number; text: string }, reason: string): Rejection {
  return { file: part.name, line: row.line, reason, excerpt: row.text.slice(0, excerptChars) };
}

function checkYield(part: Part, state: Checkpoint, last: readonly TableRow[]): void {
  const bad = last.filter((row) => row.kind === 'rejected');
  const rejected = state.rejected + bad.length;
  const good = state.rows + last.filter((row) => row.kind === 'row').length;
  if (rejected < rejectedFloor || rejected <= good) return;
  throw new ImportFault(
    `${part.name}: ${rejected} of ${rejected + good} rows cannot be read${reasonOf(bad)}. It is not ${part.format.title} as its publisher ships it; download it again.`,
  );
}

function reasonOf(bad: readonly TableRow[]): string {
  const first = bad.find((row) => row.kind === 'rejected');
  return first?.kind === 'rejected' ? ` (line ${first.line}: ${first.reason})` : '';
}

function checkpointOf(db: Database, part: Part): Checkpoint {
  const row = db
    .prepare<{ lines: number; rows: number; rejected: number; newest: string | null; is_finished: number }>(
      'SELECT lines, rows, rejected, newest, is_finished FROM checkpoint WHERE part = ?',
    )
    .get(part.name);
  if (!row) return { lines: 0, rows: 0, rejected: 0, newest: null, isFinished: false };
  return {
    lines: row.lines,
    rows: row.rows,
    rejected: row.rejected,
    newest: row.newest,
    isFinished: row.is_finished === 1,
  };
}

function saveCheckpoint(db: Database, part: Part, state: Checkpoint): void {
  db.write(
    'INSERT OR REPLACE INTO checkpoint (part, lines, rows, rejected, newest, is_finished) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(part.name, state.lines, state.rows, state.rejected, state.newest, state.isFinished ? 1 : 0);
}
