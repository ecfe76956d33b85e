import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FakeClock, memoryDatabase, SeededRandom } from '../../testing/index.ts';
import { migrate } from '../migrations.ts';
import type { Database } from '../ports.ts';
import { kernelMigrations } from '../schema.ts';
import { type LedgerRow, makeSeal, type Seal, signerOf, signingKeyOf } from './chain.ts';
import type { HeadStore, LedgerHead } from './head-store.ts';
import { Ledger } from './ledger.ts';
import type { Payload } from './payload.ts';
import { ledgerRows, sealOf } from './rows.ts';
import { LedgerVerifier } from './verify.ts';

const key = { id: 'k1', bytes: new SeededRandom('key').bytes(32) };
const clock = new FakeClock('2026-11-21T15:00:00Z');

function headStore(): HeadStore {
  let head: LedgerHead | null = null;
  return {
    read: () => head,
    write: (next) => {
      head = next;
    },
  };
}

function open(
  db: Database,
  heads: HeadStore,
  options: { forceNew?: boolean; terminalId?: string; seed?: string } = {},
) {
  const ledger = new Ledger(db, 'store_a', [key], new SeededRandom(options.seed ?? 'r'));
  const { isNew } = ledger.open({
    terminalId: options.terminalId ?? 't1',
    startedAt: '2026-11-21T15:00:00Z',
    headStore: heads,
    forceNew: options.forceNew ?? false,
  });
  return { ledger, isNew };
}

function fresh() {
  const db = memoryDatabase();
  migrate(db, kernelMigrations);
  const heads = headStore();
  return { db, heads, ...open(db, heads) };
}

function write(db: Database, ledger: Ledger, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const actor = {
      userId: 'u',
      userName: 'U',
      role: 'technician' as const,
      sessionId: null,
      terminalId: 't1',
      address: '',
    };
    const payload: Payload = { k: 'x', i: `id${index}`, p: { secret: `Rosalind ${index}` }, a: actor, c: 'x.y', t: '' };
    db.transaction(() => ledger.append('x.happened', payload, clock.nowMs()));
    ledger.committed();
  }
}

function sealAll(db: Database, ledger: Ledger, heads: HeadStore): void {
  const seal = db.transaction(() => ledger.seal());
  if (seal) heads.write({ origin: seal.origin, seq: seal.seqEnd });
}

function verdict(ledger: Ledger, rows: readonly LedgerRow[], seals: readonly Seal[]) {
  const verifier = new LedgerVerifier('store_a', ledger.origins(), seals);
  for (const row of rows) if (!verifier.take(row)) break;
  return verifier.finish();
}

function content(db: Database) {
  return { rows: [...ledgerRows(db)], seals: db.prepare('SELECT * FROM seal').all().map(sealOf) };
}

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const at = (bit >> 3) % copy.length;
  copy[at] = (copy[at] as number) ^ (1 << (bit & 7));
  return copy;
}

