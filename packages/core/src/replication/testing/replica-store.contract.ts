import { afterEach, describe, expect, test } from 'vitest';
import { hlcSkewMsMax, hlcStepsPerMs } from '../../kernel/hlc.ts';
import { signBytes } from '../../kernel/ledger/chain.ts';
import type { CertifiedOrigin } from '../ports.ts';
import { ChainWriter, type TestTerminal, testNowMs, testTerminal } from './chain-writer.ts';
import { describeFalseForks } from './false-forks.contract.ts';
import { type Open, plain, plainRecord, type ReplicaTraits, Subject } from './replica-subject.ts';

export type { ReplicaSetup, ReplicaTraits, ReplicaUnderTest } from './replica-subject.ts';

const flipped = (bytes: Uint8Array, at = 0) => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));

/** What every ReplicaStore must do; run by the memory one, the kernel's and the relay's. */
export function describeReplicaStore(traits: ReplicaTraits, open: Open): void {
  describe(`ReplicaStore: ${traits.name}`, () => {
    const subject = new Subject(open);
    const member = testTerminal('member');
    afterEach(() => subject.close());
    describeTaking(subject, member);
    describeRefusing(subject, member, traits);
    describeForks(subject, member);
    describeFalseForks(subject, member);
    describeReading(subject, member);
  });
}

function describeTaking(subject: Subject, member: TestTerminal): void {
  test('SYN-60 rows that continue a chain are taken, are the head, and are read as they were written', async () => {
    await subject.start([member]);
    const chain = new ChainWriter({ terminal: member }).appendMany(5);
    chain.seal();
    expect(await subject.take(chain.batch())).toEqual({ taken: 5, refused: null });
    const head = subject.store.head(chain.origin)!;
    expect(head.seq).toBe(5);
    expect(Buffer.compare(head.hash, chain.rows[4]!.hash)).toBe(0);
    expect(subject.store.heads().filter(({ origin }) => origin === chain.origin)).toHaveLength(1);
    const { batch } = await subject.read(chain.origin, 0);
    expect(batch!.rows.map(plain)).toEqual(chain.rows.map(plain));
    expect(batch!.seals.map((seal) => Buffer.from(seal.signature).toString('hex'))).toEqual(
      chain.seals.map((seal) => Buffer.from(seal.signature).toString('hex')),
    );
    expect(plainRecord(batch!.origin)).toEqual(plainRecord(chain.record));
  });

  test('SYN-61 what was told to be taken is there after a stop without warning', async () => {
    await subject.start([member]);
    const chain = new ChainWriter({ terminal: member }).appendMany(3);
    await subject.take(chain.batch());
    await subject.restart();
    expect(subject.store.head(chain.origin)?.seq).toBe(3);
    chain.append('after');
    expect(await subject.take(chain.batch(3))).toEqual({ taken: 1, refused: null });
    expect(await subject.seqs(chain.origin)).toEqual([1, 2, 3, 4]);
  });

  test('SYN-62 rows that are here already are passed over in silence', async () => {
    await subject.start([member]);
    const chain = new ChainWriter({ terminal: member }).appendMany(4);
    await subject.take(chain.batch(0, 2));
    expect(await subject.take(chain.batch(0, 2))).toEqual({ taken: 0, refused: null });
    expect(await subject.take(chain.batch(1, 4), chain.batch(0, 4))).toEqual({ taken: 2, refused: null });
  });

  test('SYN-63 an origin that is refused does not stop the others of the batch', async () => {
    const other = testTerminal('other');
    await subject.start([member, other]);
    const gapped = new ChainWriter({ terminal: member }).appendMany(3);
    const whole = new ChainWriter({ terminal: other }).appendMany(3);
    const result = await subject.take(gapped.batch(1), whole.batch());
    expect(result).toEqual({ taken: 3, refused: { verdict: 'gap', origin: gapped.origin, seq: 2 } });
    expect(subject.store.head(whole.origin)?.seq).toBe(3);
  });

  test('SYN-64 rows are taken up to the last seal their origin signed; the rest is not, for now', async () => {
    await subject.start([member]);
    const chain = new ChainWriter({ terminal: member }).appendMany(2);
    chain.seal();
    chain.appendMany(2);
    const refused = { verdict: 'unsealed', origin: chain.origin, seq: 3 };
    expect(await subject.take(chain.unsealed())).toEqual({ taken: 2, refused });
    expect(await subject.take(chain.unsealed(2))).toEqual({ taken: 0, refused });
    expect(subject.store.head(chain.origin)).toMatchObject({ seq: 2, sealedSeq: 2 });
    expect(await subject.take(chain.batch(2))).toEqual({ taken: 2, refused: null });
    expect(await subject.seqs(chain.origin)).toEqual([1, 2, 3, 4]);
  });

  test('SYN-79 a row that somebody else hung on an origin is neither kept nor in the way', async () => {
    await subject.start([member]);
    const chain = new ChainWriter({ terminal: member }).appendMany(2);
    await subject.take(chain.batch());
    const hung = chain.branch(2);
    hung.append('by who has the store key');
    const other = chain.branch(2);
    other.append('by who has none', { keyId: 'made-up' });
    for (const { rows } of [hung, other]) {
      const one = { origin: chain.record, rows: rows.slice(2), seals: [] };
      expect((await subject.take(one)).refused?.verdict).toBe('unsealed');
    }
    chain.append('the third');
    expect(await subject.take(chain.batch(2))).toEqual({ taken: 1, refused: null });
  });
}

