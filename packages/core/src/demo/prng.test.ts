import { expect, test } from 'vitest';
import { deaOf, npiOf } from './check-digits.ts';
import { Prng } from './prng.ts';

test('DEMO-30 chance repeats from its seed and spreads evenly', () => {
  const [a, b, c] = [new Prng('x'), new Prng('x'), new Prng('y')];
  const draw = (rng: Prng) => Array.from({ length: 20 }, () => rng.below(1000));
  const first = draw(a);
  expect(draw(b)).toEqual(first);
  expect(draw(c)).not.toEqual(first);
  const rng = new Prng('spread');
  expect(rng.some([1, 2, 3], 5).sort()).toEqual([1, 2, 3]);
  expect(rng.between(4, 4)).toBe(4);
  const counts = Array.from({ length: 10 }, () => 0);
  for (let i = 0; i < 10_000; i += 1) {
    const ten = rng.below(10);
    counts[ten] = (counts[ten] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test('DEMO-31 made-up numbers pass their check digits', () => {
  expect(npiOf('123456789')).toBe('1234567893');
  expect(deaOf('A', 'Brown', '123456')).toBe('AB1234563');
});
