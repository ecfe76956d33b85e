import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeMessage, encodeMessage } from './codec.ts';
import { fuzzFrames } from './testing/fuzz-frames.ts';
import { WireFault } from './wire.ts';

test('SYN-59 20,000 altered messages of a real exchange crash nothing and change nothing', () => {
  const result = fuzzFrames(20_000);
  expect(result).toMatchObject({ frames: 20_000, foreignRows: 0, otherCodes: [] });
  // Most are noticed; a changed nonce or an unknown optional type is none of anybody's business.
  expect(result.closed).toBeGreaterThan(2_000);
  expect(result.taken).toBeGreaterThan(40);
  expect(result.heapGrowthBytes).toBeLessThan(64 * 1024 * 1024);
});

test('SYN-59 random bytes decode or are refused, and nothing else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 12 }), (bytes, type) => {
      for (const message of [bytes, Uint8Array.of(type, ...bytes)]) {
        try {
          const decoded = decodeMessage(message);
          if (decoded.type !== 'skipped') decodeMessage(encodeMessage(decoded));
        } catch (fault) {
          expect(fault).toBeInstanceOf(WireFault);
        }
      }
    }),
    { numRuns: 2_000 },
  );
});
