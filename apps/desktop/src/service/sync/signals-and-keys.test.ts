import { X509Certificate } from 'node:crypto';
import { memoryDatabase, SeededRandom } from '@apotheca/core/testing';
import { describe, expect, test } from 'vitest';
import { makeCertificate } from './certificate.ts';
import { PeerAddresses, readAddresses, terminalUrl } from './peer-addresses.ts';
import { formerKeyMs, signalSealer } from './signal-sealer.ts';

describe('the certificate of the sync port', () => {
  test('NET-44 it is a valid one of its own signature, and another at each start', () => {
    const [one, two] = [makeCertificate(), makeCertificate()].map(({ cert, key }) => ({
      parsed: new X509Certificate(cert),
      key,
    }));
    if (!one || !two) throw new Error('two were made');
    expect(one.parsed.verify(one.parsed.publicKey)).toBe(true);
    expect(one.parsed.verify(two.parsed.publicKey)).toBe(false);
    expect(one.parsed.subject).toBe('CN=Apotheca terminal');
    expect(one.parsed.subjectAltName).toBe('DNS:apotheca.invalid');
    expect(one.parsed.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    expect(one.parsed.validTo).toMatch(/9999/);
    expect(one.key).toContain('BEGIN PRIVATE KEY');
    expect(one.parsed.fingerprint256).not.toBe(two.parsed.fingerprint256);
  });
});

describe('sealed signals', () => {
  const random = new SeededRandom('sealer');
  const keys = [
    { id: 'k-1', bytes: random.bytes(32) },
    { id: 'k-2', bytes: random.bytes(32) },
  ] as const;
  let nowMs = 0;
  const of = (...held: (typeof keys)[number][]) =>
    signalSealer({ current: () => held.at(-1) as never, monotonicMs: () => nowMs }, random);
  const plain = { from: 'a', to: 'b', channel: 'inventory', id: '0011223344556677', body: Buffer.from('hello') };

  test('NET-45 a member opens it, under the key in use and for minutes under the one before', () => {
    const sealed = { ...plain, body: of(keys[0]).seal(plain) };
    expect(of(keys[0], keys[1]).open(sealed)).toBeNull();
    const held = [keys[0]] as (typeof keys)[number][];
    const rotating = signalSealer({ current: () => held.at(-1) as never, monotonicMs: () => nowMs }, random);
    expect(rotating.open(sealed)).toEqual(plain.body);
    held.push(keys[1]);
    expect(rotating.open(sealed)).toEqual(plain.body);
    nowMs += formerKeyMs;
    expect(rotating.open(sealed)).toBeNull();
    expect(Buffer.from(sealed.body).includes('hello')).toBe(false);
    expect(of(keys[0]).seal(plain)).not.toEqual(sealed.body);
  });

  test('NET-45 without the key, altered anywhere, or under another name, place or channel it stays closed', () => {
    const sealer = of(keys[0]);
    const sealed = { ...plain, body: Buffer.from(sealer.seal(plain)) };
    expect(of(keys[1]).open(sealed)).toBeNull();
    for (const change of [{ from: 'c' }, { to: '*' }, { channel: 'addresses' }, { id: '0011223344556678' }]) {
      expect(sealer.open({ ...sealed, ...change })).toBeNull();
    }
    for (let at = 0; at < sealed.body.length; at += 1) {
      const flipped = Buffer.from(sealed.body);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      expect(sealer.open({ ...sealed, body: flipped })).toBeNull();
      expect(sealer.open({ ...sealed, body: sealed.body.subarray(0, at) })).toBeNull();
    }
  });
});

describe('addresses that are remembered', () => {
  const database = () => {
    const db = memoryDatabase();
    db.exec('CREATE TABLE local_state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT');
    return db;
  };

  test('NET-46 they are there after a restart, the newest of a terminal first, three of each', () => {
    const db = database();
    const addresses = new PeerAddresses(db);
    for (const port of [1, 2, 3, 4]) addresses.note({ terminalId: 'b', url: `https://10.0.0.2:${port}/` });
    expect(addresses.note({ terminalId: 'b', url: 'https://10.0.0.2:4/' })).toBe(false);
    addresses.note({ terminalId: 'c', url: 'https://10.0.0.3:9/' });
    expect(new PeerAddresses(db).all().map(({ url }) => url)).toEqual([
      'https://10.0.0.3:9/',
      'https://10.0.0.2:4/',
      'https://10.0.0.2:3/',
      'https://10.0.0.2:2/',
    ]);
    addresses.forget('b');
    expect(new PeerAddresses(db).all()).toEqual([{ terminalId: 'c', url: 'https://10.0.0.3:9/' }]);
  });

  test('NET-46 what is damaged or no address of a terminal is left out', () => {
    const db = database();
    db.write('INSERT INTO local_state (key, value) VALUES (?, ?)').run('sync.addresses', '[{');
    expect(new PeerAddresses(db).all()).toEqual([]);
    const told = ['http://10.0.0.2:1/', 'https://u:p@10.0.0.2/', 'https://10.0.0.2/x', 'file:///etc/passwd', ''];
    expect(readAddresses(JSON.stringify(told.map((url) => ({ terminalId: 'b', url }))))).toEqual([]);
    expect(readAddresses(JSON.stringify(Array(1000).fill({ terminalId: 'b', url: 'https://10.0.0.2/' })))).toEqual([]);
    expect(terminalUrl('https://[fd00::1]:7410')?.href).toBe('https://[fd00::1]:7410/');
  });
});
