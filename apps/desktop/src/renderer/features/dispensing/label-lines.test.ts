import { expect, test } from 'vitest';
import { labelRows } from './label-lines.ts';

test('UI-112 the preview of a label leaves out no line, whatever its key', () => {
  const lines = [
    { key: 'pharmacy-name', text: 'Riverside Pharmacy' },
    { key: 'rx-number', text: 'Rx: 1000009' },
    { key: 'patient-name', text: 'Leo Bautista' },
    { key: 'directions', text: 'Take 1 tablet by mouth once a day.' },
    { key: 'drug-name', text: 'levothyroxine 25 mcg tablet' },
    { key: 'quantity', text: 'Qty: 30' },
    { key: 'aux-empty-stomach', text: 'Take on an empty stomach' },
    { key: 'something-new', text: 'A line of a later version' },
  ];
  const shown = labelRows(lines);
  for (const line of lines) expect(shown.filter((row) => row.text.includes(line.text))).toHaveLength(1);
  expect(shown.find((row) => row.text.includes('Take 1 tablet'))?.tone).toBe('strong');
  expect(shown[1]?.text).toBe('Rx: 1000009 · Leo Bautista');
});
