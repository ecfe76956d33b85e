import { describe, expect, test } from 'vitest';
import { addDays } from './medication.ts';
import { membersOf } from './rule-index.ts';
import { oncPairs } from './rules/onc-pairs.ts';
import { heartPairs } from './rules/seed-pairs-heart.ts';
import { infectionPairs } from './rules/seed-pairs-infection.ts';
import { nervousPairs } from './rules/seed-pairs-nervous.ts';
import { med, pair, patient, rulesOf, screened, today, worst } from './screen-fixture.ts';

/** Each row of the ONC table, at least two members a side, as they are written in the sheet. */
const oncTable: [rule: string, left: string, right: string][] = [
  ['DUR-ONC-01', 'methylphenidate', 'tranylcypromine'],
  ['DUR-ONC-01', 'lisdexamfetamine', 'phenelzine'],
  ['DUR-ONC-01', 'pseudoephedrine', 'selegiline'],
  ['DUR-ONC-01', 'atomoxetine', 'isocarboxazid'],
  ['DUR-ONC-01', 'phentermine', 'procarbazine'],
  ['DUR-ONC-02', 'atazanavir', 'omeprazole'],
  ['DUR-ONC-02', 'atazanavir', 'dexlansoprazole'],
  ['DUR-ONC-03', 'febuxostat', 'azathioprine'],
  ['DUR-ONC-03', 'febuxostat', 'mercaptopurine'],
  ['DUR-ONC-04', 'fluoxetine', 'phenelzine'],
  ['DUR-ONC-04', 'venlafaxine', 'tranylcypromine'],
  ['DUR-ONC-04', 'milnacipran', 'selegiline'],
  ['DUR-ONC-05', 'irinotecan', 'ketoconazole'],
  ['DUR-ONC-05', 'irinotecan', 'clarithromycin'],
  ['DUR-ONC-06', 'meperidine', 'phenelzine'],
  ['DUR-ONC-06', 'dextromethorphan', 'selegiline'],
  ['DUR-ONC-06', 'tramadol', 'tranylcypromine'],
  ['DUR-ONC-07', 'amitriptyline', 'phenelzine'],
  ['DUR-ONC-07', 'clomipramine', 'isocarboxazid'],
  ['DUR-ONC-08', 'dofetilide', 'sotalol'],
  ['DUR-ONC-08', 'haloperidol', 'methadone'],
  ['DUR-ONC-08', 'ziprasidone', 'quinidine'],
  ['DUR-ONC-09', 'ramelteon', 'fluvoxamine'],
  ['DUR-ONC-10', 'darunavir', 'rifampin'],
  ['DUR-ONC-10', 'atazanavir', "st john's wort"],
  ['DUR-ONC-11', 'simvastatin', 'clarithromycin'],
  ['DUR-ONC-11', 'lovastatin', 'darunavir'],
  ['DUR-ONC-12', 'ergotamine', 'itraconazole'],
  ['DUR-ONC-12', 'dihydroergotamine', 'ritonavir'],
  ['DUR-ONC-13', 'tizanidine', 'ciprofloxacin'],
  ['DUR-ONC-13', 'tizanidine', 'fluvoxamine'],
  ['DUR-ONC-14', 'tranylcypromine', 'procarbazine'],
  ['DUR-ONC-15', 'sumatriptan', 'phenelzine'],
  ['DUR-ONC-15', 'rizatriptan', 'selegiline'],
];

describe('ONC high-priority pairs', () => {
  test.each(oncTable)('CLIN-1 %s: %s with %s is contraindicated in both orders', (rule, left, right) => {
    const [first] = pair(left, right);
    expect(first).toMatchObject({
      ruleId: rule,
      severity: 'contraindicated',
      blocking: true,
      kind: 'drug-interaction',
    });
  });

  test('CLIN-1 every member of every side of all 15 pairs is contraindicated', () => {
    const rules = oncPairs.filter((rule) => rule.leftAboveMicrogramsPerDay === undefined);
    expect(rules).toHaveLength(15);
    let pairs = 0;
    for (const rule of rules) {
      for (const left of membersOf(rule.left)) {
        for (const right of membersOf(rule.right)) {
          if (left === right) continue;
          pairs += 1;
          expect(pair(left, right)[0]?.severity, `${left} with ${right}`).toBe('contraindicated');
        }
      }
    }
    expect(pairs).toBeGreaterThan(350);
  });

  test('CLIN-1 citalopram counts among the QT drugs above 40 mg a day only', () => {
    const at = (mg: number) => med(`citalopram ${mg} mg tablet`, { dose: { maxUnitsPerDayMilli: 1000 } });
    expect(worst(pair(at(60), 'sotalol'))).toBe('contraindicated DUR-ONC-08-CIT');
    expect(rulesOf(pair(at(40), 'sotalol'))).toContain('DUR-QT-POSSIBLE');
    expect(rulesOf(pair(at(40), 'sotalol'))).not.toContain('DUR-ONC-08-CIT');
  });
});

