import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openConnection } from '../apps/desktop/src/service/database/open-connection.ts';
import { SqliteDatabase } from '../apps/desktop/src/service/database/sqlite-database.ts';
import { systemRandom } from '../apps/desktop/src/service/terminal/machine.ts';
import { type Kernel, LedgerStore } from '../packages/core/src/index.ts';
import { type SigningKey, signingKeyOf } from '../packages/core/src/kernel/ledger/chain.ts';
import { Ledger } from '../packages/core/src/kernel/ledger/ledger.ts';
import { migrate } from '../packages/core/src/kernel/migrations.ts';
import { kernelMigrations } from '../packages/core/src/kernel/schema.ts';
import { limits } from '../packages/core/src/replication/limits.ts';
import type { RowBatch } from '../packages/core/src/replication/ports.ts';
import { type Figure, ms, spreadOf } from './measure.ts';
import { month, type Written } from './month.ts';
import { openWorkplace } from './workplace.ts';

/** Thirty days of one store. */
const events = Number(process.env.APOTHECA_BENCH_EVENTS ?? 180_000);

/** The same rows as another terminal wrote them, in frames as they come from a wire. */
function written(kernel: Kernel, terminalKey: SigningKey): RowBatch[] {
  const dir = mkdtempSync(join(tmpdir(), 'apotheca-bench-other-'));
  const db = new SqliteDatabase(openConnection({ file: join(dir, 'other.db'), key: systemRandom.bytes(32) }));
  migrate(db, kernelMigrations);
  const keys = [kernel.ledger.keys.current];
  const ledger = new Ledger(db, kernel.ledger.storeId, keys, systemRandom);
  const headStore = { read: () => null, write: () => {} };
  ledger.open({ terminalId: 'term_other', startedAt: '', headStore, forceNew: true, terminalKey });
  const parts = { db, ledger };
  const flush = (rows: readonly Written[]) => {
    db.transaction(() => {
      for (const { type, payload, atMs } of rows) ledger.append(type, payload, atMs);
      ledger.seal();
    });
    ledger.committed();
  };
  let waiting: Written[] = [];
  for (const one of month(kernel, events)) {
    waiting.push(one);
    if (waiting.length < 250) continue;
    flush(waiting);
    waiting = [];
  }
  flush(waiting);
  const source = new LedgerStore({ parts } as never);
  const frames: RowBatch[] = [];
  for (let after = 0; ; ) {
    let got: RowBatch | null = null;
    source.read(ledger.origin, after, limits.frameBytes, (batch) => (got = batch));
    const batch = got as RowBatch | null;
    if (!batch || batch.rows.length === 0) break;
    frames.push(batch);
    after = batch.rows.at(-1)?.seq ?? after;
  }
  db.close();
  rmSync(dir, { recursive: true });
  return frames;
}

function* takes(frames: readonly RowBatch[]): Generator<RowBatch[]> {
  let take: RowBatch[] = [];
  let rows = 0;
  for (const frame of frames) {
    if (rows + frame.rows.length > limits.takeRows && take.length > 0) {
      yield take;
      take = [];
      rows = 0;
    }
    take.push(frame);
    rows += frame.rows.length;
  }
  yield take;
}

/** A terminal that was away for a month takes in what another wrote meanwhile: checked, stored and projected. */
export async function run(): Promise<readonly Figure[]> {
  const work = await openWorkplace({ demo: 'us_oh' });
  try {
    const { kernel } = work.terminal;
    const terminalKey = signingKeyOf(systemRandom.bytes(32));
    const frames = written(kernel, terminalKey);
    const register = { keyOf: () => terminalKey.publicKey, isRevoked: () => false };
    const store = new LedgerStore(kernel.engine, {
      register,
      onFault: (error) => {
        throw error;
      },
    });
    const each: number[] = [];
    let taken = 0;
    const started = performance.now();
    const cpu = process.cpuUsage();
    for (const take of takes(frames)) {
      const before = performance.now();
      store.take(take, Date.now(), (result) => {
        if (result.refused) throw new Error(`refused: ${result.refused.verdict} at ${result.refused.seq}`);
        taken += result.taken;
      });
      each.push(performance.now() - before);
    }
    const took = performance.now() - started;
    const { user, system } = process.cpuUsage(cpu);
    const bytes = frames.reduce((sum, one) => sum + one.rows.reduce((all, row) => all + row.ciphertext.length, 0), 0);
    return [
      {
        name: `catch-up of ${taken} events (${Math.round(bytes / taken)} bytes each), stored and projected`,
        value: `${(took / 1000).toFixed(1)} s, ${Math.round((taken / took) * 1000)} rows/s`,
        aim: 'under 15 s',
        isMet: took < 15_000,
      },
      { name: 'processor time of it', value: `${((user + system) / 1e6).toFixed(1)} s` },
      {
        name: 'one take of up to 2,000 rows',
        value: `${ms(spreadOf(each).p50Ms)}, slowest ${ms(spreadOf(each).maxMs)}`,
      },
    ];
  } finally {
    work.close();
  }
}
