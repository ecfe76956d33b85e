import { expect, test } from 'vitest';
import { type LedgerRow, rowHash } from '../../kernel/ledger/chain.ts';
import { ChainWriter, type TestTerminal } from './chain-writer.ts';
import type { Subject } from './replica-subject.ts';

/** What looks like two truths of an origin and was made by somebody else. */
export function describeFalseForks(subject: Subject, member: TestTerminal): void {
  const forged = (row: LedgerRow, change: Partial<LedgerRow>): LedgerRow => {
    const made = { ...row, ...change };
    return { ...made, hash: rowHash(made, made.prevHash, made.ciphertext) };
  };
  const changes: [string, Partial<LedgerRow>][] = [
    ['another row before it', { prevHash: new Uint8Array(32).fill(7) }],
    ['a payload that is none', { ciphertext: new Uint8Array(40) }],
  ];

  test.each(changes)('SYN-80 a row that was given %s on the way accuses nobody', async (_what, change) => {
    await subject.start([member]);
    const chain = new ChainWriter({ terminal: member }).appendMany(4);
    await subject.take(chain.batch(0, 2));
    const whole = chain.batch(2);
    for (const row of chain.rows.slice(1, 3)) {
      const [made, seals] = [forged(row, change), row.seq === 3 ? whole.seals : []];
      for (const kept of [seals, []]) {
        const { taken, refused } = await subject.take({ origin: chain.record, rows: [made], seals: kept });
        expect([taken, refused?.verdict]).toEqual([0, expect.stringMatching(/^(broken-chain|unsealed)$/)]);
      }
      const tail = chain.rows.slice(row.seq);
      const spoiled = await subject.take({ origin: chain.record, rows: [made, ...tail], seals: whole.seals });
      expect([spoiled.taken, spoiled.refused?.verdict]).toEqual([0, 'broken-chain']);
    }
    expect(subject.store.isQuarantined(chain.origin)).toBe(false);
    expect(await subject.take(whole)).toEqual({ taken: 2, refused: null });
  });

  test('SYN-80 nor does a row of another branch without its seal, but the seal alone does', async () => {
    await subject.start([member]);
    const chain = new ChainWriter({ terminal: member }).appendMany(3);
    await subject.take(chain.batch());
    const branch = chain.branch(2);
    branch.append('another third');
    expect((await subject.take(branch.unsealed(2))).refused?.verdict).toBe('broken-chain');
    expect(subject.store.isQuarantined(chain.origin)).toBe(false);
    await subject.take({ origin: chain.record, rows: [], seals: branch.batch(2).seals });
    expect(subject.store.isQuarantined(chain.origin)).toBe(true);
  });
}
