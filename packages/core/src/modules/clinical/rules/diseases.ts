import type { DiseaseName } from './types.ts';

export interface DiseaseGroup {
  /** ICD-10-CM prefixes, no dot. */
  readonly codes: readonly string[];
  /** Lowercase words looked for in the text of a problem. */
  readonly words: readonly string[];
  readonly label: string;
}

/** How the problem list is read: by ICD-10-CM code, or by plain words where it has no code. */
export const diseases: Readonly<Record<DiseaseName, DiseaseGroup>> = {
  seizure: { codes: ['G40', 'R56'], words: ['seizure', 'epilep', 'convulsion'], label: 'seizures' },
  'eating-disorder': {
    codes: ['F50'],
    words: ['anorexia nervosa', 'bulimia', 'eating disorder'],
    label: 'an eating disorder',
  },
  'liver-disease': {
    codes: ['K70', 'K71', 'K72', 'K73', 'K74', 'K75', 'K76', 'B18'],
    words: ['cirrhosis', 'hepatitis', 'liver disease', 'liver failure', 'hepatic impairment'],
    label: 'liver disease',
  },
  'alcohol-use': { codes: ['F10'], words: ['alcohol use', 'alcohol dependence', 'alcoholism'], label: 'alcohol use' },
  'kidney-disease': {
    codes: ['N17', 'N18', 'N19', 'Z992'],
    words: ['kidney disease', 'renal failure', 'renal impairment', 'ckd', 'dialysis'],
    label: 'kidney disease',
  },
  'viral-illness': {
    codes: ['B01', 'B02', 'J09', 'J10', 'J11', 'B34'],
    words: ['influenza', 'flu-like', 'chickenpox', 'chicken pox', 'varicella', 'viral illness', 'viral infection'],
    label: 'a viral illness',
  },
  tonsillectomy: { codes: ['Z9089'], words: ['tonsillectomy', 'adenoidectomy'], label: 'a tonsillectomy' },
  'hla-b-1502': { codes: [], words: ['hla-b*1502', 'hla-b*15:02', 'hla b 1502', 'hla-b1502'], label: 'HLA-B*1502' },
  'vascular-disease': {
    codes: ['I20', 'I21', 'I22', 'I23', 'I24', 'I25', 'I63', 'I65', 'I66', 'I70', 'I73', 'Z951', 'Z955', 'G45'],
    words: ['coronary', 'myocardial infarction', 'heart attack', 'stroke', 'stent', 'peripheral arter', 'angina'],
    label: 'vascular disease',
  },
  'autoimmune-arthritis': {
    codes: ['M05', 'M06', 'L40'],
    words: ['rheumatoid', 'psoria'],
    label: 'rheumatoid or psoriatic disease',
  },
  'heart-failure': { codes: ['I50'], words: ['heart failure'], label: 'heart failure' },
};

/** True when a problem of the list belongs to the group. Codes may carry dots; text is matched without case. */
export function hasDisease(problems: readonly string[], name: DiseaseName): boolean {
  const group = diseases[name];
  return problems.some((problem) => {
    const text = problem.toLowerCase();
    if (group.words.some((word) => text.includes(word))) return true;
    const codes = problem.toUpperCase().match(/\b[A-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?\b/g) ?? [];
    return codes.some((code) => group.codes.some((prefix) => code.replace('.', '').startsWith(prefix)));
  });
}
