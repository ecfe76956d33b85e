import type { DoseUnit, Frequency, Verb } from './sig-model.ts';

/**
 * The words of sigs and what they mean, as tables: clinical-checks.md section 7 and the usual ways of writing the same.
 * Phrases are parted by `|`, in lower case, with numbers as digits. sig-lexicon.ts makes the dictionary of them.
 */
export const verbPhrases: Readonly<Record<Verb, string>> = {
  take: 'take|tk|swallow|drink',
  chew: 'chew|chew and swallow',
  dissolve: 'dissolve|let dissolve|allow to dissolve',
  apply: 'apply|ap|rub|spread|massage',
  place: 'place|put|instill|inst',
  inhale: 'inhale|breathe in',
  inject: 'inject|inj',
  insert: 'insert',
  use: 'use|spray',
  give: 'give|administer',
  'swish-spit': 'swish and spit|swish & spit|rinse and spit|swish and expectorate',
  test: 'test|check|test blood sugar|check blood sugar|test blood glucose|check blood glucose|test sugar|check sugar|test glucose|check glucose|check fingerstick|to test blood sugar|to check blood sugar|use to test blood sugar|use to check blood sugar|use 1 strip to test blood sugar|test your blood sugar|test the blood sugar',
  'swish-swallow': 'swish and swallow',
};

export const unitPhrases: readonly (readonly [unit: DoseUnit, phrases: string, factor: number])[] = [
  ['tablet', 'tab|tabs|tablet|tablets|tbl|caplet|caplets', 1],
  ['capsule', 'cap|caps|capsule|capsules|softgel|softgels', 1],
  ['mL', 'ml|mls|milliliter|milliliters|cc', 1],
  ['mL', 'tsp|tsps|teaspoon|teaspoons|teaspoonful|teaspoonfuls', 5],
  ['mL', 'tbsp|tbsps|tablespoon|tablespoons|tablespoonful|tablespoonfuls', 15],
  ['drop', 'gtt|gtts|drop|drops', 1],
  ['puff', 'puff|puffs|inhalation|inhalations|inhs|actuation|actuations', 1],
  ['spray', 'spray|sprays|squirt|squirts', 1],
  ['patch', 'patch|patches', 1],
  ['suppository', 'supp|supps|suppository|suppositories', 1],
  ['unit', 'unit|units|u|iu', 1],
  ['mg', 'mg|mgs|milligram|milligrams', 1],
  ['mcg', 'mcg|mcgs|ug|µg|μg|microgram|micrograms', 1],
  ['g', 'g|gm|gms|gram|grams', 1],
  ['application', 'application|applications', 1],
  ['applicatorful', 'applicatorful|applicatorfuls|applicator|applicators', 1],
  ['lozenge', 'lozenge|lozenges|troche|troches', 1],
  ['packet', 'packet|packets|sachet|sachets|pkt|pkts', 1],
  ['vial', 'vial|vials|ampule|ampules|ampul|amp|amps|neb|nebs', 1],
  ['film', 'film|films|strip|strips', 1],
  ['pump', 'pump|pumps', 1],
  ['ring', 'ring|rings', 1],
  ['scoop', 'scoop|scoops', 1],
  ['capful', 'capful|capfuls', 1],
  ['piece', 'piece|pieces|gum|pieces of gum|piece of gum', 1],
  ['syringe', 'syringe|syringes', 1],
  ['pen', 'pen|pens', 1],
  ['kit', 'kit|kits', 1],
];

