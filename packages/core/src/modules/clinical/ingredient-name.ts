/**
 * The base name of an ingredient as rules know it: lowercase, one spelling, no salt. Sources name the same substance as
 * `Lisinopril dihydrate`, `LISINOPRIL` or `levothyroxine sodium anhydrous`.
 */
export function ingredientName(source: string): string {
  const plain = source.toLowerCase().replace(/[®™]/g, '').replace(/’/g, "'").replace(/\s+/g, ' ').trim();
  const known = aliases.get(plain);
  if (known !== undefined) return known;
  const unbracketed = plain.replace(/\s*[([][^)\]]*[)\]]\s*/g, ' ').trim();
  const words = (unbracketed || plain).split(' ');
  while (words.length > 1 && saltWords.has(words[words.length - 1]?.replace(/,$/, '') ?? '')) words.pop();
  const base = words.join(' ').replace(/,$/, '');
  return aliases.get(base) ?? base;
}

/** Last words that name a salt, hydrate or ester and not the substance. */
const saltWords = new Set(
  (
    'hydrochloride hcl dihydrochloride monohydrochloride hydrobromide dihydrate monohydrate hemihydrate trihydrate ' +
    'sesquihydrate anhydrous hydrate sodium disodium potassium calcium magnesium zinc lithium sulfate bisulfate ' +
    'disulfate maleate fumarate hemifumarate tartrate bitartrate succinate mesylate mesilate besylate besilate tosylate ' +
    'edisylate citrate dihydrogen malate acetate diacetate phosphate diphosphate nitrate gluconate lactate ' +
    'propionate dipropionate valerate furoate xinafoate pamoate palmitate stearate ethylsuccinate estolate axetil ' +
    'proxetil pivoxil medoxomil cilexetil etexilate mofetil disoproxil alafenamide hydroxide aspartate saccharate ' +
    'bromide chloride iodide monosodium trometamol tromethamine lysine arginine erbumine hyclate monohydrogen ' +
    'decanoate enanthate cypionate undecanoate hexahydrate magnesium oxalate napsylate napsilate dimesylate ' +
    'dimeglumine meglumine benzathine procaine extended-release er xr sr'
  ).split(' '),
);

