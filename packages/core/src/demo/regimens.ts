import type { DemoPlace } from './places.ts';

/** A way a drug is usually prescribed. `drug` is the catalogue's name for it. */
export interface Regimen {
  readonly drug: string;
  readonly sig: string;
  readonly quantity: number;
  readonly daysSupply: number;
  readonly refills: number;
  readonly kind: 'chronic' | 'acute' | 'controlled';
  /** ICD-10-CM and words, for the patient's record. */
  readonly condition?: readonly [code: string, text: string];
  readonly children?: boolean;
}

type Row = readonly [
  drug: string,
  sig: string,
  quantity: number,
  days: number,
  refills: number,
  condition?: readonly [string, string],
];

const hypertension = ['I10', 'Essential (primary) hypertension'] as const;
const diabetes = ['E11.9', 'Type 2 diabetes mellitus without complications'] as const;
const lipids = ['E78.5', 'Hyperlipidemia, unspecified'] as const;
const depression = ['F32.A', 'Depression, unspecified'] as const;
const asthma = ['J45.909', 'Unspecified asthma, uncomplicated'] as const;
const reflux = ['K21.9', 'Gastro-esophageal reflux disease without esophagitis'] as const;

const usChronic: readonly Row[] = [
  ['lisinopril 20 mg tablet', '1 tab po qd', 90, 90, 3, hypertension],
  ['lisinopril 10 mg tablet', '1 tab po qd', 30, 30, 5, hypertension],
  ['amlodipine 5 mg tablet', '1 tab po qd', 30, 30, 11, hypertension],
  ['losartan 50 mg tablet', '1 tab po qd', 90, 90, 3, hypertension],
  ['hydrochlorothiazide 25 mg tablet', '1 tab po qam', 30, 30, 5, hypertension],
  ['metoprolol succinate 50 mg extended release tablet', '1 tab po qd', 30, 30, 5, hypertension],
  ['carvedilol 12.5 mg tablet', '1 tab po bid', 60, 30, 5, ['I50.9', 'Heart failure, unspecified']],
  ['furosemide 40 mg tablet', '1 tab po qam', 30, 30, 5, ['I50.9', 'Heart failure, unspecified']],
  ['metformin 500 mg tablet', '1 tab po bid', 180, 90, 3, diabetes],
  ['metformin 1000 mg tablet', '1 tab po bid', 60, 30, 5, diabetes],
  ['glipizide 5 mg tablet', '1 tab po bid', 60, 30, 5, diabetes],
  ['empagliflozin 10 mg tablet', '1 tab po qam', 30, 30, 5, diabetes],
  ['atorvastatin 20 mg tablet', '1 tab po qhs', 90, 90, 3, lipids],
  ['atorvastatin 40 mg tablet', '1 tab po qhs', 30, 30, 11, lipids],
  ['rosuvastatin 10 mg tablet', '1 tab po qd', 30, 30, 5, lipids],
  ['levothyroxine 50 mcg tablet', '1 tab po qam', 90, 90, 3, ['E03.9', 'Hypothyroidism, unspecified']],
  ['levothyroxine 88 mcg tablet', '1 tab po qam', 30, 30, 11, ['E03.9', 'Hypothyroidism, unspecified']],
  ['omeprazole 20 mg delayed release capsule', '1 cap po qam', 30, 30, 5, reflux],
  ['pantoprazole 40 mg delayed release tablet', '1 tab po qam', 30, 30, 5, reflux],
  ['sertraline 50 mg tablet', '1 tab po qd', 30, 30, 5, depression],
  ['escitalopram 10 mg tablet', '1 tab po qd', 30, 30, 5, depression],
  ['trazodone 50 mg tablet', '1 tab po qhs', 30, 30, 3, ['G47.00', 'Insomnia, unspecified']],
  ['gabapentin 300 mg capsule', '1 cap po tid', 90, 30, 5, ['G62.9', 'Polyneuropathy, unspecified']],
  ['montelukast 10 mg tablet', '1 tab po qhs', 30, 30, 11, asthma],
  ['albuterol 90 mcg/actuation metered dose inhaler', 'inhale 2 puffs q4h prn', 8.5, 16, 3, asthma],
  [
    'fluticasone propionate 50 mcg/actuation nasal spray',
    '2 sprays in each nostril qd',
    16,
    30,
    5,
    ['J30.9', 'Allergic rhinitis, unspecified'],
  ],
  [
    'tamsulosin 0.4 mg capsule',
    '1 cap po qhs',
    30,
    30,
    11,
    ['N40.1', 'Benign prostatic hyperplasia with lower urinary tract symptoms'],
  ],
  [
    'clopidogrel 75 mg tablet',
    '1 tab po qd',
    30,
    30,
    11,
    ['I25.10', 'Atherosclerotic heart disease of native coronary artery'],
  ],
  ['warfarin 5 mg tablet', '1 tab po qd', 30, 30, 5, ['I48.91', 'Unspecified atrial fibrillation']],
  ['apixaban 5 mg tablet', '1 tab po bid', 60, 30, 5, ['I48.91', 'Unspecified atrial fibrillation']],
  ['allopurinol 300 mg tablet', '1 tab po qd', 30, 30, 5, ['M10.9', 'Gout, unspecified']],
  ['meloxicam 15 mg tablet', '1 tab po qd', 30, 30, 2, ['M19.90', 'Unspecified osteoarthritis, unspecified site']],
];