function describeRefusing(subject: Subject, member: TestTerminal, traits: ReplicaTraits): void {
  test('SYN-65 a gap is refused and taken once the rows between are here', async () => {
    await subject.start([member]);
    const chain = new ChainWriter({ terminal: member }).appendMany(4);
    await subject.take(chain.batch(0, 1));
    const refused = { verdict: 'gap', origin: chain.origin, seq: 3 };
    expect(await subject.take(chain.batch(2))).toEqual({ taken: 0, refused });
    expect(await subject.take(chain.batch(1))).toEqual({ taken: 3, refused: null });
  });

  test('SYN-66 rows of a terminal that is not enrolled are refused', async () => {
    await subject.start([member]);
    const stranger = new ChainWriter({ terminal: testTerminal('stranger') }).appendMany(1);
    const { taken, refused } = await subject.take(stranger.batch());
    expect([taken, refused?.verdict]).toEqual([0, 'unknown-terminal']);
    expect(subject.store.head(stranger.origin)).toBeUndefined();
  });

  test.each([
    [
      'signed by another',
      (record: CertifiedOrigin) => ({ ...record, certificate: signBytes(testTerminal('x').key, Buffer.from('x')) }),
    ],
    ['altered', (record: CertifiedOrigin) => ({ ...record, certificate: flipped(record.certificate) })],
    ['for another time', (record: CertifiedOrigin) => ({ ...record, startedAt: '2020-01-01T00:00:00.000Z' })],
    ['for another key', (record: CertifiedOrigin) => ({ ...record, publicKey: flipped(record.publicKey) })],
    ['cut short', (record: CertifiedOrigin) => ({ ...record, certificate: record.certificate.subarray(0, 10) })],
  ])('SYN-67 an origin with a certificate %s is refused', async (_how, spoil) => {
    await subject.start([member]);
    const chain = new ChainWriter({ terminal: member }).appendMany(1);
    const { taken, refused } = await subject.take({ ...chain.batch(), origin: spoil(chain.record) });
    expect([taken, refused?.verdict]).toEqual([0, 'bad-certificate']);
    expect(await subject.take(chain.batch())).toEqual({ taken: 1, refused: null });
  });

  test('SYN-68 an altered row is refused, keeps nothing and quarantines nobody', async () => {
    await subject.start([member]);
    const chain = new ChainWriter({ terminal: member }).appendMany(3);
    const rows = chain.rows.map((row) => (row.seq === 2 ? { ...row, ciphertext: flipped(row.ciphertext, 30) } : row));
    const result = await subject.take({ ...chain.batch(), rows });
    expect(result.refused).toEqual({ verdict: 'broken-chain', origin: chain.origin, seq: 2 });
    expect(subject.store.isQuarantined(chain.origin)).toBe(false);
    await subject.take(chain.batch());
    expect(subject.store.head(chain.origin)?.seq).toBe(3);
  });

  test('SYN-69 a forged seal is refused and quarantines nobody', async () => {
    await subject.start([member]);
    const chain = new ChainWriter({ terminal: member }).appendMany(2);
    const seal = chain.seal();
    const forged = { ...seal, signature: flipped(seal.signature, 5) };
    const result = await subject.take({ ...chain.batch(), seals: [forged] });
    expect(result.refused?.verdict).toBe('bad-seal');
    expect(subject.store.isQuarantined(chain.origin)).toBe(false);
    await subject.take(chain.batch());
    expect((await subject.read(chain.origin, 0)).batch?.seals).toHaveLength(1);
  });

  test('SYN-70 a stamp further ahead than clocks may differ is refused until time has passed', async () => {
    await subject.start([member]);
    const chain = new ChainWriter({ terminal: member });
    chain.append('ahead', { hlc: (testNowMs + hlcSkewMsMax + 60_000) * hlcStepsPerMs });
    expect((await subject.take(chain.batch())).refused?.verdict).toBe('too-far-ahead');
    const later = testNowMs + 120_000;
    const result = await new Promise((resolve) => subject.store.take([chain.batch()], later, resolve));
    expect(result).toEqual({ taken: 1, refused: null });
  });

  if (traits.opensPayloads) {
    test('SYN-71 a payload that does not open under the key it names is refused', async () => {
      await subject.start([member]);
      const outsider = { id: 'test-key', bytes: new Uint8Array(32).fill(9) };
      const chain = new ChainWriter({ terminal: member, storeKey: outsider }).appendMany(1);
      expect((await subject.take(chain.batch())).refused?.verdict).toBe('unreadable');
      expect(subject.store.isQuarantined(chain.origin)).toBe(false);
    });
  }

  test('SYN-72 a row under a key that is not here yet, or of a type nobody knows, is kept and passed on', async () => {
    await subject.start([member]);
    const chain = new ChainWriter({ terminal: member });
    chain.append('under a later key', { keyId: 'later-key' });
    chain.append('of a later version', { type: 'from-the-future.happened' });
    expect(await subject.take(chain.batch())).toEqual({ taken: 2, refused: null });
    expect(await subject.seqs(chain.origin)).toEqual([1, 2]);
  });
}

