import { describe, expect, test } from 'vitest';
import { type DispensedProduct, daysSupplyDiffers, daysSupplyOf } from './days-supply.ts';
import { expandSig } from './sig/expand-sig.ts';

const product = (
  name: string,
  doseForm: string,
  unit: 'EA' | 'ML' | 'GM',
  more: Partial<DispensedProduct> = {},
): DispensedProduct => ({
  name,
  doseForm,
  unit,
  strength: '',
  route: 'ORAL',
  packageSizeMilli: null,
  ...more,
});
const tablet = product('lisinopril 20 mg tablet', 'TABLET', 'EA', { strength: '20 mg' });
const syrup = product('guaifenesin syrup', 'SYRUP', 'ML', { strength: '100 mg/5 mL' });
const amoxicillin = product('amoxicillin 400 mg/5 mL', 'POWDER, FOR SUSPENSION', 'ML', { strength: '400 mg/5 mL' });
const eyeDrops = product('timolol 0.5 % solution', 'SOLUTION/ DROPS', 'ML', {
  route: 'OPHTHALMIC',
  packageSizeMilli: 5000,
});
const latanoprost = product('latanoprost 0.005 %', 'SOLUTION/ DROPS', 'ML', {
  route: 'OPHTHALMIC',
  packageSizeMilli: 2500,
});
const glarginePen = product('insulin glargine SoloStar pen', 'INJECTION, SOLUTION', 'ML', {
  strength: '100 units/mL',
  packageSizeMilli: 15_000,
});
const lisproVial = product('insulin lispro vial', 'INJECTION, SOLUTION', 'ML', {
  strength: '100 units/mL',
  packageSizeMilli: 10_000,
});
const degludec = product('Tresiba FlexTouch pen insulin degludec', 'INJECTION, SOLUTION', 'ML', {
  strength: '100 units/mL',
  packageSizeMilli: 15_000,
});
const albuterol = product('albuterol 90 mcg metered inhaler', 'AEROSOL, METERED', 'GM', {
  route: 'RESPIRATORY',
  packageSizeMilli: 8500,
});
const fluticasone = product('fluticasone propionate 50 mcg', 'SPRAY, METERED', 'GM', {
  route: 'NASAL',
  packageSizeMilli: 16_000,
});
const patch = product('fentanyl 25 mcg/h patch', 'PATCH, EXTENDED RELEASE', 'EA', { route: 'TRANSDERMAL' });
const cream = product('triamcinolone 0.1 % cream', 'CREAM', 'GM', { route: 'TOPICAL' });
const zpak = product('azithromycin 250 mg tablet', 'TABLET', 'EA', { strength: '250 mg' });
const dosepak = product('methylprednisolone 4 mg tablet', 'TABLET', 'EA', { strength: '4 mg' });
const pill = product('norethindrone and ethinyl estradiol', 'KIT', 'EA');
const strips = product('blood glucose test strips', 'STRIP', 'EA');

