import { expect, test } from 'vitest';
import { OwnTail } from './own-tail.ts';

function tail() {
  const held: number[] = [];
  const own = new OwnTail({ holdSeals: (forMs) => held.push(forMs) }, { monotonicMs: () => 0 });
  return { own, held };
}

test('SYN-28 nothing is signed at a start before the others were heard, and not for long', () => {
  const { own, held } = tail();
  own.started(false);
  expect(held).toEqual([]);
  own.started(true);
  const head = { origin: 'a:1', seq: 5, hash: new Uint8Array(32) };
  own.told([{ ...head, seq: 6 }], head);
  expect(held).toEqual([3_000]);
  own.told([head], head);
  expect(held).toEqual([3_000, 0]);
});

test('SYN-28 who claims again and again holds up nothing', () => {
  const { own, held } = tail();
  for (let count = 0; count < 5; count += 1) own.claimed('relay');
  own.claimed('b');
  expect(held).toEqual([5_000, 5_000]);
});