function describeForks(subject: Subject, member: TestTerminal): void {
  test('SYN-73 a second row at one place is a fork: the origin is quarantined, others go on', async () => {
    const other = testTerminal('other');
    await subject.start([member, other]);
    const chain = new ChainWriter({ terminal: member }).appendMany(3);
    const branch = chain.branch(2);
    branch.append('another third');
    await subject.take(chain.batch());
    const whole = new ChainWriter({ terminal: other }).appendMany(2);
    const result = await subject.take(branch.batch(2), whole.batch());
    expect(result).toEqual({ taken: 2, refused: { verdict: 'fork', origin: chain.origin, seq: 3 } });
    expect(subject.store.isQuarantined(chain.origin)).toBe(true);
    expect(subject.store.isQuarantined(whole.origin)).toBe(false);
    chain.append('a fourth');
    expect((await subject.take(chain.batch(3))).refused?.verdict).toBe('quarantined');
    expect(await subject.seqs(chain.origin)).toEqual([1, 2, 3]);
  });

  test('SYN-74 a row that does not continue the chain here is a fork too', async () => {
    await subject.start([member]);
    const chain = new ChainWriter({ terminal: member }).appendMany(3);
    const branch = chain.branch(2).appendMany(2, 'elsewhere');
    await subject.take(chain.batch());
    expect((await subject.take(branch.batch(3))).refused).toEqual({ verdict: 'fork', origin: chain.origin, seq: 4 });
    expect(subject.store.isQuarantined(chain.origin)).toBe(true);
  });

  test('SYN-75 a quarantine holds after a restart', async () => {
    await subject.start([member]);
    const chain = new ChainWriter({ terminal: member }).appendMany(1);
    await subject.take(chain.batch());
    await subject.take(chain.branch(0).appendMany(1, 'another first').batch());
    await subject.restart();
    expect(subject.store.isQuarantined(chain.origin)).toBe(true);
  });
}

function describeReading(subject: Subject, member: TestTerminal): void {
  test('SYN-76 reading goes on after a place and ends at a seal: the last inside the bytes, else the next', async () => {
    await subject.start([member]);
    const chain = new ChainWriter({ terminal: member });
    for (let group = 0; group < 5; group += 1) chain.appendMany(4).seal();
    await subject.take(chain.batch());
    const one = await subject.read(chain.origin, 4, 1);
    expect(one.batch?.rows.map((row) => row.seq)).toEqual([5, 6, 7, 8]);
    expect((await subject.read(chain.origin, 6, 1)).batch?.rows.map((row) => row.seq)).toEqual([7, 8]);
    const some = (await subject.read(chain.origin, 4, 2_500)).batch?.rows.map((row) => row.seq) ?? [];
    expect([some[0], (some.at(-1) ?? 1) % 4]).toEqual([5, 0]);
    expect(some.length).toBeLessThan(16);
    expect((await subject.read(chain.origin, 20)).batch?.rows ?? []).toEqual([]);
    expect((await subject.read('nobody:0123456789abcdef', 0)).batch).toBeNull();
  });

  test('SYN-77 a read never gives a seal beyond its rows', async () => {
    await subject.start([member]);
    const chain = new ChainWriter({ terminal: member }).appendMany(3);
    chain.seal();
    chain.appendMany(3);
    chain.seal();
    await subject.take(chain.batch());
    const { batch } = await subject.read(chain.origin, 2, 1);
    expect(batch?.rows.map((row) => row.seq)).toEqual([3]);
    expect(batch?.seals.map(({ seqEnd }) => seqEnd)).toEqual([3]);
  });

  test('SYN-78 answers come in the order of the questions', async () => {
    await subject.start([member]);
    const chain = new ChainWriter({ terminal: member }).appendMany(6);
    const order: string[] = [];
    await Promise.all([
      subject.take(chain.batch(0, 3)).then(() => order.push('take 1')),
      subject.take(chain.batch(3, 6)).then((result) => order.push(`take 2: ${result.taken}`)),
      subject.read(chain.origin, 5).then(({ batch }) => order.push(`read ${batch?.rows[0]?.seq}`)),
    ]);
    expect(order).toEqual(['take 1', 'take 2: 3', 'read 6']);
  });
}
