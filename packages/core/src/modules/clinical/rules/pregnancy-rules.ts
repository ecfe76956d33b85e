import { type PatientRow, patientRules } from './patient-rows.ts';
import type { DurationRule, PatientRule } from './types.ts';
import { sources } from './types.ts';

const doseSource = sources.seed('dose limits, label-derived');
const pregnancySource = sources.seed('teratogens and REMS');

const teratogen = (
  id: string,
  severity: PatientRule['severity'],
  members: PatientRule['members'],
  evidence: string,
  rest: Partial<PatientRow> = {},
): PatientRow => ({
  id: `DUR-PREG-${id}`,
  severity,
  title: 'Drug that may harm the unborn child',
  members,
  pregnant: true,
  evidence,
  management: 'Do not dispense until the prescriber has confirmed that mother and child were considered.',
  ...rest,
});

/** Pregnancy: letters A to X are gone (PLLR 2015), so each says why. */
export const pregnancyRules: readonly PatientRule[] = patientRules('pregnancy', 'PG', pregnancySource, [
  teratogen(
    'RETINOID',
    'contraindicated',
    { ingredients: ['isotretinoin', 'acitretin'] },
    'Severe malformations after any dose.',
    { overridable: false, management: 'Do not dispense. If the record is wrong, correct the pregnancy status.' },
  ),
  teratogen(
    'THALIDOMIDE',
    'contraindicated',
    { ingredients: ['thalidomide', 'lenalidomide', 'pomalidomide'] },
    'Severe malformations after any dose.',
    { overridable: false, management: 'Do not dispense. If the record is wrong, correct the pregnancy status.' },
  ),
  teratogen(
    'ENDOTHELIN',
    'contraindicated',
    { ingredients: ['ambrisentan', 'bosentan', 'macitentan'] },
    'Malformations of face, heart and vessels.',
  ),
  teratogen(
    'METHOTREXATE',
    'contraindicated',
    { ingredients: ['methotrexate'] },
    'Ends the pregnancy or harms the child.',
  ),
  teratogen('MYCOPHENOLATE', 'contraindicated', { ingredients: ['mycophenolate'] }, 'Miscarriage and malformations.'),
  teratogen(
    'RIBAVIRIN',
    'contraindicated',
    { ingredients: ['ribavirin'] },
    'Malformations, even when the father takes it.',
  ),
  teratogen(
    'MISOPROSTOL',
    'contraindicated',
    { ingredients: ['misoprostol'] },
    'Ends the pregnancy or harms the child; confirm the purpose.',
  ),
  teratogen('WARFARIN', 'contraindicated', { ingredients: ['warfarin'] }, 'Malformations and bleeding of the child.'),
  teratogen('VALPROATE', 'contraindicated', { ingredients: ['valproate'] }, 'Open spine and lower intelligence.'),
  teratogen(
    'RAAS',
    'major',
    { classes: ['ace-inhibitor', 'arb'], ingredients: ['sacubitril', 'aliskiren'] },
    'Kidney failure and death of the child in the second half.',
  ),
  teratogen('TOPIRAMATE', 'major', { ingredients: ['topiramate'] }, 'Cleft lip and palate, small child.'),
  teratogen('LITHIUM', 'major', { ingredients: ['lithium'] }, 'Heart malformation; levels change through pregnancy.'),
  teratogen('PAROXETINE', 'major', { ingredients: ['paroxetine'] }, 'Heart malformation in the first months.'),
  teratogen('TETRACYCLINE', 'major', { classes: ['tetracycline'] }, 'Teeth and bones of the child.', { route: 'oral' }),
  teratogen('FLUCONAZOLE', 'major', { ingredients: ['fluconazole'] }, 'High doses: malformations of head and heart.', {
    minMicrogramsPerDay: 400_000,
  }),
  teratogen(
    'FINASTERIDE',
    'contraindicated',
    { classes: ['five-alpha-reductase-inhibitor'] },
    'Genital malformation of a boy; broken tablets must not be handled.',
  ),
  teratogen('STATIN', 'moderate', { classes: ['statin'] }, 'Usually paused in pregnancy.', {
    title: 'Statin in pregnancy',
    management: 'Ask the prescriber whether to pause it.',
  }),
]);

export const sexRules: readonly PatientRule[] = patientRules('sex', 'SX', sources.seed('check list, sex'), [
  {
    id: 'DUR-SEX-FINASTERIDE',
    severity: 'moderate',
    title: '5-alpha-reductase inhibitor for a woman',
    members: { classes: ['five-alpha-reductase-inhibitor'] },
    sex: 'female',
    evidence: 'Made for men; a wrong patient may have been chosen.',
    management: 'Check the patient; ask what it is for.',
  },
]);

/** Gates outside the screen that a pharmacist should be reminded of. */
export const gateRules: readonly PatientRule[] = patientRules('lab-monitoring', 'TN', pregnancySource, [
  {
    id: 'DUR-GATE-ISOTRETINOIN',
    severity: 'moderate',
    title: 'Isotretinoin: iPLEDGE authorisation',
    members: { ingredients: ['isotretinoin'] },
    evidence: 'Dispensing needs an iPLEDGE authorisation number within its window, 30 days at most, no refills.',
    management: 'Get the number before filling and note it.',
  },
  {
    id: 'DUR-GATE-THALIDOMIDE',
    severity: 'moderate',
    title: 'REMS authorisation number',
    members: { ingredients: ['thalidomide', 'lenalidomide', 'pomalidomide'] },
    evidence: 'Dispensing needs a REMS authorisation number, 28 days at most.',
    management: 'Get the number before filling and note it.',
  },
  {
    id: 'DUR-GATE-CLOZAPINE',
    severity: 'minor',
    title: 'Clozapine: neutrophil count',
    members: { ingredients: ['clozapine'] },
    evidence: 'The REMS ended on 2025-02-24 (ASHP 2025-02-27); monitoring is still recommended.',
    management: 'Ask for the latest count.',
  },
  {
    id: 'DUR-GATE-U500',
    severity: 'moderate',
    title: 'Concentrated insulin U-500',
    members: { classes: ['concentrated-insulin'] },
    evidence: 'Five times the usual strength.',
    management: 'Only with its own pen or syringe; units written out.',
  },
]);

export const durationRules: readonly DurationRule[] = [
  {
    id: 'DUR-DAYS-KETOROLAC',
    version: 1,
    severity: 'major',
    title: 'Ketorolac for more than 5 days',
    members: { ingredients: ['ketorolac'] },
    route: 'oral',
    maxDays: 5,
    evidence: 'Five days in all, injections counted: bleeding and kidney failure.',
    management: 'Shorten to 5 days with the prescriber.',
    source: doseSource,
  },
  {
    id: 'DUR-DAYS-ISOTRETINOIN',
    version: 1,
    severity: 'major',
    title: 'Isotretinoin for more than 30 days',
    members: { ingredients: ['isotretinoin'] },
    maxDays: 30,
    evidence: 'iPLEDGE allows 30 days a fill.',
    management: 'Lower the quantity.',
    source: pregnancySource,
  },
  {
    id: 'DUR-DAYS-THALIDOMIDE',
    version: 1,
    severity: 'major',
    title: 'REMS drug for more than 28 days',
    members: { ingredients: ['thalidomide', 'lenalidomide', 'pomalidomide'] },
    maxDays: 28,
    evidence: 'The programme allows 28 days a fill.',
    management: 'Lower the quantity.',
    source: pregnancySource,
  },
];