/** The additional table of the sheet, one row each at least. */
const seedTable: [severity: string, left: string, right: string][] = [
  ['contraindicated', 'sildenafil', 'nitroglycerin'],
  ['contraindicated', 'tadalafil', 'isosorbide mononitrate'],
  ['contraindicated', 'vardenafil', 'isosorbide dinitrate'],
  ['contraindicated', 'sildenafil', 'riociguat'],
  ['major', 'warfarin', 'sulfamethoxazole'],
  ['major', 'warfarin', 'metronidazole'],
  ['major', 'warfarin', 'fluconazole'],
  ['major', 'warfarin', 'amiodarone'],
  ['major', 'warfarin', 'ibuprofen'],
  ['major', 'warfarin', 'aspirin'],
  ['major', 'warfarin', 'sertraline'],
  ['contraindicated', 'methotrexate', 'trimethoprim'],
  ['major', 'oxycodone', 'alprazolam'],
  ['major', 'hydrocodone', 'gabapentin'],
  ['major', 'morphine', 'ethanol'],
  ['major', 'apixaban', 'ketoconazole'],
  ['major', 'rivaroxaban', 'rifampin'],
  ['contraindicated', 'lisinopril', 'sacubitril'],
  ['major', 'losartan', 'sacubitril'],
  ['major', 'lisinopril', 'potassium chloride'],
  ['major', 'losartan', 'trimethoprim'],
  ['major', 'spironolactone', 'potassium chloride'],
  ['moderate', 'clopidogrel', 'omeprazole'],
  ['moderate', 'clopidogrel', 'esomeprazole'],
  ['major', 'lithium', 'hydrochlorothiazide'],
  ['major', 'lithium', 'lisinopril'],
  ['major', 'lithium', 'ibuprofen'],
  ['major', 'digoxin', 'amiodarone'],
  ['major', 'digoxin', 'verapamil'],
  ['major', 'digoxin', 'clarithromycin'],
  ['major', 'theophylline', 'ciprofloxacin'],
  ['major', 'theophylline', 'fluvoxamine'],
  ['major', 'carbamazepine', 'clarithromycin'],
  ['major', 'carbamazepine', 'erythromycin'],
  ['contraindicated', 'carbamazepine', 'nefazodone'],
  ['major', 'lamotrigine', 'divalproex'],
  ['major', 'lamotrigine', 'ethinyl estradiol'],
  ['major', 'colchicine', 'clarithromycin'],
  ['major', 'colchicine', 'verapamil'],
  ['moderate', 'ciprofloxacin', 'calcium carbonate'],
  ['moderate', 'doxycycline', 'ferrous sulfate'],
  ['moderate', 'levothyroxine', 'calcium carbonate'],
  ['moderate', 'levothyroxine', 'omeprazole'],
  ['contraindicated', 'varicella virus vaccine live', 'tacrolimus'],
  ['contraindicated', 'isotretinoin', 'doxycycline'],
  ['contraindicated', 'isotretinoin', 'vitamin a'],
  ['major', 'linezolid', 'sertraline'],
  ['major', 'methylene blue', 'fluoxetine'],
  ['major', 'rifampin', 'ethinyl estradiol'],
  ['major', 'rifampin', 'apixaban'],
  ['major', 'rifampin', 'fluconazole'],
  ['major', 'rifampin', 'methadone'],
  ['contraindicated', 'ivabradine', 'ketoconazole'],
  ['contraindicated', 'ranolazine', 'clarithromycin'],
  ['contraindicated', 'ranolazine', 'rifampin'],
  ['contraindicated', 'flibanserin', 'fluconazole'],
  ['contraindicated', 'flibanserin', 'ethanol'],
  ['contraindicated', 'nirmatrelvir', 'simvastatin'],
  ['contraindicated', 'nirmatrelvir', 'amiodarone'],
  ['major', 'nirmatrelvir', 'rivaroxaban'],
  ['contraindicated', 'nirmatrelvir', 'colchicine'],
  ['contraindicated', 'nirmatrelvir', 'alfuzosin'],
  ['major', 'nirmatrelvir', 'salmeterol'],
  ['contraindicated', 'nirmatrelvir', 'triazolam'],
  ['contraindicated', 'nirmatrelvir', 'ergotamine'],
  ['major', 'buprenorphine', 'oxycodone'],
  ['major', 'allopurinol', 'azathioprine'],
];

