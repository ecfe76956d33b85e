import { reconstitutedRow } from './beyond-use.ts';

/** Codes of auxiliary labels; words.ts has their texts. Most important first: a label has room for few. */
export const auxiliaryCodes = [
  'weekly-only',
  'external-only',
  'eye-only',
  'ear-only',
  'nose-only',
  'vaginal-only',
  'rectal-only',
  'opioid',
  'drowsy',
  'no-alcohol',
  'blood-thinner',
  'finish-all',
  'upright',
  'swallow-whole',
  'under-tongue',
  'shake-well',
  'refrigerate',
  'do-not-refrigerate',
  'with-food',
  'empty-stomach',
  'apart-from-minerals',
  'sun',
  'no-grapefruit',
  'rinse-mouth',
  'acetaminophen',
  'pregnancy',
  'do-not-stop',
  'keep-original',
  'opened-28-days',
  'opened-6-weeks',
] as const;
export type AuxiliaryCode = (typeof auxiliaryCodes)[number];

interface AuxiliaryRow {
  readonly code: AuxiliaryCode;
  readonly ingredients?: readonly string[];
  /** Of the class names the catalogue gives. */
  readonly classWords?: RegExp;
  readonly form?: RegExp;
  readonly route?: RegExp;
}

/** Which drug gets which: general knowledge (K), editable. Ingredients match from their beginning, salts included. */
const rows: readonly AuxiliaryRow[] = [
  { code: 'weekly-only', ingredients: ['methotrexate'] },
  { code: 'external-only', route: /^topical|cutaneous/i },
  { code: 'eye-only', route: /ophthalmic/i },
  { code: 'ear-only', route: /otic|auricular/i },
  { code: 'nose-only', route: /nasal/i },
  { code: 'vaginal-only', route: /vaginal/i },
  { code: 'rectal-only', route: /rectal/i },
  {
    code: 'opioid',
    ingredients: [
      'oxycodone',
      'hydrocodone',
      'morphine',
      'fentanyl',
      'hydromorphone',
      'methadone',
      'oxymorphone',
      'tapentadol',
      'codeine',
      'tramadol',
      'meperidine',
      'buprenorphine',
    ],
  },
  {
    code: 'drowsy',
    classWords:
      /benzodiazepine|opioid|antihistamine|muscle relaxant|anti-?epileptic|antipsychotic|sedative|hypnotic|tricyclic/i,
    ingredients: [
      'zolpidem',
      'eszopiclone',
      'zaleplon',
      'gabapentin',
      'pregabalin',
      'cyclobenzaprine',
      'carisoprodol',
      'methocarbamol',
      'tizanidine',
      'trazodone',
      'mirtazapine',
      'quetiapine',
      'diphenhydramine',
      'hydroxyzine',
      'promethazine',
      'meclizine',
      'oxycodone',
      'hydrocodone',
      'morphine',
      'fentanyl',
      'hydromorphone',
      'methadone',
      'oxymorphone',
      'tapentadol',
      'codeine',
      'tramadol',
      'alprazolam',
      'lorazepam',
      'clonazepam',
      'diazepam',
      'temazepam',
      'buprenorphine',
      'clonidine',
    ],
  },
  {
    code: 'no-alcohol',
    ingredients: [
      'metronidazole',
      'tinidazole',
      'disulfiram',
      'oxycodone',
      'hydrocodone',
      'morphine',
      'fentanyl',
      'hydromorphone',
      'methadone',
      'oxymorphone',
      'tapentadol',
      'codeine',
      'tramadol',
      'alprazolam',
      'lorazepam',
      'clonazepam',
      'diazepam',
      'temazepam',
      'zolpidem',
      'eszopiclone',
    ],
  },
  { code: 'blood-thinner', ingredients: ['warfarin', 'apixaban', 'rivaroxaban', 'dabigatran', 'edoxaban'] },
  {
    code: 'finish-all',
    ingredients: [
      'amoxicillin',
      'azithromycin',
      'cephalexin',
      'cefdinir',
      'cefuroxime',
      'ciprofloxacin',
      'levofloxacin',
      'doxycycline',
      'sulfamethoxazole',
      'nitrofurantoin',
      'clindamycin',
      'penicillin',
      'metronidazole',
      'clarithromycin',
      'erythromycin',
      'minocycline',
    ],
  },
  { code: 'upright', ingredients: ['alendronate', 'risedronate', 'ibandronate'] },
  { code: 'swallow-whole', form: /extended|delayed|enteric|controlled|sustained|\b(er|xr|dr|xl|sr)\b/i },
  { code: 'under-tongue', route: /sublingual/i },
  { code: 'shake-well', form: /suspension/i },
  {
    code: 'refrigerate',
    ingredients: [
      'insulin',
      'semaglutide',
      'liraglutide',
      'dulaglutide',
      'tirzepatide',
      'adalimumab',
      'etanercept',
      'latanoprost',
    ],
  },
  {
    code: 'with-food',
    ingredients: [
      'ibuprofen',
      'naproxen',
      'meloxicam',
      'diclofenac',
      'ketorolac',
      'metformin',
      'prednisone',
      'methylprednisolone',
      'nitrofurantoin',
      'potassium',
      'carvedilol',
      'valproate',
      'divalproex',
    ],
  },
  { code: 'empty-stomach', ingredients: ['levothyroxine', 'alendronate', 'risedronate', 'sucralfate'] },
  {
    code: 'apart-from-minerals',
    ingredients: [
      'ciprofloxacin',
      'levofloxacin',
      'moxifloxacin',
      'doxycycline',
      'minocycline',
      'tetracycline',
      'levothyroxine',
    ],
  },
  {
    code: 'sun',
    ingredients: [
      'doxycycline',
      'minocycline',
      'ciprofloxacin',
      'levofloxacin',
      'sulfamethoxazole',
      'hydrochlorothiazide',
      'isotretinoin',
      'amiodarone',
      'tretinoin',
      'methotrexate',
    ],
  },
  {
    code: 'no-grapefruit',
    ingredients: [
      'simvastatin',
      'lovastatin',
      'atorvastatin',
      'nifedipine',
      'felodipine',
      'cyclosporine',
      'tacrolimus',
      'colchicine',
      'ranolazine',
    ],
  },
  {
    code: 'rinse-mouth',
    ingredients: ['fluticasone', 'budesonide', 'beclomethasone', 'mometasone'],
    route: /inhal|respirat/i,
  },
  { code: 'acetaminophen', ingredients: ['acetaminophen', 'paracetamol'] },
  {
    code: 'pregnancy',
    ingredients: [
      'isotretinoin',
      'thalidomide',
      'lenalidomide',
      'pomalidomide',
      'methotrexate',
      'warfarin',
      'valproate',
      'divalproex',
      'mycophenolate',
      'ribavirin',
      'bosentan',
      'ambrisentan',
      'macitentan',
      'lisinopril',
      'enalapril',
      'benazepril',
      'ramipril',
      'quinapril',
      'losartan',
      'valsartan',
      'irbesartan',
      'olmesartan',
      'telmisartan',
      'candesartan',
      'misoprostol',
      'finasteride',
      'dutasteride',
      'topiramate',
    ],
  },
  {
    code: 'do-not-stop',
    ingredients: [
      'sertraline',
      'fluoxetine',
      'paroxetine',
      'citalopram',
      'escitalopram',
      'venlafaxine',
      'duloxetine',
      'metoprolol',
      'atenolol',
      'propranolol',
      'carvedilol',
      'clonidine',
      'prednisone',
      'levetiracetam',
      'lamotrigine',
      'carbamazepine',
      'phenytoin',
      'clopidogrel',
      'ticagrelor',
      'prasugrel',
    ],
  },
  { code: 'keep-original', ingredients: ['nitroglycerin', 'dabigatran'] },
  { code: 'opened-28-days', ingredients: ['insulin'] },
  { code: 'opened-6-weeks', ingredients: ['latanoprost'] },
];

