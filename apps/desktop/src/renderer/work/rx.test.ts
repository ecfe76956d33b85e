import { expect, test } from 'vitest';
import { quantityText, rxNumberText, scheduleText, shortDrugName } from './Rx.tsx';

test('UI-92 lists write forms short and strengths in full', () => {
  expect(shortDrugName('metformin 500 mg extended release tablet')).toBe('metformin 500 mg ER tab');
  expect(shortDrugName('hydroxyzine hydrochloride 10 mg tablet')).toBe('hydroxyzine HCl 10 mg tab');
  expect(shortDrugName('insulin glargine 100 unit/mL solution')).toBe('insulin glargine 100 unit/mL solution');
});

test('UI-92 numbers and schedules as people read them', () => {
  expect(rxNumberText('7004183')).toBe('700 4183');
  expect(rxNumberText('RX-12')).toBe('RX-12');
  expect(scheduleText('CII')).toBe('C-II');
  expect(scheduleText('H1')).toBe('H1');
  expect(quantityText(150, 'ML')).toBe('150 mL');
  expect(quantityText(2.5, 'EA')).toBe('2.5');
  expect(quantityText(null)).toBe('');
});
