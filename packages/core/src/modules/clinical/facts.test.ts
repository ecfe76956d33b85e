import { describe, expect, test } from 'vitest';
import { factsOfDrug, factsOfText } from './drug-facts.ts';
import { ingredientName } from './ingredient-name.ts';
import { frequencyOf } from './prescription-facts.ts';
import { parseStrength, strengthsOf } from './strength.ts';

describe('names', () => {
  test.each([
    ['Lisinopril dihydrate', 'lisinopril'],
    ['LEVOTHYROXINE SODIUM ANHYDROUS', 'levothyroxine'],
    ['metformin hydrochloride', 'metformin'],
    ['paracetamol', 'acetaminophen'],
    ['potassium chloride', 'potassium'],
    ['isosorbide mononitrate', 'isosorbide mononitrate'],
    ['penicillin V potassium', 'penicillin v'],
    ['divalproex sodium', 'valproate'],
    ['ferrous sulfate', 'iron'],
    ['St. John’s Wort', "st john's wort"],
    ['sodium bicarbonate', 'sodium bicarbonate'],
    ['calcium carbonate', 'calcium'],
    ['tenofovir disoproxil fumarate', 'tenofovir'],
    ['olmesartan medoxomil', 'olmesartan'],
    ['warfarin sodium', 'warfarin'],
  ])('CLIN-80 %s is %s', (source, base) => {
    expect(ingredientName(source)).toBe(base);
  });
});

describe('strengths', () => {
  test.each([
    ['20 mg', 20_000, 1000],
    ['EQ 20MG BASE', 20_000, 1000],
    ['0.125 mg', 125, 1000],
    ['250 mg/5 mL', 250_000, 5000],
    ['325MG/15ML', 325_000, 15_000],
    ['1,000 MG', 1_000_000, 1000],
    ['1GM', 1_000_000, 1000],
    ['.5 mg', 500, 1000],
    ['112 mcg', 112, 1000],
    ['100 mg/mL', 100_000, 1000],
    ['40MG/0.4ML', 40_000, 400],
  ])('CLIN-81 %s is %d micrograms in %d thousandths of a unit', (text, micrograms, perUnitsMilli) => {
    expect(parseStrength(text).strength).toEqual({ micrograms, perUnitsMilli });
  });

  test.each(['1%', '100 units/mL', '10 mEq', '90MCG/INH', '', 'N/A', '5'])(
    'CLIN-81 nothing is counted from "%s"',
    (text) => {
      expect(parseStrength(text).strength).toBeNull();
    },
  );

  test('CLIN-81 a patch is micrograms an hour', () => {
    expect(parseStrength('25MCG/HR')).toEqual({ strength: null, microgramsPerHour: 25 });
    expect(parseStrength('0.1MG/24HR').microgramsPerHour).toBe(4);
  });

  test.each([['325MG;5MG'], ['325-5 mg'], ['325 mg/5 mg']])(
    'CLIN-81 the parts of %s go to their ingredients',
    (combined) => {
      const parts = strengthsOf([{ strength: null }, { strength: null }], combined).map((p) => p.strength?.micrograms);
      expect(parts).toEqual([325_000, 5000]);
    },
  );
});

describe('drug facts', () => {
  test('CLIN-82 a catalogue row becomes ingredients, classes and release', () => {
    const facts = factsOfDrug({
      key: '1',
      ndc11: null,
      ndc: null,
      product: null,
      name: 'metoprolol succinate 50 mg extended-release tablet',
      brandName: null,
      ingredients: [{ name: 'metoprolol succinate', rxcui: '866412', strength: '50 mg' }],
      strength: '50 mg',
      doseForm: 'tablet, extended release',
      route: 'oral',
      labeler: 'X',
      schedule: null,
      scheduleKnown: true,
      teCode: null,
      rxcui: null,
      packageSizeMilli: null,
      unit: 'EA',
      classes: ['beta-Adrenergic Blocker [EPC]', 'Phosphodiesterase 5 Inhibitor [EPC]'],
      marketingStatus: 'rx',
      source: 'starter',
      edition: '1',
    });
    expect(facts).toMatchObject({
      isExtendedRelease: true,
      classes: ['pde5-inhibitor'],
      ingredients: [{ name: 'metoprolol', strength: { micrograms: 50_000 } }],
    });
  });

  test('CLIN-82 a reported text becomes a drug', () => {
    expect(factsOfText('24 HR Metformin hydrochloride 500 MG Extended Release Oral Tablet')).toMatchObject({
      isExtendedRelease: true,
      route: 'oral',
      ingredients: [{ name: 'metformin', strength: { micrograms: 500_000 } }],
    });
    expect(
      factsOfText('Acetaminophen 325 MG / Hydrocodone Bitartrate 5 MG Oral Tablet [Norco]')?.ingredients.map(
        (i) => i.name,
      ),
    ).toEqual(['acetaminophen', 'hydrocodone']);
    expect(factsOfText('Percocet')?.ingredients.map((i) => i.name)).toEqual(['oxycodone', 'acetaminophen']);
    expect(factsOfText('')).toBeNull();
  });
});

describe('directions', () => {
  test.each([
    ['Take 1 tablet by mouth every day', 'daily'],
    ['Take 4 tablets by mouth once a week', 'weekly'],
    ['Take 6 tablets every Monday morning', 'weekly'],
    ['Take 1 tablet daily for 2 weeks', 'daily'],
    ['Take 1 tablet on Monday, Wednesday and Friday', 'other'],
    ['Take 1 tablet every other day', 'other'],
    ['Use as directed', 'unknown'],
    ['1 tab po qd', 'daily'],
    ['1 tab po bid', 'daily'],
    ['inject 0.5 mg under the skin weekly', 'weekly'],
    ['Take 1 tablet every 8 hours as needed', 'daily'],
    ['Apply 1 patch every 72 hours', 'daily'],
    ['Take 1 tablet twice daily 5 days per week', 'daily'],
  ])('CLIN-83 "%s" is %s', (english, expected) => {
    expect(frequencyOf({ english, entered: '' })).toBe(expected);
  });
});