/** Places on the skin are added from `skinSites`. */
export const routePhrases: Readonly<Record<string, string>> = {
  oral: 'po|by mouth|orally|oral|per os|via mouth|in mouth',
  sublingual: 'sl|under the tongue|under tongue|sublingually|sublingual',
  buccal: 'buccally|buccal|in the cheek|inside cheek',
  rectal: 'pr|rectally|per rectum|into the rectum|into rectum|in the rectum|rectal',
  vaginal: 'pv|vaginally|per vagina|into the vagina|into vagina|intravaginally|vaginal|in the vagina',
  intramuscular: 'im|intramuscularly|into the muscle|intramuscular',
  subcutaneous: 'subq|sub q|subcut|subcutaneously|subcutaneous|under the skin|under skin|sc|sq',
  intravenous: 'iv|intravenously|into the vein',
  intradermal: 'intradermally',
  inhaled: 'by inhalation|via inhalation|inh|orally inhaled|into the lungs|into lungs|inhalation route',
  nebulizer: 'via nebulizer|by nebulizer|per nebulizer|via neb|by neb|nebulizer|in nebulizer',
  nasal: 'intranasally|intranasal|nasally|into the nose|into nose|in the nose|in nose|nas',
  'each-nostril':
    'in each nostril|each nostril|into each nostril|in both nostrils|both nostrils|en|per nostril|each nare|in each nare',
  'one-nostril': 'in one nostril|into one nostril|one nostril|in 1 nostril|into 1 nostril|1 nostril',
  'right-nostril': 'in the right nostril|in right nostril',
  'left-nostril': 'in the left nostril|in left nostril',
  'right-eye': 'in the right eye|in right eye|into right eye|into the right eye|right eye|to right eye',
  'left-eye': 'os|in the left eye|in left eye|into left eye|into the left eye|left eye|to left eye',
  'both-eyes': 'ou|in both eyes|into both eyes|both eyes|in each eye|each eye|into each eye|to both eyes|into the eyes',
  'affected-eye':
    'in the affected eye|in affected eye|affected eye|into affected eye|into the affected eye|in the affected eyes',
  'right-ear': 'ad|in the right ear|in right ear|into right ear|right ear|into the right ear',
  'left-ear': 'in the left ear|in left ear|into left ear|left ear|into the left ear',
  'both-ears': 'au|in both ears|into both ears|both ears|in each ear|each ear',
  'affected-ear': 'in the affected ear|in affected ear|affected ear|into affected ear',
  'affected-area':
    'to the affected area|to affected area|to affected areas|to the affected areas|affected area|on the affected area|on affected area|affected areas|to area',
  skin: 'topically|top|topical|to the skin|to skin|on the skin|on skin|to clean dry skin|to clean skin',
  'g-tube':
    'via g-tube|via gtube|per g-tube|per gtube|via g tube|per g tube|gt|peg|via peg|via peg tube|by g-tube|through g-tube|via feeding tube|through the feeding tube',
};

export const timesPerDay: readonly (readonly [times: number, phrases: string])[] = [
  [
    1,
    'qd|daily|once daily|once a day|every day|qday|q day|each day|a day|per day|1 time a day|1 time daily|one time daily|one time a day|once per day|once every day|q24 hours',
  ],
  [
    2,
    'bid|twice daily|twice a day|two times a day|two times daily|2 times a day|2 times daily|2x daily|2x a day|twice per day|two times per day|2 times per day|bd',
  ],
  [
    3,
    'tid|three times a day|three times daily|3 times a day|3 times daily|3x daily|3x a day|three times per day|3 times per day|thrice daily|tds',
  ],
  [
    4,
    'qid|four times a day|four times daily|4 times a day|4 times daily|4x daily|4x a day|four times per day|4 times per day|qds',
  ],
  [5, 'five times a day|five times daily|5 times a day|5 times daily|5x daily|5x a day'],
  [6, '6 times a day|six times a day|6 times daily|6x daily|six times daily'],
];