/** Other names of the same substance, and names that would lose too much by cutting the last word. */
const aliases: ReadonlyMap<string, string> = new Map(
  Object.entries({
    paracetamol: 'acetaminophen',
    apap: 'acetaminophen',
    'acetylsalicylic acid': 'aspirin',
    asa: 'aspirin',
    salbutamol: 'albuterol',
    levosalbutamol: 'levalbuterol',
    glibenclamide: 'glyburide',
    frusemide: 'furosemide',
    pethidine: 'meperidine',
    adrenaline: 'epinephrine',
    rifampicin: 'rifampin',
    ciclosporin: 'cyclosporine',
    cyclosporin: 'cyclosporine',
    thyroxine: 'levothyroxine',
    'l-thyroxine': 'levothyroxine',
    'valproic acid': 'valproate',
    divalproex: 'valproate',
    'divalproex sodium': 'valproate',
    'valproate sodium': 'valproate',
    'mycophenolic acid': 'mycophenolate',
    'mycophenolate mofetil': 'mycophenolate',
    'sodium mycophenolate': 'mycophenolate',
    'isosorbide mononitrate': 'isosorbide mononitrate',
    'isosorbide dinitrate': 'isosorbide dinitrate',
    'glyceryl trinitrate': 'nitroglycerin',
    'amyl nitrite': 'amyl nitrite',
    'sodium oxybate': 'sodium oxybate',
    'estradiol valerate': 'estradiol valerate',
    'penicillin v potassium': 'penicillin v',
    phenoxymethylpenicillin: 'penicillin v',
    'penicillin g benzathine': 'penicillin g',
    'penicillin g procaine': 'penicillin g',
    'penicillin g potassium': 'penicillin g',
    benzylpenicillin: 'penicillin g',
    amoxycillin: 'amoxicillin',
    cefalexin: 'cephalexin',
    cephalexine: 'cephalexin',
    'potassium chloride': 'potassium',
    'potassium citrate': 'potassium',
    'potassium bicarbonate': 'potassium',
    'potassium gluconate': 'potassium',
    'potassium phosphate': 'potassium',
    'calcium carbonate': 'calcium',
    'calcium citrate': 'calcium',
    'calcium acetate': 'calcium',
    'calcium phosphate': 'calcium',
    'magnesium oxide': 'magnesium',
    'magnesium hydroxide': 'magnesium',
    'magnesium citrate': 'magnesium',
    'magnesium carbonate': 'magnesium',
    'magnesium chloride': 'magnesium',
    'magnesium sulfate': 'magnesium',
    'aluminum hydroxide': 'aluminum',
    'aluminium hydroxide': 'aluminum',
    'aluminum carbonate': 'aluminum',
    'ferrous sulfate': 'iron',
    'ferrous fumarate': 'iron',
    'ferrous gluconate': 'iron',
    'ferrous bisglycinate': 'iron',
    'polysaccharide iron': 'iron',
    'iron polysaccharide': 'iron',
    'carbonyl iron': 'iron',
    'ferric citrate': 'iron',
    'lithium carbonate': 'lithium',
    'lithium citrate': 'lithium',
    'zinc sulfate': 'zinc',
    'zinc gluconate': 'zinc',
    'sodium chloride': 'sodium chloride',
    'sodium bicarbonate': 'sodium bicarbonate',
    'sodium fluoride': 'sodium fluoride',
    'silver sulfadiazine': 'silver sulfadiazine',
    retinol: 'vitamin a',
    'vitamin a palmitate': 'vitamin a',
    'retinyl palmitate': 'vitamin a',
    hypericum: "st john's wort",
    "st. john's wort": "st john's wort",
    'st johns wort': "st john's wort",
    "saint john's wort": "st john's wort",
    'hypericum perforatum': "st john's wort",
    'hypericum perforatum extract': "st john's wort",
    'methylthioninium chloride': 'methylene blue',
    methylthioninium: 'methylene blue',
    levomethadone: 'methadone',
    'amphetamine aspartate monohydrate': 'amphetamine',
    'amphetamine aspartate': 'amphetamine',
    'dextroamphetamine saccharate': 'dextroamphetamine',
    hctz: 'hydrochlorothiazide',
    'insulin human': 'insulin regular',
    'insulin, regular': 'insulin regular',
    'insulin isophane': 'insulin nph',
    'insulin isophane, human': 'insulin nph',
    'insulin human isophane': 'insulin nph',
    'insulin nph human': 'insulin nph',
    'insulin human nph': 'insulin nph',
    'insulin human regular': 'insulin regular',
    'insulin glargine-yfgn': 'insulin glargine',
    'insulin glargine-aglr': 'insulin glargine',
    'insulin aspart-szjj': 'insulin aspart',
    'insulin glargine,hum.rec.anlog': 'insulin glargine',
    'ethyl alcohol': 'ethanol',
    alcohol: 'ethanol',
    ethanol: 'ethanol',
    'yellow fever vaccine': 'yellow fever vaccine',
    eltroxin: 'levothyroxine',
    trimethoprin: 'trimethoprim',
    co_trimoxazole: 'sulfamethoxazole',
    metamizole: 'metamizole',
    'phenytoin sodium': 'phenytoin',
    ethinylestradiol: 'ethinyl estradiol',
    'ethinyl oestradiol': 'ethinyl estradiol',
    norethisterone: 'norethindrone',
    'norethindrone acetate': 'norethindrone',
    cholecalciferol: 'cholecalciferol',
    lignocaine: 'lidocaine',
  }),
);