describe('pairs beyond the ONC list', () => {
  test.each(seedTable)('CLIN-2 %s: %s with %s, both orders', (severity, left, right) => {
    expect(pair(left, right)[0]).toMatchObject({ severity, kind: 'drug-interaction' });
  });

  test('CLIN-2 every member of every rule is found, at its severity or worse', () => {
    const order = ['contraindicated', 'major', 'moderate', 'minor'];
    for (const rule of [...heartPairs, ...infectionPairs, ...nervousPairs]) {
      if (rule.when || rule.leftAboveMicrogramsPerDay) continue;
      for (const left of membersOf(rule.left)) {
        for (const right of membersOf(rule.right)) {
          if (left === right) continue;
          const found = pair(left, right).find((f) => f.kind === 'drug-interaction');
          expect(order.indexOf(found?.severity ?? 'none'), `${rule.id} ${left} ${right}`).toBeGreaterThanOrEqual(0);
          expect(order.indexOf(found?.severity ?? 'none')).toBeLessThanOrEqual(order.indexOf(rule.severity));
        }
      }
    }
  });

  test('CLIN-2 a rule id is used once and every rule has its texts', () => {
    const all = [...oncPairs, ...heartPairs, ...infectionPairs, ...nervousPairs];
    expect(new Set(all.map((rule) => rule.id)).size).toBe(all.length);
    for (const rule of all) {
      for (const text of [rule.title, rule.evidence, rule.management, rule.source])
        expect(text.length, rule.id).toBeGreaterThan(10);
    }
  });
});

describe('names', () => {
  test('CLIN-3 brand, generic, salt and combination products are the same drug', () => {
    expect(worst(pair('Viagra', 'Nitrostat'))).toBe('contraindicated DUR-PDE5-NITRATE');
    expect(worst(pair('sildenafil citrate 50 MG Oral Tablet', 'isosorbide mononitrate 30 MG'))).toBe(
      'contraindicated DUR-PDE5-NITRATE',
    );
    expect(worst(pair('Bactrim', 'warfarin sodium 5 MG'))).toBe('major DUR-WARFARIN-INHIBITOR');
    expect(worst(pair('nirmatrelvir 150 MG / ritonavir 100 MG', 'simvastatin 40 MG'))).toMatch(/^contraindicated/);
    expect(worst(pair('lisinopril 10 MG / hydrochlorothiazide 12.5 MG', 'lithium carbonate 300 MG'))).toBe(
      'major DUR-LITHIUM-LEVEL',
    );
  });

  test('CLIN-3 a product does not interact with itself', () => {
    expect(screened({ candidate: med('sulfamethoxazole 800 MG / trimethoprim 160 MG') })).toEqual([]);
    expect(screened({ profile: [med('lopinavir 200 MG / ritonavir 50 MG')] })).toEqual([]);
  });

  test('CLIN-3 a class of the catalogue brings a drug under its rules that no list names', () => {
    const newOne = med('experimentafil 10 MG', { drug: { classes: ['pde5-inhibitor'] } });
    expect(worst(pair(newOne, 'nitroglycerin'))).toBe('contraindicated DUR-PDE5-NITRATE');
  });

  test('CLIN-4 a drug that acts on the spot does not interact; nitroglycerin ointment does', () => {
    const local = (text: string, route: string) => med(text, { drug: { route } });
    expect(pair(local('ketoconazole 2 % shampoo', 'topical'), 'simvastatin')).toEqual([]);
    expect(pair(local('ciprofloxacin 0.3 % solution', 'ophthalmic'), 'tizanidine')).toEqual([]);
    expect(pair(local('diclofenac 1 % gel', 'topical'), 'warfarin')).toEqual([]);
    expect(worst(pair(local('nitroglycerin 2 % ointment', 'topical'), 'sildenafil'))).toBe(
      'contraindicated DUR-PDE5-NITRATE',
    );
  });
});