describe('the ledger', () => {
  test('LED-1 a change of any byte of a row is found and named', () => {
    const { db, ledger, heads } = fresh();
    write(db, ledger, 20);
    sealAll(db, ledger, heads);
    const { rows, seals } = content(db);
    expect(verdict(ledger, rows, seals)).toMatchObject({ ok: true, checked: 20, seals: 1, unsealed: 0 });
    const field = fc.constantFrom('ciphertext', 'hash', 'prevHash', 'type', 'hlc', 'schemaVersion', 'keyId');
    fc.assert(
      fc.property(fc.nat(19), field, fc.nat(100_000), (index, name, bit) => {
        const row = rows[index]!;
        const value = row[name as keyof LedgerRow];
        const next =
          value instanceof Uint8Array ? flip(value, bit) : typeof value === 'number' ? value + 1 + bit : `${value}x`;
        const changed = rows.map((other, at) => (at === index ? { ...row, [name]: next } : other));
        const result = verdict(ledger, changed, seals);
        expect(result.ok).toBe(false);
        expect(result.firstBad?.seq).toBe(index + 1);
      }),
      { numRuns: 300 },
    );
  });

  test('LED-2 a missing, doubled or moved row is found, a truncated ledger too once it was sealed', () => {
    const { db, ledger, heads } = fresh();
    write(db, ledger, 12);
    sealAll(db, ledger, heads);
    const { rows, seals } = content(db);
    fc.assert(
      fc.property(fc.nat(11), fc.nat(11), fc.constantFrom('drop', 'double', 'move', 'cut'), (a, b, how) => {
        const next = [...rows];
        if (how === 'drop') next.splice(a, 1);
        else if (how === 'double') next.splice(a, 0, next[a]!);
        else if (how === 'cut') next.length = a;
        else {
          if (a === b) return;
          const [row] = next.splice(a, 1);
          next.splice(b, 0, row!);
        }
        expect(verdict(ledger, next, seals).ok).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  test('LED-3 a forged seal and a stranger under a known name are found', () => {
    const { db, ledger, heads } = fresh();
    write(db, ledger, 5);
    sealAll(db, ledger, heads);
    const { rows, seals } = content(db);
    const stranger = signingKeyOf(new SeededRandom('stranger').bytes(32));
    const head = rows.at(-1)!;
    const forged = makeSeal(signerOf(stranger.privateKey), 'store_a', { origin: head.origin, seq: 5, hash: head.hash });
    expect(verdict(ledger, rows, [forged]).firstBad?.why).toBe('seal-forged');
    expect(verdict(ledger, rows, [{ ...seals[0]!, signature: flip(seals[0]!.signature, 7) }]).firstBad?.why).toBe(
      'seal-forged',
    );
    const [origin] = ledger.origins();
    const verifier = new LedgerVerifier('store_a', [{ ...origin!, publicKey: stranger.publicKey }], []);
    expect(verifier.finish().firstBad?.why).toBe('origin-does-not-match-its-key');
    expect(verdict(ledger, rows.slice(0, 3), seals).firstBad?.why).toBe('seal-without-row');
  });

  test('LED-4 a payload is closed without the key and bound to its row', () => {
    const { db, ledger } = fresh();
    write(db, ledger, 2);
    const [first, second] = content(db).rows;
    expect(Buffer.from(first!.ciphertext).includes('Rosalind')).toBe(false);
    expect(ledger.payloadOf(first!).p).toEqual({ secret: 'Rosalind 0' });
    expect(() => ledger.payloadOf({ ...second!, ciphertext: first!.ciphertext })).toThrow();
    const other = new Ledger(
      db,
      'store_a',
      [{ id: 'k1', bytes: new SeededRandom('other').bytes(32) }],
      new SeededRandom('r'),
    );
    expect(() => other.payloadOf(first!)).toThrow();
  });

  test('LED-5 a sound ledger goes on; an older, restored or damaged one starts a new incarnation', () => {
    const { db, ledger, heads } = fresh();
    write(db, ledger, 6);
    sealAll(db, ledger, heads);
    const again = open(db, heads, { seed: 'r2' });
    expect(again).toMatchObject({ isNew: false });
    expect(again.ledger.origin).toBe(ledger.origin);
    expect(open(db, heads, { forceNew: true, seed: 'r3' }).isNew).toBe(true);
    heads.write({ origin: open(db, heads, { seed: 'r4' }).ledger.origin, seq: 99 });
    expect(open(db, heads, { seed: 'r5' }).isNew).toBe(true);
    const damaged = fresh();
    write(damaged.db, damaged.ledger, 6);
    damaged.db.write('UPDATE log SET ciphertext = ? WHERE seq = 5').run(new Uint8Array(40));
    expect(open(damaged.db, damaged.heads, { seed: 'r6' }).isNew).toBe(true);
  });

  test('LED-5 a database from before the incarnation of last time starts a new one', () => {
    const { db, ledger, heads } = fresh();
    write(db, ledger, 6);
    sealAll(db, ledger, heads);
    const backup = db.image();
    expect(open(memoryDatabase(backup), heads, { forceNew: true, seed: 'r2' }).isNew).toBe(true);
    const again = open(memoryDatabase(backup), heads, { seed: 'r3' });
    expect(again.isNew).toBe(true);
    expect(again.ledger.origin).not.toBe(ledger.origin);
  });

  test('LED-6 rows of others: known, gap, fork and broken chain change nothing', () => {
    const a = fresh();
    write(a.db, a.ledger, 4);
    const { rows } = content(a.db);
    const db = memoryDatabase();
    migrate(db, kernelMigrations);
    const { ledger: b } = open(db, headStore(), { terminalId: 't2', seed: 'b' });
    const take = (row: LedgerRow) => {
      const verdict = db.transaction(() => b.ingest(row, clock.nowMs()));
      b.committed();
      return verdict;
    };
    expect(take(rows[0]!)).toBe('unknown-origin');
    for (const origin of a.ledger.origins()) b.addOrigin(origin);
    expect(take(rows[1]!)).toBe('gap');
    expect(take(rows[0]!)).toBe('taken');
    expect(take(rows[0]!)).toBe('known');
    expect(take({ ...rows[0]!, hash: rows[1]!.hash })).toBe('fork');
    expect(take({ ...rows[1]!, ciphertext: flip(rows[1]!.ciphertext, 3) })).toBe('broken-chain');
    expect(take(rows[1]!)).toBe('taken');
    expect(b.vector()).toEqual({ [a.ledger.origin]: 2 });
  });

  test('LED-7 the hybrid clock never goes back', () => {
    const { db, ledger } = fresh();
    write(db, ledger, 2);
    clock.jump(-3_600_000);
    write(db, ledger, 2);
    clock.jump(3_600_000);
    const stamps = content(db).rows.map((row) => row.hlc);
    expect([...stamps].sort((x, y) => x - y)).toEqual(stamps);
    expect(new Set(stamps).size).toBe(4);
  });
});