export const namedTimes: Readonly<Record<'morning' | 'evening' | 'bedtime' | 'noon', string>> = {
  morning:
    'qam|q am|every morning|in the morning|each morning|once daily in the morning|daily in the morning|in am|in the am|every am|am',
  evening:
    'qpm|q pm|every evening|in the evening|each evening|daily in the evening|once daily in the evening|in pm|in the pm|every pm|pm',
  bedtime:
    'qhs|q hs|hs|at bedtime|nightly|every night|every night at bedtime|nightly at bedtime|each night|at night|daily at bedtime|once daily at bedtime|every bedtime|at hs|once nightly|before bed|before bedtime',
  noon: 'at noon|every day at noon|daily at noon|q noon|qnoon|every noon',
};

export const otherFrequencies: readonly (readonly [frequency: Frequency, phrases: string, when?: string])[] = [
  [
    { kind: 'every-days', days: 2 },
    'qod|every other day|q other day|alternate days|on alternate days|every 2nd day|every second day',
  ],
  [
    { kind: 'per-week', times: 1, weekdays: [] },
    'weekly|once weekly|once a week|every week|qwk|q week|qweek|once every week|1 time a week|one time a week|per week|once per week|each week|a week',
  ],
  [
    { kind: 'per-week', times: 2, weekdays: [] },
    'twice weekly|twice a week|2 times a week|two times a week|2 times weekly|2x weekly|2x a week|biw|two times weekly',
  ],
  [
    { kind: 'per-week', times: 3, weekdays: [] },
    'tiw|3 times a week|three times a week|3 times weekly|three times weekly|3x weekly|3x a week',
  ],
  [{ kind: 'per-week', times: 5, weekdays: [] }, '5 times a week|five times a week|5 times weekly'],
  [{ kind: 'every-weeks', weeks: 2 }, 'every other week|q other week|every 2 weeks|every two weeks|q2wk|q2w|q 2 weeks'],
  [
    { kind: 'every-months', months: 1 },
    'monthly|once monthly|once a month|every month|qmonth|q month|qmo|each month|once per month',
  ],
  [
    { kind: 'once' },
    'once|one time|one time only|1 time only|once only|for one dose|for 1 dose|as a single dose|one time dose|1 time|single dose|as one dose',
  ],
  [{ kind: 'once' }, 'stat|now', 'now'],
  [{ kind: 'once' }, 'today', 'today'],
  [{ kind: 'every-days', days: 2 }, 'every other morning', 'morning'],
  [{ kind: 'every-days', days: 2 }, 'every other night|every other day at bedtime|every other bedtime', 'bedtime'],
  [{ kind: 'every-days', days: 2 }, 'every other evening', 'evening'],
];

/** Meals are added: with, before and after each. */
export const whenPhrases: Readonly<Record<string, string>> = {
  'before-meals': 'ac|before meals|before each meal|before every meal|before food|prior to meals',
  'after-meals': 'pc|after meals|after each meal|after every meal|after food',
  'with-meals': 'with meals|with each meal|with every meal|w meals',
  'with-food': 'with food|w food|cf',
  'empty-stomach': 'on an empty stomach|on empty stomach|empty stomach',
  'with-water': 'with a full glass of water|with full glass of water|with 8 oz of water',
  'with-milk': 'with milk',
  'at-onset': 'at onset|at first sign of symptoms|at onset of symptoms|at first sign|when symptoms start',
  'after-bowel-movement': 'after each bowel movement|after bowel movement|after each bm',
  'after-loose-stool': 'after each loose stool|after loose stool|with each loose stool',
  'while-awake': 'while awake|when awake',
  'around-clock': 'atc|around the clock',
  'before-procedure': 'before procedure|prior to procedure|before the procedure',
  'before-dental':
    'before dental appointment|prior to dental appointment|before dental procedure|prior to dental procedure|before dental work',
  'at-onset-migraine': 'at onset of migraine|at first sign of migraine|at start of migraine|when a migraine starts',
  'at-onset-headache': 'at onset of headache|at first sign of headache|when a headache starts',
  'with-food-or-milk': 'with food or milk',
  'with-some-water': 'with water',
};
export const mealNames: Readonly<Record<string, string>> = {
  breakfast: 'breakfast|morning meal',
  lunch: 'lunch',
  dinner: 'dinner|supper|evening meal|the evening meal',
};