describe('time', () => {
  const ended = (text: string, days: number) => med(text, { endsOn: addDays(today, -days) });

  test('CLIN-5 an MAO inhibitor counts for 14 days after its end, fluoxetine for 35, others for 7', () => {
    expect(worst(screened({ candidate: med('sertraline'), profile: [ended('phenelzine', 14)] }))).toBe(
      'contraindicated DUR-ONC-04',
    );
    expect(screened({ candidate: med('sertraline'), profile: [ended('phenelzine', 15)] })).toEqual([]);
    expect(worst(screened({ candidate: med('phenelzine'), profile: [ended('fluoxetine', 35)] }))).toBe(
      'contraindicated DUR-ONC-04',
    );
    expect(screened({ candidate: med('phenelzine'), profile: [ended('fluoxetine', 36)] })).toEqual([]);
    expect(worst(screened({ candidate: med('simvastatin'), profile: [ended('clarithromycin', 7)] }))).toBe(
      'contraindicated DUR-ONC-11',
    );
    expect(screened({ candidate: med('simvastatin'), profile: [ended('clarithromycin', 8)] })).toEqual([]);
  });

  test('CLIN-5 sacubitril may follow an ACE inhibitor after two days', () => {
    expect(worst(screened({ candidate: med('sacubitril'), profile: [ended('lisinopril', 2)] }))).toBe(
      'contraindicated DUR-ACEI-SACUBITRIL',
    );
    expect(screened({ candidate: med('sacubitril'), profile: [ended('lisinopril', 3)] })).toEqual([]);
  });
});

describe('one alert a pair', () => {
  test('CLIN-6 of several rules about a pair the worst is shown and names the others', () => {
    const findings = pair('nirmatrelvir 150 MG / ritonavir 100 MG', 'simvastatin').filter(
      (f) => f.kind === 'drug-interaction',
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]?.foldedRuleIds).toContain('DUR-NIRMATRELVIR-CONTRA');
    expect(findings[0]?.ruleId).toBe('DUR-ONC-11');
  });

  test('CLIN-6 two prescriptions of one drug give one alert with both as subjects', () => {
    const findings = screened({
      candidate: med('sildenafil', { prescriptionId: 'rx1' }),
      profile: [med('nitroglycerin', { prescriptionId: 'rx2' }), med('nitroglycerin', { prescriptionId: 'rx3' })],
    });
    expect(findings.filter((f) => f.kind === 'drug-interaction')).toHaveLength(1);
    expect(findings[0]?.subjects.map((s) => s.prescriptionId)).toEqual(['rx1', 'rx2', 'rx3']);
  });
});

describe('conditions', () => {
  test('CLIN-7 colchicine with a P-glycoprotein inhibitor is contraindicated with kidney or liver disease', () => {
    expect(pair('colchicine', 'clarithromycin')[0]?.severity).toBe('major');
    expect(
      pair('colchicine', 'clarithromycin', patient({ conditions: ['N18.4 Chronic kidney disease'] }))[0]?.severity,
    ).toBe('contraindicated');
    expect(pair('colchicine', 'clarithromycin', patient({ conditions: ['cirrhosis of the liver'] }))[0]?.severity).toBe(
      'contraindicated',
    );
  });

  test('CLIN-7 metformin with contrast follows the eGFR; unknown is shown, not stopped', () => {
    expect(
      pair('metformin', 'iohexol', patient({ egfr: 25 })).find((f) => f.kind === 'drug-interaction')?.severity,
    ).toBe('major');
    expect(pair('metformin', 'iohexol', patient({ egfr: 60 }))).toEqual([]);
    expect(pair('metformin', 'iohexol')[0]?.severity).toBe('moderate');
  });
});