export interface AuxiliaryDrug {
  readonly ingredients: readonly string[];
  readonly classes: readonly string[];
  readonly doseForm: string;
  readonly route: string | null;
  readonly unit: string;
  readonly name: string;
}

/** Codes for a drug, most important first. A row matches when each part it names does; `rinse-mouth` needs both. */
export function auxiliaryOf(drug: AuxiliaryDrug): AuxiliaryCode[] {
  const found = new Set<AuxiliaryCode>(rows.filter((row) => matches(row, drug)).map((row) => row.code));
  const mixed = reconstitutedRow(drug);
  if (mixed) {
    found.add('shake-well');
    if (mixed.storage === 'refrigerate') found.add('refrigerate');
    // It thickens in the cold.
    if (mixed.ingredients.includes('clindamycin')) found.add('do-not-refrigerate');
  }
  const isLocal = ['external-only', 'eye-only', 'ear-only', 'vaginal-only'].some((code) =>
    found.has(code as AuxiliaryCode),
  );
  const forSwallowed: readonly AuxiliaryCode[] = [
    'with-food',
    'empty-stomach',
    'drowsy',
    'no-alcohol',
    'sun',
    'apart-from-minerals',
    'no-grapefruit',
    'pregnancy',
    'do-not-stop',
    'blood-thinner',
    'weekly-only',
  ];
  return auxiliaryCodes.filter((code) => found.has(code) && !(isLocal && forSwallowed.includes(code)));
}

function matches(row: AuxiliaryRow, drug: AuxiliaryDrug): boolean {
  const form = `${drug.doseForm} ${drug.name}`;
  if (row.form && !row.form.test(form)) return false;
  if (row.route && !row.route.test(drug.route ?? '')) return false;
  if (!row.ingredients && !row.classWords) return true;
  const names = drug.ingredients.map((name) => name.toLowerCase());
  const byIngredient = row.ingredients?.some((part) => names.some((name) => name.startsWith(part))) ?? false;
  return byIngredient || (row.classWords !== undefined && drug.classes.some((name) => row.classWords?.test(name)));
}
