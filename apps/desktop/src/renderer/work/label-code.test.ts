import { expect, test } from 'vitest';
import { readLabelCode } from './label-code.ts';

test('UI-34 the bar code of a label names its prescription, fill and part', () => {
  expect(readLabelCode('RX7001234-0')).toEqual({ rxNumber: '7001234', fillNumber: 0, part: 0 });
  expect(readLabelCode('rx7001234-2-1')).toEqual({ rxNumber: '7001234', fillNumber: 2, part: 1 });
});

test.each(['7001234', 'RX7001234', '00406055201', 'RX-1', '0100304060552018'])(
  'UI-34 %s is no label of ours',
  (code) => {
    expect(readLabelCode(code)).toBeNull();
  },
);
