import { describe, expect, test } from 'vitest';
import { decodeMessage, encodeMessage } from './codec.ts';
import { limits } from './limits.ts';
import type { Message } from './messages.ts';
import { ChainWriter, testTerminal } from './testing/chain-writer.ts';
import { WireFault, WireWriter } from './wire.ts';

const chain = new ChainWriter({ terminal: testTerminal('a') }).appendMany(5);
chain.seal();
const hash = chain.rows[4]!.hash;
const { origin } = chain;

const messages: Exclude<Message, { type: 'skipped' }>[] = [
  {
    type: 'hello',
    protocolMin: 1,
    protocolMax: 3,
    storeId: 'store',
    terminalId: 'a',
    origin: '',
    kind: 'relay',
    appVersion: '1.2.3',
    schemaVersion: 4,
    nowMs: 1_763_737_200_000,
    windowBytes: limits.windowBytes,
  },
  { type: 'origin', record: chain.record },
  { type: 'have', full: true, heads: [{ origin, seq: Number.MAX_SAFE_INTEGER, hash }] },
  { type: 'have', full: false, heads: [] },
  { type: 'want', origin, afterSeq: 0 },
  { type: 'drop', origin },
  { type: 'frames', origin, rows: chain.rows, seals: chain.seals },
  { type: 'frames', origin, rows: [], seals: chain.seals },
  { type: 'credit', bytes: 123_456 },
  { type: 'floor', origin, seq: 77 },
  { type: 'signal', signal: { id: '00ff00ff00ff00ff', from: 'a', to: '*', channel: 'lease', body: hash } },
  { type: 'ping', nonce: 1, nowMs: 2 },
  { type: 'pong', nonce: 1, nowMs: 2 },
  { type: 'bye', code: 4400, reason: 'Größe: 10 µg' },
];

/** Bytes as hex, so that a Buffer equals a Uint8Array. */
const comparable = (value: unknown) =>
  JSON.parse(
    JSON.stringify(value, function (this: Record<string, unknown>, key, plain) {
      const raw = this[key];
      return raw instanceof Uint8Array ? Buffer.from(raw).toString('hex') : plain;
    }),
  );

describe('messages', () => {
  test.each(messages.map((message) => [message.type, message] as const))(
    'SYN-1 %s comes out as it went in',
    (_type, message) => {
      expect(comparable(decodeMessage(encodeMessage(message)))).toEqual(comparable(message));
    },
  );

  test('SYN-1 FRAMES says once what rows share: 40 bytes a row and its ciphertext', () => {
    const many = new ChainWriter({ terminal: testTerminal('a') }).appendMany(500);
    const bytes = encodeMessage({ type: 'frames', origin, rows: many.rows, seals: [] });
    const content = many.rows.reduce((sum, row) => sum + row.ciphertext.length, 0);
    expect(bytes.length - content).toBeLessThan(500 * 45 + 200);
  });

  test('SYN-3 a message cut anywhere, or with a byte too many, is refused', () => {
    for (const message of messages) {
      const bytes = encodeMessage(message);
      for (let end = 0; end < bytes.length; end += 1)
        expect(() => decodeMessage(bytes.subarray(0, end))).toThrow(WireFault);
      const longer = Uint8Array.of(...bytes, 0);
      if (message.type === 'hello') expect(decodeMessage(longer).type).toBe('hello');
      else expect(() => decodeMessage(longer)).toThrow(WireFault);
    }
  });

  test('SYN-3 a length is compared with the message, not with the memory it stands in', () => {
    const memory = Buffer.alloc(4_096, 7);
    const want = encodeMessage({ type: 'want', origin, afterSeq: 5 });
    memory.set(want, 100);
    const view = memory.subarray(100, 100 + want.length);
    expect(decodeMessage(view)).toEqual({ type: 'want', origin, afterSeq: 5 });
    view[1] = 127;
    expect(() => decodeMessage(view)).toThrow('larger than the message');
  });

  test.each([
    [
      'a count of rows no message could hold',
      new WireWriter().byte(6).text(origin).number(1).fixed(hash).number(0).number(1_000_000),
    ],
    ['a count of heads no message could hold', new WireWriter().byte(3).byte(1).number(8_000)],
    [
      'a row 0',
      new WireWriter()
        .byte(6)
        .text(origin)
        .number(0)
        .fixed(hash)
        .number(1)
        .text('k')
        .number(1)
        .number(1)
        .number(0)
        .number(0)
        .number(1)
        .fixed(hash)
        .number(0)
        .number(0),
    ],
    [
      'a name that is not in the table',
      new WireWriter()
        .byte(6)
        .text(origin)
        .number(1)
        .fixed(hash)
        .number(1)
        .text('k')
        .number(1)
        .number(1)
        .number(9)
        .number(0)
        .number(1)
        .fixed(hash)
        .number(0)
        .number(0),
    ],
    ['a line break in a name', new WireWriter().byte(4).text('a:1\n2').number(0)],
    ['a name that is too long', new WireWriter().byte(4).text('a'.repeat(201)).number(0)],
    ['text that is not UTF-8', new WireWriter().byte(12).number(4400).bytes(Uint8Array.of(0xc3, 0x28))],
    ['a number without end', new WireWriter().byte(7).fixed(new Uint8Array(30).fill(0xff))],
    [
      'a number beyond the safe ones',
      new WireWriter().byte(7).fixed(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f)),
    ],
    ['a flag of 2', new WireWriter().byte(3).byte(2).number(0)],
  ])('SYN-3 %s is refused', (_what, writer) => {
    expect(() => decodeMessage(writer.done())).toThrow(WireFault);
  });

  test('SYN-1 only FRAMES may be larger than 1 MiB, and none larger than 24 MiB', () => {
    const row = (bytes: number) => ({ ...chain.rows[0]!, ciphertext: new Uint8Array(bytes) });
    const frames = (...sizes: number[]) =>
      encodeMessage({ type: 'frames', origin, rows: sizes.map((size) => row(size)), seals: [] });
    expect(decodeMessage(frames(3_000_000)).type).toBe('frames');
    expect(decodeMessage(frames(600_000, 600_000)).type).toBe('frames');
    expect(() => decodeMessage(frames(limits.oversizedBytes))).toThrow('larger than messages may be');
    const large = new Uint8Array(limits.messageBytes + 1).fill(64, 0, 1);
    expect(() => decodeMessage(large)).toThrow('larger than messages may be');
  });
});
