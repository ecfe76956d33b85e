import { describe, expect, test } from 'vitest';
import type { AllergyFacts, MedicationFacts } from './model.ts';
import { allergy, med, patient, rulesOf, screened } from './screen-fixture.ts';

function against(entry: AllergyFacts, candidate: string | MedicationFacts) {
  return screened({
    candidate: typeof candidate === 'string' ? med(candidate) : candidate,
    patient: patient({ allergies: [entry] }),
  }).filter((finding) => finding.reasonForService === 'DA');
}
const severityOf = (entry: AllergyFacts, candidate: string | MedicationFacts) =>
  against(entry, candidate)[0]?.severity ?? 'none';
const severe = { gravity: 'severe' } as const;

describe('allergy groups', () => {
  const table: [substance: string, candidate: string, unknown: string, severe: string][] = [
    ['penicillin', 'amoxicillin', 'major', 'contraindicated'],
    ['Penicillins', 'penicillin v potassium', 'major', 'contraindicated'],
    ['amoxicillin', 'ampicillin', 'major', 'contraindicated'],
    ['amoxicillin', 'cephalexin', 'major', 'contraindicated'],
    ['ampicillin', 'cefaclor', 'major', 'contraindicated'],
    ['amoxicillin', 'cefadroxil', 'major', 'contraindicated'],
    ['amoxicillin', 'cefprozil', 'major', 'contraindicated'],
    ['penicillin', 'cephalexin', 'moderate', 'major'],
    ['penicillin', 'cefdinir', 'minor', 'moderate'],
    ['amoxicillin', 'ceftriaxone', 'minor', 'moderate'],
    ['penicillin', 'meropenem', 'minor', 'moderate'],
    ['ceftriaxone', 'cefotaxime', 'major', 'contraindicated'],
    ['cefepime', 'cefpodoxime', 'major', 'contraindicated'],
    ['cefditoren', 'ceftriaxone', 'major', 'contraindicated'],
    ['cephalexin', 'amoxicillin', 'major', 'contraindicated'],
    ['ceftazidime', 'aztreonam', 'major', 'contraindicated'],
    ['aztreonam', 'cefiderocol', 'major', 'contraindicated'],
    ['cephalexin', 'cefdinir', 'moderate', 'major'],
    ['cephalexin', 'cefazolin', 'minor', 'moderate'],
    ['cephalosporins', 'cefdinir', 'major', 'contraindicated'],
    ['sulfa drugs', 'sulfamethoxazole 800 MG / trimethoprim 160 MG', 'major', 'contraindicated'],
    ['Bactrim', 'sulfadiazine', 'major', 'contraindicated'],
    ['sulfa', 'hydrochlorothiazide', 'moderate', 'moderate'],
    ['sulfa', 'furosemide', 'moderate', 'moderate'],
    ['sulfa', 'celecoxib', 'moderate', 'moderate'],
    ['sulfa', 'glipizide', 'moderate', 'moderate'],
    ['sulfa', 'sulfasalazine', 'moderate', 'major'],
    ['sulfa', 'dapsone', 'moderate', 'major'],
    ['aspirin', 'ibuprofen', 'major', 'contraindicated'],
    ['NSAIDs', 'naproxen', 'major', 'contraindicated'],
    ['Advil', 'ketorolac', 'major', 'contraindicated'],
    ['aspirin', 'celecoxib', 'moderate', 'moderate'],
    ['aspirin', 'acetaminophen', 'none', 'none'],
    ['codeine', 'oxycodone', 'major', 'contraindicated'],
    ['morphine', 'hydrocodone', 'major', 'contraindicated'],
    ['morphine', 'fentanyl', 'none', 'none'],
    ['fentanyl', 'meperidine', 'major', 'contraindicated'],
    ['morphine', 'methadone', 'none', 'none'],
    ['benzocaine', 'tetracaine', 'major', 'contraindicated'],
    ['benzocaine', 'lidocaine', 'none', 'none'],
    ['lidocaine', 'bupivacaine', 'major', 'contraindicated'],
    ['atorvastatin', 'simvastatin', 'moderate', 'major'],
    ['erythromycin', 'azithromycin', 'moderate', 'major'],
    ['ciprofloxacin', 'levofloxacin', 'moderate', 'major'],
    ['fluconazole', 'itraconazole', 'moderate', 'major'],
    ['phenytoin', 'carbamazepine', 'moderate', 'contraindicated'],
    ['lamotrigine', 'oxcarbazepine', 'moderate', 'contraindicated'],
    ['egg', 'yellow fever vaccine', 'moderate', 'major'],
    ['egg', 'influenza vaccine', 'none', 'none'],
    ['shellfish', 'iohexol', 'none', 'none'],
    ['iodine', 'amiodarone', 'none', 'none'],
    ['peanut', 'progesterone 100 MG Oral Capsule', 'major', 'contraindicated'],
    ['gelatin', 'cephalexin 500 MG Oral Capsule', 'moderate', 'major'],
    ['NKDA', 'amoxicillin', 'none', 'none'],
  ];
  test.each(table)('CLIN-10 allergy to %s, %s: %s, severe: %s', (substance, candidate, unknown, whenSevere) => {
    expect(severityOf(allergy(substance), candidate)).toBe(unknown);
    expect(severityOf(allergy(substance, severe), candidate)).toBe(whenSevere);
  });

  test('CLIN-11 an intolerance is shown and never stops', () => {
    for (const [substance, candidate] of table) {
      const findings = against(allergy(substance, { gravity: 'intolerance' }), candidate);
      expect(
        findings.filter((finding) => finding.blocking),
        `${substance} ${candidate}`,
      ).toEqual([]);
    }
    expect(severityOf(allergy('codeine', { gravity: 'intolerance' }), 'codeine')).toBe('moderate');
  });

  test('CLIN-11 a side effect written down as an allergy is an intolerance', () => {
    expect(severityOf(allergy('codeine', { reaction: 'nausea' }), 'oxycodone')).toBe('moderate');
    expect(severityOf(allergy('morphine', { reaction: 'itching' }), 'hydrocodone')).toBe('moderate');
    expect(severityOf(allergy('morphine', { reaction: 'itching and hives' }), 'hydrocodone')).toBe('major');
    expect(severityOf(allergy('lisinopril', { reaction: 'dry cough' }), 'enalapril')).toBe('moderate');
    expect(severityOf(allergy('penicillin', { reaction: 'nausea', gravity: 'severe' }), 'amoxicillin')).toBe(
      'contraindicated',
    );
  });

  test('CLIN-10 the reaction says how severe it was where nobody did', () => {
    expect(severityOf(allergy('penicillin', { reaction: 'anaphylaxis' }), 'amoxicillin')).toBe('contraindicated');
    expect(severityOf(allergy('carbamazepine', { reaction: 'Stevens-Johnson syndrome' }), 'phenytoin')).toBe(
      'contraindicated',
    );
    expect(severityOf(allergy('penicillin', { reaction: 'rash' }), 'amoxicillin')).toBe('major');
  });

  test('CLIN-10 angioedema from an ACE inhibitor closes the class and sacubitril, and asks before an ARB', () => {
    const entry = allergy('lisinopril', { reaction: 'angioedema' });
    expect(severityOf(entry, 'ramipril')).toBe('contraindicated');
    expect(severityOf(entry, 'sacubitril 24 MG / valsartan 26 MG')).toBe('contraindicated');
    expect(severityOf(entry, 'losartan')).toBe('moderate');
    expect(severityOf(allergy('lisinopril'), 'losartan')).toBe('none');
  });

  test('CLIN-10 the same ingredient is found by name, salt, brand and RxCUI', () => {
    expect(severityOf(allergy('Lipitor'), 'atorvastatin calcium 20 MG')).toBe('major');
    expect(severityOf(allergy('amoxicillin trihydrate'), 'amoxicillin 500 MG')).toBe('major');
    expect(severityOf(allergy('Allergy to penicillin'), 'amoxicillin 500 MG')).toBe('major');
    const byCode = med('metoclopramide 10 MG', {
      drug: { ingredients: [{ name: 'metoclopramide', rxcui: '6915', strength: null, microgramsPerHour: null }] },
    });
    expect(severityOf(allergy('some other name', { rxcui: '6915' }), byCode)).toBe('major');
  });

  test('CLIN-10 one alert an allergy and drug, the milder rules folded in', () => {
    const findings = against(allergy('amoxicillin'), 'amoxicillin 500 MG');
    expect(findings).toHaveLength(1);
    expect(rulesOf(findings)).toEqual(['DUR-ALLERGY-SAME']);
  });

  test('CLIN-12 an allergy to an inactive ingredient is answered with what to look for, not with silence', () => {
    expect(against(allergy('polysorbate 80'), 'adalimumab')[0]).toMatchObject({
      ruleId: 'DUR-ALLERGY-UNCHECKED',
      severity: 'minor',
    });
    expect(severityOf(allergy('lactose'), 'lisinopril')).toBe('minor');
    const inhaler = med('fluticasone / salmeterol', { drug: { route: 'inhalation', doseForm: 'powder' } });
    expect(severityOf(allergy('milk protein'), inhaler)).toBe('moderate');
  });
});