/** Brand and trade names people write in an allergy or a list of what they take, with their ingredients. */
export const brandIngredients: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    bactrim: ['sulfamethoxazole', 'trimethoprim'],
    septra: ['sulfamethoxazole', 'trimethoprim'],
    'co-trimoxazole': ['sulfamethoxazole', 'trimethoprim'],
    cotrimoxazole: ['sulfamethoxazole', 'trimethoprim'],
    'tmp-smx': ['sulfamethoxazole', 'trimethoprim'],
    augmentin: ['amoxicillin', 'clavulanate'],
    amoxil: ['amoxicillin'],
    keflex: ['cephalexin'],
    omnicef: ['cefdinir'],
    zithromax: ['azithromycin'],
    'z-pak': ['azithromycin'],
    biaxin: ['clarithromycin'],
    cipro: ['ciprofloxacin'],
    levaquin: ['levofloxacin'],
    flagyl: ['metronidazole'],
    diflucan: ['fluconazole'],
    advil: ['ibuprofen'],
    motrin: ['ibuprofen'],
    aleve: ['naproxen'],
    naprosyn: ['naproxen'],
    mobic: ['meloxicam'],
    celebrex: ['celecoxib'],
    toradol: ['ketorolac'],
    tylenol: ['acetaminophen'],
    percocet: ['oxycodone', 'acetaminophen'],
    oxycontin: ['oxycodone'],
    vicodin: ['hydrocodone', 'acetaminophen'],
    norco: ['hydrocodone', 'acetaminophen'],
    ultram: ['tramadol'],
    demerol: ['meperidine'],
    dilaudid: ['hydromorphone'],
    'tylenol with codeine': ['acetaminophen', 'codeine'],
    coumadin: ['warfarin'],
    jantoven: ['warfarin'],
    eliquis: ['apixaban'],
    xarelto: ['rivaroxaban'],
    plavix: ['clopidogrel'],
    zocor: ['simvastatin'],
    lipitor: ['atorvastatin'],
    crestor: ['rosuvastatin'],
    viagra: ['sildenafil'],
    cialis: ['tadalafil'],
    levitra: ['vardenafil'],
    nitrostat: ['nitroglycerin'],
    imdur: ['isosorbide mononitrate'],
    prozac: ['fluoxetine'],
    zoloft: ['sertraline'],
    paxil: ['paroxetine'],
    celexa: ['citalopram'],
    lexapro: ['escitalopram'],
    cymbalta: ['duloxetine'],
    effexor: ['venlafaxine'],
    wellbutrin: ['bupropion'],
    nardil: ['phenelzine'],
    parnate: ['tranylcypromine'],
    prilosec: ['omeprazole'],
    nexium: ['esomeprazole'],
    synthroid: ['levothyroxine'],
    lasix: ['furosemide'],
    dilantin: ['phenytoin'],
    tegretol: ['carbamazepine'],
    lamictal: ['lamotrigine'],
    depakote: ['valproate'],
    xanax: ['alprazolam'],
    ativan: ['lorazepam'],
    klonopin: ['clonazepam'],
    valium: ['diazepam'],
    benadryl: ['diphenhydramine'],
    paxlovid: ['nirmatrelvir', 'ritonavir'],
    entresto: ['sacubitril', 'valsartan'],
    tums: ['calcium'],
    maalox: ['aluminum', 'magnesium'],
  }),
);

/** Ingredients a free-text name stands for: a brand, or itself. */
export function ingredientsOfName(name: string): readonly string[] {
  const text = name.toLowerCase().trim();
  const brand = brandIngredients.get(text);
  if (brand) return brand;
  if (text.includes('vaccine')) return [ingredientName(text)];
  const parts = text.split(/\s*[/;+]\s*|\s+and\s+/).filter((part) => part.length > 2);
  return [...new Set((parts.length > 0 ? parts : [text]).map(ingredientName))];
}
