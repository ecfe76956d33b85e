import type { Direction, Dose, DoseUnit, Frequency, SigStructure, Verb } from './sig-model.ts';
import {
  extraWords,
  type Pair,
  reasonWords,
  routeWords,
  skinSites,
  swishTails,
  unitWords,
  verbWords,
  weekdayWords,
  whenWords,
} from './sig-words.ts';

type Language = 'en' | 'es';

const fractions: Readonly<Record<number, string>> = { 250: '1/4', 333: '1/3', 500: '1/2', 667: '2/3', 750: '3/4' };
const countable: ReadonlySet<DoseUnit> = new Set([
  'tablet',
  'capsule',
  'patch',
  'suppository',
  'lozenge',
  'packet',
  'film',
  'vial',
  'piece',
  'applicatorful',
  'scoop',
  'capful',
]);

/** The directions in plain words. Spanish is null when a reason is in free words: nothing is translated by guess. */
export function renderSig(structure: SigStructure): { english: string; spanish: string | null } {
  const canTranslate = structure.directions.every((d) => d.reason === null || d.reason.key !== null);
  return { english: sentence(structure, 'en'), spanish: canTranslate ? sentence(structure, 'es') : null };
}

function sentence(structure: SigStructure, language: Language): string {
  const then = { en: ', then ', es: '; después, ' }[language];
  const and = { en: ', and ', es: ', y ' }[language];
  let text = '';
  structure.directions.forEach((direction, index) => {
    const part = directionText(direction, index === 0 ? null : (structure.directions[index - 1] ?? null), language);
    if (index === 0) text = part;
    else text += (structure.joins[index - 1] === 'then' ? then : and) + lowerFirst(part);
  });
  const further = structure.directions.flatMap((d) => furtherSentences(d, language));
  const extras = structure.extras.map((key) => say(extraWords[key], language));
  return [`${text}.`, ...further, ...extras].join(' ');
}

function directionText(direction: Direction, before: Direction | null, language: Language): string {
  const { dose, frequency, asNeeded, reason, duration, courseDays, asDirected } = direction;
  const parts: string[] = [];
  const verb = verbFor(direction);
  parts.push(verbText(verb, direction, language));
  if (dose && verb !== 'test') parts.push(doseText(dose, language));
  if (direction.doseNote !== null) parts.push(`(${direction.doseNote})`);
  const isSamePlace = before !== null && JSON.stringify(before.routes) === JSON.stringify(direction.routes);
  if (!isSamePlace) parts.push(...direction.routes.map((route) => say(routeWords[route], language)));
  if (frequency) parts.push(frequencyText(frequency, language));
  const whens = direction.when.map((key) => whenText(key, language));
  if (whens.length > 0) parts.push(listed(whens, language));
  if (courseDays) parts.push(courseText(courseDays, language));
  if (asDirected) parts.push({ en: 'as directed', es: 'según las indicaciones' }[language]);
  if (asNeeded) parts.push({ en: 'as needed', es: 'según sea necesario' }[language]);
  if (reason) parts.push(reasonText(reason, language));
  if (duration) parts.push(durationText(duration, language));
  const tail = swishTails[verb];
  if (tail) parts.push(say(tail, language));
  return parts.join(' ');
}

/** Spanish takes a puff with another verb, and rinses with something. */
function verbText(verb: Verb, { dose }: Direction, language: Language): string {
  if (language === 'es' && verb === 'inhale' && dose?.unit === 'puff') return 'Haga';
  if (language === 'es' && swishTails[verb] && dose) return `${verbWords[verb].es} con`;
  return say(verbWords[verb], language);
}

/** The verb that was written, or the one that goes with what is counted and where it goes. */
export function verbFor({ verb, dose, routes }: Direction): Verb {
  const place = routes[0] ?? '';
  if (verb !== null && verb !== 'use' && verb !== 'give' && verb !== 'take') return verb;
  if (verb === 'take' && (place === '' || place === 'oral' || place === 'sublingual' || place === 'buccal'))
    return 'take';
  if (verb === 'give') return verb;
  if (/eye|ear/.test(place) || place === 'sublingual') return 'place';
  if (/rectal|vaginal/.test(place)) return 'insert';
  if (['subcutaneous', 'intramuscular', 'intravenous', 'intradermal'].includes(place)) return 'inject';
  if (dose?.unit === 'patch' || isOnSkin(place)) return 'apply';
  if (dose?.unit === 'puff' || place === 'inhaled') return 'inhale';
  if (dose?.unit === 'suppository') return 'insert';
  if (verb === 'use' || /nostril|nasal|nebulizer/.test(place) || dose?.unit === 'spray' || dose?.unit === 'vial')
    return 'use';
  if (dose === null) return 'use';
  return 'take';
}

export function isOnSkin(route: string): boolean {
  return route === 'affected-area' || route === 'skin' || skinSites.includes(route);
}

export function doseText(dose: Dose, language: Language): string {
  const { unit, lowMilli, highMilli } = dose;
  const low = amount(lowMilli, unit, language);
  const number =
    lowMilli === highMilli ? low : `${low} ${{ en: 'to', es: 'a' }[language]} ${amount(highMilli, unit, language)}`;
  if (unit === null) return number;
  const words = unitWords[unit][language];
  return `${number} ${highMilli <= 1000 ? words[0] : words[1]}`;
}

function amount(milli: number, unit: DoseUnit | null, language: Language): string {
  const whole = Math.floor(milli / 1000);
  const fraction = unit !== null && countable.has(unit) ? fractions[milli % 1000] : undefined;
  if (fraction === undefined) return String(milli / 1000);
  return whole === 0 ? fraction : `${whole} ${{ en: 'and', es: 'y' }[language]} ${fraction}`;
}

