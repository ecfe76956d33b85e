/** RxNorm names follow a grammar: `[n HR] ingredient n UNIT [/ ingredient n UNIT] Dose Form [Brand]`. */
export interface RxnormName {
  /** Readable, without the brand. */
  readonly name: string;
  readonly brandName: string | null;
  readonly ingredients: readonly { readonly name: string; readonly strength: string }[];
  readonly doseForm: string;
  readonly route: string;
}

const routes = [
  'oral',
  'topical',
  'ophthalmic',
  'otic',
  'nasal',
  'vaginal',
  'rectal',
  'sublingual',
  'buccal',
  'transdermal',
  'urethral',
  'intrauterine',
  'intraperitoneal',
  'intratracheal',
  'mucosal',
  'irrigation',
];
const unitWords: Readonly<Record<string, string>> = {
  MG: 'mg',
  ML: 'mL',
  MCG: 'mcg',
  UNT: 'units',
  ACTUAT: 'actuation',
  HR: 'hr',
  MEQ: 'mEq',
  MMOL: 'mmol',
  GM: 'g',
  DAY: 'day',
};

/** `24 HR `, `3 ML `, `0.25 MG, 0.5 MG Dose 1.5 ML `, `3-Month 1.5 ML `. */
const quantityPrefix = /^(?:\d+-Month )?(?:[\d.]+ [A-Z]+(?:, | Dose | ))*(?=\S)/;

export function readRxnormName(text: string): RxnormName {
  const brandName = /\[([^\]]+)\]\s*$/.exec(text)?.[1] ?? null;
  const body = text.replace(/\s*\[[^\]]+\]\s*$/, '').trim();
  if (body.startsWith('{')) return pack(body, brandName);
  const parts = body.replace(quantityPrefix, '').split(' / ');
  const components = parts.map((part) => /^(.+?) ([\d.,]+(?:-[\d.]+)? (?:[A-Z%[][^ ]*))(?: (.+))?$/.exec(part));
  const form = components.at(-1)?.[3] ?? '';
  const ingredients = components.flatMap((component) =>
    component?.[1] ? [{ name: component[1].toLowerCase(), strength: readableUnits(component[2] ?? '') }] : [],
  );
  const readable = readableUnits(form === '' ? body : body.slice(0, body.length - form.length)) + form.toLowerCase();
  return { name: readable, brandName, ingredients, ...formAndRoute(form) };
}

/** `{24 (drospirenone 3 MG / ... Oral Tablet) / 4 (inert ingredients 1 MG Oral Tablet) } Pack`. */
function pack(body: string, brandName: string | null): RxnormName {
  const contents = [...body.matchAll(/\d+ \(([^()]*(?:\([^()]*\)[^()]*)*)\)/g)].map((match) =>
    readRxnormName(match[1] ?? ''),
  );
  const ingredients = new Map(
    contents
      .flatMap((content) => content.ingredients)
      .filter(({ name }) => name !== 'inert ingredients')
      .map((one) => [one.name, one]),
  );
  const name =
    contents.length === 0
      ? readableUnits(body)
      : [...new Set(contents.map((content) => content.name))].filter((one) => !one.startsWith('inert')).join(' + ');
  return {
    name: `${name} pack`,
    brandName,
    ingredients: [...ingredients.values()],
    doseForm: 'pack',
    route: contents[0]?.route ?? '',
  };
}

function formAndRoute(form: string): { doseForm: string; route: string } {
  const lower = form.toLowerCase();
  const route = routes.find((one) => lower.split(' ').includes(one));
  if (route) return { doseForm: lower.replace(route, '').replace(/\s+/g, ' ').trim(), route };
  if (/inject|syringe|cartridge|pen\b|auto-inj/.test(lower)) return { doseForm: lower, route: 'injection' };
  if (/inhal|nebul/.test(lower)) return { doseForm: lower, route: 'inhalation' };
  return { doseForm: lower, route: '' };
}

function readableUnits(text: string): string {
  return text.replace(/[A-Z]+/g, (word) => unitWords[word] ?? word);
}
