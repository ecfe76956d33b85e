import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolveAllergen } from './allergen.ts';
import { alertSchema } from './contract.ts';
import { factsOfText } from './drug-facts.ts';
import type { AllergyFacts, DrugFacts, MedicationFacts, PatientFacts } from './model.ts';
import { frequencyOf } from './prescription-facts.ts';
import { allergyGroups } from './rules/allergy-groups.ts';
import { drugClasses } from './rules/classes.ts';
import { screened } from './screen-fixture.ts';
import { parseStrength } from './strength.ts';

const names = [...new Set<string>(Object.values(drugClasses).flat()), 'acetaminophen', 'constructor', '__proto__', ''];
const date = fc.oneof(
  fc
    .date({ min: new Date('2024-01-01'), max: new Date('2028-01-01'), noInvalidDate: true })
    .map((d) => d.toISOString().slice(0, 10)),
  fc.constant('not a date'),
);
const int = (max: number) => fc.option(fc.integer({ min: -10, max }), { nil: null });

const drug: fc.Arbitrary<DrugFacts> = fc.record({
  key: fc.string(),
  name: fc.string(),
  ingredients: fc.array(
    fc.record({
      name: fc.oneof(fc.constantFrom(...names), fc.string()),
      rxcui: fc.option(fc.string(), { nil: null }),
      strength: fc.option(
        fc.record({
          micrograms: fc.integer({ min: 1, max: 2_000_000_000 }),
          perUnitsMilli: fc.integer({ min: 1, max: 100_000 }),
        }),
        { nil: null },
      ),
      microgramsPerHour: int(1000),
    }),
    { maxLength: 4 },
  ),
  classes: fc.array(fc.oneof(fc.constantFrom(...Object.keys(drugClasses)), fc.string()), { maxLength: 2 }),
  route: fc.constantFrom('oral', 'topical', 'transdermal', 'ophthalmic', 'subcutaneous', 'inhalation', ''),
  doseForm: fc.constantFrom('tablet', 'patch', 'capsule', 'powder', ''),
  isExtendedRelease: fc.boolean(),
  schedule: fc.constantFrom(null, 'CII', 'CIV'),
  unit: fc.constantFrom('EA', 'ML', 'GM'),
});
const medication: fc.Arbitrary<MedicationFacts> = fc.record({
  drug,
  dose: fc.record({
    maxUnitsPerDayMilli: int(1_000_000),
    frequency: fc.constantFrom('daily', 'weekly', 'other', 'unknown', null),
    asNeeded: fc.boolean(),
    quantityMilli: int(10_000_000),
    daysSupply: int(400),
  }),
  prescriptionId: fc.option(fc.string(), { nil: null }),
  endsOn: fc.option(date, { nil: null }),
  fills: fc.array(fc.record({ on: date, daysSupply: fc.integer({ min: -1, max: 400 }) }), { maxLength: 4 }),
});
const allergyOf: fc.Arbitrary<AllergyFacts> = fc.record({
  substance: fc.oneof(
    fc.constantFrom(...names, ...Object.values(allergyGroups).flatMap((g) => [...g.terms])),
    fc.string(),
  ),
  rxcui: fc.option(fc.string(), { nil: null }),
  reaction: fc.option(fc.oneof(fc.string(), fc.constantFrom('angioedema', 'rash', 'nausea')), { nil: null }),
  gravity: fc.constantFrom('intolerance', 'mild', 'moderate', 'severe', 'unknown'),
});
const someone: fc.Arbitrary<PatientFacts> = fc.record({
  ageDays: int(45_000),
  ageYears: int(130),
  sex: fc.constantFrom('female', 'male', 'other', 'unknown'),
  pregnant: fc.constantFrom(true, false, null),
  breastfeeding: fc.constantFrom(true, false, null),
  weightGrams: int(300_000),
  weightOn: fc.option(date, { nil: null }),
  heightMillimetres: int(2500),
  serumCreatinineMicrogramsPerDl: int(20_000),
  egfr: int(140),
  allergies: fc.array(allergyOf, { maxLength: 4 }),
  conditions: fc.array(fc.oneof(fc.string(), fc.constantFrom('N18.4', 'G40', 'liver disease')), { maxLength: 3 }),
});
const input = fc.record({
  candidate: fc.option(medication, { nil: null }),
  profile: fc.array(medication, { maxLength: 8 }),
  patient: someone,
});

test('CLIN-74 whatever the facts, screening answers findings that fit the contract and never throws', () => {
  fc.assert(
    fc.property(input, (facts) => {
      for (const finding of screened(facts)) {
        expect(alertSchema.safeParse(finding).success, JSON.stringify(finding)).toBe(true);
        const text = JSON.stringify([finding.message, finding.evidence, finding.management]);
        expect(text).not.toMatch(/undefined|NaN|\[object/);
      }
    }),
    { numRuns: 400 },
  );
});

test('CLIN-74 the order of the profile, of allergies and of conditions changes nothing', () => {
  fc.assert(
    fc.property(input, fc.integer({ min: 1, max: 7 }), (facts, turn) => {
      const turned = <T>(list: readonly T[]): T[] =>
        [...list.slice(turn % (list.length || 1)), ...list.slice(0, turn % (list.length || 1))].reverse();
      const other = screened({
        ...facts,
        profile: turned(facts.profile),
        patient: {
          ...facts.patient,
          allergies: turned(facts.patient.allergies),
          conditions: turned(facts.patient.conditions),
        },
      });
      expect(other.map((f) => [f.id, f.severity, f.blocking])).toEqual(
        screened(facts).map((f) => [f.id, f.severity, f.blocking]),
      );
    }),
    { numRuns: 300 },
  );
});

test('CLIN-74 one alert an id', () => {
  fc.assert(
    fc.property(input, (facts) => {
      const ids = screened(facts).map((finding) => finding.alertKey);
      expect(new Set(ids).size).toBe(ids.length);
    }),
    { numRuns: 200 },
  );
});

test('CLIN-75 any text can be read as strength, drug, allergy or directions without throwing', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' })), (text) => {
      const parsed = parseStrength(text);
      if (parsed.strength)
        expect(Number.isSafeInteger(parsed.strength.micrograms) && parsed.strength.perUnitsMilli > 0).toBe(true);
      factsOfText(text);
      resolveAllergen({ substance: text, rxcui: null, reaction: text, gravity: 'unknown' });
      frequencyOf({ english: text, entered: text });
    }),
    { numRuns: 1000 },
  );
});