function frequencyText(frequency: Frequency, language: Language): string {
  const say2 = (en: string, es: string): string => (language === 'en' ? en : es);
  const range = (low: number, high: number): string => (low === high ? `${high}` : `${low} ${say2('to', 'a')} ${high}`);
  switch (frequency.kind) {
    case 'per-day':
      if (frequency.named === 'morning') return say2('every morning', 'cada mañana');
      if (frequency.named === 'evening') return say2('every evening', 'cada día al anochecer');
      if (frequency.named === 'noon') return say2('every day at noon', 'cada día al mediodía');
      if (frequency.named === 'bedtime') return say2('at bedtime', 'al acostarse');
      if (frequency.high === 1) return say2('once a day', 'una vez al día');
      return say2(
        `${range(frequency.low, frequency.high)} times a day`,
        `${range(frequency.low, frequency.high)} veces al día`,
      );
    case 'every-hours':
      if (frequency.high === 1) return say2('every hour', 'cada hora');
      return say2(
        `every ${range(frequency.low, frequency.high)} hours`,
        `cada ${range(frequency.low, frequency.high)} horas`,
      );
    case 'every-minutes':
      return say2(`every ${frequency.minutes} minutes`, `cada ${frequency.minutes} minutos`);
    case 'every-days':
      return frequency.days === 2
        ? say2('every other day', 'un día sí y otro no')
        : say2(`every ${frequency.days} days`, `cada ${frequency.days} días`);
    case 'per-week':
      return weeklyText(frequency, language);
    case 'every-weeks':
      return say2(`every ${frequency.weeks} weeks`, `cada ${frequency.weeks} semanas`);
    case 'every-months':
      return frequency.months === 1
        ? say2('once a month', 'una vez al mes')
        : say2(`every ${frequency.months} months`, `cada ${frequency.months} meses`);
    case 'once':
      return say2('one time', 'una sola vez');
  }
}

function weeklyText(frequency: Extract<Frequency, { kind: 'per-week' }>, language: Language): string {
  const days = frequency.weekdays.map((day) => say(weekdayWords[day], language));
  if (days.length > 0) return language === 'en' ? `every ${listed(days, 'en')}` : `cada ${listed(days, 'es')}`;
  if (frequency.times === 1) return { en: 'once a week', es: 'una vez a la semana' }[language];
  return { en: `${frequency.times} times a week`, es: `${frequency.times} veces a la semana` }[language];
}

function whenText(key: string, language: Language): string {
  const [unit, count, meal] = key.split(':');
  if (meal === undefined) return say(whenWords[key], language);
  const names = { hour: { en: 'hour', es: 'hora' }, minute: { en: 'minute', es: 'minuto' } } as const;
  const name = names[unit as 'hour' | 'minute'][language] + (count === '1' ? '' : 's');
  const place =
    meal === 'before-bedtime'
      ? { en: 'before bedtime', es: 'antes de acostarse' }[language]
      : say(whenWords[meal], language);
  return `${count} ${name} ${place}`;
}

function courseText({ from, to }: { from: number; to: number }, language: Language): string {
  if (from === to) return { en: `on day ${from}`, es: `el día ${from}` }[language];
  return { en: `on each of days ${from} to ${to}`, es: `cada día del ${from} al ${to}` }[language];
}

function reasonText(reason: NonNullable<Direction['reason']>, language: Language): string {
  const words = reason.key === null ? reason.text : say(reasonWords[reason.key], language);
  return { en: `for ${words}`, es: `para ${words}` }[language];
}

function durationText({ count, unit }: NonNullable<Direction['duration']>, language: Language): string {
  const one = count === 1;
  const names = {
    day: { en: one ? 'day' : 'days', es: one ? 'día' : 'días' },
    week: { en: one ? 'week' : 'weeks', es: one ? 'semana' : 'semanas' },
    month: { en: one ? 'month' : 'months', es: one ? 'mes' : 'meses' },
    dose: { en: one ? 'dose' : 'doses', es: one ? 'dosis' : 'dosis' },
  }[unit];
  return { en: `for ${count} ${names.en}`, es: `durante ${count} ${names.es}` }[language];
}

function furtherSentences({ max, repeat, dose }: Direction, language: Language): string[] {
  const sentences: string[] = [];
  if (repeat) {
    const after = repeat.afterHours;
    const hours = { en: after === 1 ? 'hour' : 'hours', es: after === 1 ? 'hora' : 'horas' };
    sentences.push(
      after === null
        ? { en: 'May repeat once.', es: 'Puede repetir una vez.' }[language]
        : {
            en: `May repeat once after ${after} ${hours.en}.`,
            es: `Puede repetir una vez después de ${after} ${hours.es}.`,
          }[language],
    );
  }
  if (max) {
    const count = max.milli / 1000;
    const doses = { en: count === 1 ? 'dose' : 'doses', es: count === 1 ? 'dosis' : 'dosis' };
    const unit = max.unit === null ? (dose?.unit ?? null) : max.unit;
    const what =
      unit === 'dose'
        ? `${count} ${doses[language]}`
        : doseText({ lowMilli: max.milli, highMilli: max.milli, unit }, language);
    sentences.push(
      { en: `Do not use more than ${what} in 24 hours.`, es: `No use más de ${what} en 24 horas.` }[language],
    );
  }
  return sentences;
}

function listed(items: readonly string[], language: Language): string {
  const and = { en: ' and ', es: ' y ' }[language];
  return items.length <= 1 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')}${and}${items.at(-1)}`;
}
function say(pair: Pair | undefined, language: Language): string {
  return pair?.[language] ?? '';
}
function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