const usAcute: readonly Row[] = [
  ['amoxicillin 500 mg capsule', '1 cap po tid x 10 days', 30, 10, 0],
  ['amoxicillin-clavulanate 875-125 mg tablet', '1 tab po bid x 10 days', 20, 10, 0],
  ['cephalexin 500 mg capsule', '1 cap po qid x 7 days', 28, 7, 0],
  ['doxycycline hyclate 100 mg capsule', '1 cap po bid x 10 days', 20, 10, 0],
  ['nitrofurantoin 100 mg capsule', '1 cap po bid x 7 days', 14, 7, 0],
  ['prednisone 20 mg tablet', '2 tabs po qd x 5 days', 10, 5, 0],
  ['cyclobenzaprine 10 mg tablet', '1 tab po tid prn muscle spasm', 30, 10, 0],
  ['ibuprofen 600 mg tablet', '1 tab po q6h prn pain', 40, 10, 1],
  ['ondansetron 4 mg tablet', '1 tab po q8h prn nausea', 10, 4, 0],
  ['oseltamivir 75 mg capsule', '1 cap po bid x 5 days', 10, 5, 0],
];

const usChildren: readonly Row[] = [
  ['amoxicillin 400 mg/5 mL powder for oral suspension', '5 mL po bid x 10 days', 100, 10, 0],
  ['montelukast 5 mg chewable tablet', '1 tab po qhs', 30, 30, 5, asthma],
  ['cefdinir 250 mg/5 mL powder for oral suspension', '5 mL po qd x 10 days', 60, 10, 0],
];

const usControlled: readonly Row[] = [
  ['oxycodone-acetaminophen 5-325 mg tablet', '1 tab po q6h prn pain', 20, 5, 0],
  ['oxycodone 5 mg tablet', '1 tab po q6h prn pain', 28, 7, 0],
  [
    'dextroamphetamine-amphetamine mixed salts 20 mg tablet',
    '1 tab po bid',
    60,
    30,
    0,
    ['F90.9', 'Attention-deficit hyperactivity disorder, unspecified type'],
  ],
  [
    'methylphenidate 36 mg extended release tablet',
    '1 tab po qam',
    30,
    30,
    0,
    ['F90.9', 'Attention-deficit hyperactivity disorder, unspecified type'],
  ],
  ['alprazolam 0.5 mg tablet', '1 tab po bid prn anxiety', 60, 30, 2, ['F41.9', 'Anxiety disorder, unspecified']],
  ['zolpidem 10 mg tablet', '1 tab po qhs prn sleep', 30, 30, 3, ['G47.00', 'Insomnia, unspecified']],
  ['tramadol 50 mg tablet', '1 tab po q6h prn pain', 28, 7, 1],
  ['pregabalin 75 mg capsule', '1 cap po bid', 60, 30, 3, ['G62.9', 'Polyneuropathy, unspecified']],
];

const inChronic: readonly Row[] = [
  ['metformin 500 mg tablet', '1 tab po bid', 60, 30, 5, diabetes],
  ['glimepiride 1 mg tablet', '1 tab po qam', 30, 30, 5, diabetes],
  ['amlodipine 5 mg tablet', '1 tab po qd', 30, 30, 5, hypertension],
  ['telmisartan 40 mg tablet', '1 tab po qd', 30, 30, 5, hypertension],
  ['atorvastatin 10 mg tablet', '1 tab po qhs', 30, 30, 5, lipids],
  ['atorvastatin 20 mg tablet', '1 tab po qhs', 30, 30, 5, lipids],
  ['levothyroxine 50 mcg tablet', '1 tab po qam', 30, 30, 5, ['E03.9', 'Hypothyroidism, unspecified']],
  ['pantoprazole 40 mg delayed release tablet', '1 tab po qam', 30, 30, 3, reflux],
  ['warfarin 2 mg tablet', '1 tab po qd', 30, 30, 3, ['I48.91', 'Unspecified atrial fibrillation']],
];
const inAcute: readonly Row[] = [
  ['paracetamol 500 mg tablet', '1 tab po tid prn fever', 15, 5, 0],
  ['amoxicillin-clavulanate 500-125 mg tablet', '1 tab po bid x 5 days', 10, 5, 0],
  ['azithromycin 500 mg tablet', '1 tab po qd x 3 days', 3, 3, 0],
  ['cetirizine 10 mg tablet', '1 tab po qhs', 10, 10, 0],
];
const inControlled: readonly Row[] = [
  ['alprazolam 0.25 mg tablet', '1 tab po qhs', 15, 15, 0, ['F41.9', 'Anxiety disorder, unspecified']],
  ['zolpidem 10 mg tablet', '1 tab po qhs prn sleep', 10, 10, 0],
  ['tramadol 50 mg capsule', '1 cap po q8h prn pain', 10, 4, 0],
  ['methylphenidate 10 mg extended release tablet', '1 tab po qam', 30, 30, 0],
];

export interface Regimens {
  readonly chronic: readonly Regimen[];
  readonly acute: readonly Regimen[];
  readonly controlled: readonly Regimen[];
  readonly children: readonly Regimen[];
}

export function regimensOf(place: DemoPlace): Regimens {
  return place.country === 'US'
    ? {
        chronic: toRegimens(usChronic, 'chronic'),
        acute: toRegimens(usAcute, 'acute'),
        controlled: toRegimens(usControlled, 'controlled'),
        children: toRegimens(usChildren, 'acute'),
      }
    : {
        chronic: toRegimens(inChronic, 'chronic'),
        acute: toRegimens(inAcute, 'acute'),
        controlled: toRegimens(inControlled, 'controlled'),
        children: toRegimens(inAcute.slice(0, 1), 'acute'),
      };
}

function toRegimens(rows: readonly Row[], kind: Regimen['kind']): Regimen[] {
  return rows.map(([drug, sig, quantity, daysSupply, refills, condition]) => ({
    drug,
    sig,
    quantity,
    daysSupply,
    refills,
    kind,
    ...(condition ? { condition } : {}),
  }));
}