export const extraPhrases: Readonly<Record<string, string>> = {
  'until-gone':
    'until gone|until finished|until all taken|until completed|finish all|till gone|until all gone|take until gone|until complete|finish all of it',
  'shake-well': 'shake well|shake well before use|shake before use|shake well before using',
  'rinse-mouth': 'rinse mouth after use|rinse mouth after each use|rinse mouth|rinse the mouth after use',
  'do-not-crush': 'do not crush|do not crush or chew|swallow whole|do not chew or crush',
  'avoid-alcohol': 'avoid alcohol|do not drink alcohol|no alcohol',
  drowsiness: 'may cause drowsiness|causes drowsiness',
  refrigerate: 'refrigerate|keep refrigerated|keep in refrigerator',
  'rotate-sites': 'rotate sites|rotate injection sites|rotate site|alternate sites',
  'thin-layer': 'a thin layer|thin layer|thin film|a thin film',
  'no-driving': 'do not drive',
  'plenty-water': 'drink plenty of water',
  'remove-old': 'remove old patch|remove old patch first|take off the old patch first',
  'no-lying-down': 'do not lie down for 30 minutes|remain upright for 30 minutes|stay upright for 30 minutes',
  'external-only': 'for external use only|external use only',
  'small-amount': 'sparingly|small amount|a small amount',
  'then-stop': 'then stop|and then stop|and stop',
  'plenty-fluids': 'drink plenty of fluids',
};

/** Words that lead or join; the parser knows what may follow each. */
export const wordPhrases = {
  prn: 'prn|as needed|when needed|if needed|as necessary|as required',
  directed:
    'ud|uad|ut dict|ut dictum|as directed|as instructed|as dir|as directed by prescriber|as directed by physician|per instructions|as directed on package|per package directions|per package instructions|as per package|utd',
  and: 'and|plus|with',
  next: 'then|followed by|and then|thereafter',
  for: 'for',
  every: 'every|q|each',
  times: 'times|time',
  max: 'max|maximum|maximum of|max of|not to exceed|nte|do not exceed|no more than|do not take more than|not more than|up to a maximum of|max dose|max daily dose|maximum daily dose|do not use more than|max daily amount|maximum daily amount',
  per: 'per|a|in a|/',
  or: 'or',
  to: 'to|through|thru',
  repeat:
    'may repeat|may repeat once|can repeat|repeat|may repeat dose|may repeat x1|may repeat x 1|may take another|repeat once',
  upTo: 'up to',
  skip: 'the|please|of|an|patient|this|medication|medicine|total',
  as: 'as',
  hour: 'hour|hours|hr|hrs|h',
  minute: 'minute|minutes|min|mins',
  day: 'day|days|d',
  week: 'week|weeks|wk|wks',
  month: 'month|months|mo|mos',
  x: 'x|×',
  on: 'on',
  in: 'in|within',
  before: 'before|prior to',
  after: 'after',
  dose: 'dose|doses',
} as const;

/** Can mean two things: never expanded, always asked. */
export const ambiguousPhrases: readonly (readonly [phrases: string, meanings: string])[] = [
  ['od', 'right eye, or once a day'],
  ['biweekly|bi-weekly|bi weekly', 'twice a week, or every two weeks'],
  ['bimonthly|bi-monthly|bi monthly', 'twice a month, or every two months'],
  ['aa', 'affected area, or of each'],
  ['qn|nocte|noct', 'every night, or every hour'],
  ['d/c|dc', 'discharge, or discontinue'],
  ['id', 'intradermal, or identification, or once'],
  ['qh', 'every hour, or at bedtime'],
  ['5/7|7/7|3/7', 'five days out of seven, or 5/7 of something'],
];
