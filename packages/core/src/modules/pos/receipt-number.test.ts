import { expect, test } from 'vitest';
import { counterOf, formatReceiptNumber, originMark } from './receipt-number.ts';

test('POS-11 every origin has a mark of its own, the same on each terminal that computes it', () => {
  const marks = ['t1:1', 't1:2', 't2:1', 't3:1', 't4:1', 't5:1', 't6:1', 't7:1', 't8:1'].map(originMark);
  expect(new Set(marks).size).toBe(marks.length);
  expect(originMark('t1:1')).toBe(marks[0]);
  expect(marks.every((mark) => /^[2-9A-HJ-NP-Z]{4}$/.test(mark))).toBe(true);
});

test('POS-11 numbers of one origin sort as they were given', () => {
  const numbers = [9, 10, 99, 100, 1_000_000].map((counter) => formatReceiptNumber('ABCD', counter));
  expect([...numbers].sort()).toEqual(numbers);
  expect(numbers.map(counterOf)).toEqual([9, 10, 99, 100, 1_000_000]);
  expect(counterOf(null)).toBe(0);
});
