/** Error-prone abbreviations: those of the ISMP list that clinical-checks.md section 7 marks, and of the same kind. */
export interface Unsafe {
  readonly code: string;
  readonly message: string;
  readonly suggestion: string;
}

const rows: readonly (readonly [phrases: string, code: string, message: string, suggestion: string])[] = [
  ['qd|q.d.|qday', 'ismp-qd', '"QD" is read as QID', 'daily'],
  ['qod', 'ismp-qod', '"QOD" is read as QD or QID', 'every other day'],
  ['hs|qhs', 'ismp-hs', '"HS" is read as half-strength', 'at bedtime'],
  ['u|iu', 'ismp-u', '"U" and "IU" are read as 0, 4 or IV', 'units'],
  ['ug|µg|μg', 'ismp-ug', '"µg" is read as mg', 'mcg'],
  ['sc|sq|sub q', 'ismp-sc', '"SC" and "SQ" are read as SL or 5 every', 'subcut'],
  ['os|ou', 'ismp-eye', '"OS" and "OU" are mixed up with each other and with AS, AU', 'left eye, both eyes'],
  ['od', 'ismp-eye', '"OD" is read as once daily or overdose', 'right eye, or daily'],
  ['ad|au', 'ismp-ear', '"AD" and "AU" are mixed up with OD, OU', 'right ear, both ears'],
  ['cc', 'ismp-cc', '"cc" is read as U or as 00', 'mL'],
  ['tiw', 'ismp-tiw', '"TIW" is read as three times a day', '3 times a week'],
  ['biw', 'ismp-biw', '"BIW" is read as twice a day', '2 times a week'],
  [
    'tsp|tsps|teaspoon|teaspoons|teaspoonful|teaspoonfuls|tbsp|tbsps|tablespoon|tablespoons|tablespoonful|tablespoonfuls',
    'use-ml',
    'household spoons are not measures',
    'mL',
  ],
  ['gtt|gtts', 'latin', 'Latin abbreviation', 'drops'],
  ['ss', 'ismp-ss', '"SS" is read as 55 or sliding scale', '1/2'],
  ['d/c|dc', 'ismp-dc', '"D/C" is read as discontinue', 'write it out'],
  ['gt', 'ismp-gt', '"GT" is read as drop', 'feeding tube'],
];

/** By the word as written. */
export const unsafe: ReadonlyMap<string, Unsafe> = new Map(
  rows.flatMap(([phrases, code, message, suggestion]) =>
    phrases.split('|').map((phrase) => [phrase, { code, message, suggestion }] as const),
  ),
);