describe('DS-1, DS-2, DS-3, DS-4, DS-5, DS-6, DS-7, DS-8, DS-9, DS-10, DS-11 by the form of the product', () => {
  test.each<[string, string, DispensedProduct, number, string, number | null]>([
    ['DS-1', 'tablets', tablet, 60, '1 tab bid', 30],
    ['DS-1', 'the remainder is cut off', tablet, 50, '1 tab tid', 16],
    ['DS-1', 'the most of a range counts', tablet, 60, '1-2 tabs q4-6h prn', 5],
    ['DS-1', 'a stated maximum counts', tablet, 60, '1-2 tabs q4-6h prn, max 6 per day', 10],
    ['DS-1', 'half tablets', tablet, 15, '1/2 tab daily', 30],
    ['DS-1', 'once a week', tablet, 4, '1 tab weekly', 28],
    ['DS-1', 'every other day', tablet, 15, '1 tab every other day', 30],
    ['DS-1', 'three times a week', tablet, 12, '1 tab 3 times a week', 28],
    ['DS-1', 'two amounts a day', tablet, 90, '1 tab qam and 2 tabs qhs', 30],
    ['DS-1', 'a dose in mg over the strength', tablet, 60, '40 mg daily', 30],
    ['DS-1', 'patches every 72 hours', patch, 10, 'apply 1 patch every 72 hours', 30],
    ['DS-1', 'test strips', strips, 100, 'test blood sugar 3 times a day', 33],
    ['DS-2', 'liquids', syrup, 120, '5 mL every 6 hours', 6],
    ['DS-2', 'spoons', syrup, 150, '2 tsp tid', 5],
    ['DS-2', 'mg of a liquid', syrup, 200, '200 mg every 6 hours', 5],
    ['DS-3', 'a mixed suspension keeps 14 days', amoxicillin, 200, '5 mL bid', 14],
    ['DS-2', 'used up before', amoxicillin, 100, '5 mL bid', 10],
    ['DS-4', 'drops at 20 in a mL', eyeDrops, 5, '1 drop in the right eye bid', 50],
    ['DS-4', 'both eyes', eyeDrops, 5, '1 drop in both eyes bid', 25],
    ['DS-5', 'an opened latanoprost keeps six weeks', latanoprost, 2.5, '1 drop in the right eye qhs', 42],
    ['DS-4', 'latanoprost in both eyes', latanoprost, 2.5, '1 drop in both eyes at bedtime', 25],
    ['DS-6', 'an inhaler by its puffs', albuterol, 8.5, '2 puffs q6h prn', 25],
    ['DS-6', 'two inhalers', albuterol, 17, '2 puffs q4h prn', 33],
    ['DS-6', 'a nasal spray', fluticasone, 16, '2 sprays in each nostril daily', 30],
    ['DS-7', 'insulin vial', lisproVial, 10, 'inject 50 units daily', 20],
    ['DS-7', 'a vial is not used longer than 28 days', lisproVial, 10, 'inject 10 units tid', 28],
    ['DS-7', 'a pen is primed with 2 units', glarginePen, 15, 'inject 20 units at bedtime', 68],
    ['DS-7', 'five pens at 28 days each', glarginePen, 15, 'inject 8 units at bedtime', 140],
    ['DS-7', 'Tresiba keeps 56 days', degludec, 3, 'inject 3 units daily', 56],
    ['DS-8', 'grams of a cream', cream, 60, 'apply 2 g to affected area bid', 15],
    ['DS-9', 'a cream on the face', cream, 30, 'apply to face bid', 12],
    ['DS-9', 'a cream on both arms once a day', cream, 30, 'apply to the arms daily', 10],
    ['DS-10', 'the course ends before the tablets', tablet, 20, '1 tab bid x 7 days', 7],
    [
      'DS-10',
      'a taper',
      tablet,
      10,
      '4 tabs daily x 1 day, then 3 tabs daily x 1 day, then 2 tabs daily x 1 day, then 1 tab daily x 1 day',
      4,
    ],
    [
      'DS-10',
      'a taper that the quantity does not reach',
      tablet,
      7,
      '4 tabs daily x 1 day, then 3 tabs daily x 1 day, then 2 tabs daily x 1 day',
      2,
    ],
    ['DS-11', 'azithromycin pack', zpak, 6, 'take as directed', 5],
    ['DS-11', 'methylprednisolone pack', dosepak, 21, 'as directed', 6],
    ['DS-11', 'contraceptive cycles', pill, 3, '1 tab daily', 84],
  ])('%s %s', (rule, _what, what, quantity, sig, days) => {
    const result = daysSupplyOf(what, quantity * 1000, expandSig(sig, what.doseForm));
    expect(result?.days).toBe(days);
    expect(result?.ruleId).toBe(rule);
    expect(result?.calculation).toContain(String(days));
  });

  test.each([
    ['as directed', tablet, 'take as directed'],
    ['as needed without a maximum', tablet, '1 tab prn pain'],
    ['a sig that is not understood', tablet, '1 tab od'],
    ['meals that are not counted', tablet, '1 tab ac'],
    ['a cream on no known area', cream, 'apply to affected area bid'],
    [
      'an inhaler of unknown size',
      product('somebody inhaler', 'AEROSOL, METERED', 'GM', { packageSizeMilli: 8000 }),
      '2 puffs bid',
    ],
    ['mL of tablets', tablet, '5 mL daily'],
  ])('DS-12 no number is made up for %s', (_what, what, sig) => {
    expect(daysSupplyOf(what, 30_000, expandSig(sig, what.doseForm))).toBeNull();
  });

  test('DS-13 the entered number is compared: exact for counts, within 15 to 30 drops a mL for drops', () => {
    const counted = daysSupplyOf(tablet, 60_000, expandSig('1 tab bid', 'TABLET'))!;
    expect(daysSupplyDiffers(30, counted)).toBeNull();
    expect(daysSupplyDiffers(28, counted)).toBe('Entered 28 days, but 60 tablet ÷ 2 tablet a day = 30 days.');
    const drops = daysSupplyOf(eyeDrops, 5000, expandSig('1 drop in the right eye bid', null))!;
    expect([37, 50, 75].map((days) => daysSupplyDiffers(days, drops))).toEqual([null, null, null]);
    expect(daysSupplyDiffers(30, drops)).toContain('5 mL × 20 drops');
  });
});
