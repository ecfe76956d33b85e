import { expandSig } from '../../prescriptions/sig/expand-sig.ts';
import type { Direction, Dose, Frequency, SigStructure } from '../../prescriptions/sig/sig-model.ts';
import { verbFor } from '../../prescriptions/sig/sig-render.ts';
import type { LabelLanguage } from '../model.ts';
import { extraForms, routeForms, type Trio, unitForms, verbForms, weekdayForms, whenForms } from './direction-words.ts';
import { doseNumber } from './dose-number.ts';
import { reasonForms } from './reason-words.ts';

type Other = 'fr' | 'hi' | 'ar';

/**
 * Directions in the patient's language, or null when any part has no sure translation: then the English is printed.
 * The English is read back first; only where it reads back to itself word for word is it trusted.
 */
export function translateDirections(english: string, doseForm: string | null, language: LabelLanguage): string | null {
  if (language === 'en') return english;
  const read = expandSig(english, doseForm);
  if (!read.understood || read.structure === null || !isSame(read.english, english)) return null;
  if (language === 'es') return read.spanish;
  return new Translator(language).sentence(read.structure);
}

function isSame(a: string, b: string): boolean {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[\s.]+/g, ' ')
      .trim();
  return plain(a) === plain(b);
}

/** A part that has no translation ends the whole attempt. */
class Untranslatable extends Error {}

class Translator {
  readonly #language: Other;

  constructor(language: Other) {
    this.#language = language;
  }

  sentence(structure: SigStructure): string | null {
    try {
      const parts = structure.directions.map((direction, at) => {
        const joiner = at === 0 ? '' : this.#pick(structure.joins[at - 1] === 'then' ? then : and);
        const text = this.#direction(direction);
        return joiner + (at > 0 && this.#language === 'fr' ? text.charAt(0).toLowerCase() + text.slice(1) : text);
      });
      const end = this.#language === 'hi' ? '।' : '.';
      const further = structure.directions.flatMap((direction) => this.#further(direction));
      const extras = structure.extras.map((key) => this.#of(extraForms, key));
      return [`${parts.join('')}${end}`, ...further, ...extras].join(' ');
    } catch (error) {
      if (error instanceof Untranslatable) return null;
      throw error;
    }
  }

  #direction(direction: Direction): string {
    const { dose, frequency, reason, duration, courseDays } = direction;
    const verb = this.#pick(verbForms[verbFor(direction)]);
    const parts: string[] = [];
    if (dose) parts.push(this.#dose(dose));
    if (direction.doseNote !== null) parts.push(`(${direction.doseNote})`);
    parts.push(...direction.routes.map((key) => this.#of(routeForms, key)));
    if (frequency) parts.push(this.#frequency(frequency));
    parts.push(...direction.when.map((key) => this.#when(key)));
    if (courseDays) parts.push(this.#course(courseDays));
    if (direction.asDirected) parts.push(this.#pick(asDirected));
    if (direction.asNeeded) parts.push(this.#pick(asNeeded));
    if (reason) parts.push(this.#reason(reason));
    if (duration) parts.push(this.#duration(duration));
    return this.#language === 'hi' ? [...parts, verb].join(' ') : [verb, ...parts].join(' ');
  }

  #dose({ lowMilli, highMilli, unit }: Dose): string {
    if (unit === null) throw new Untranslatable();
    const forms = unitForms[unit];
    if (!forms) throw new Untranslatable();
    const range =
      lowMilli === highMilli
        ? doseNumber(highMilli, unit)
        : this.#range(doseNumber(lowMilli, unit), doseNumber(highMilli, unit));
    if (this.#language === 'fr') return `${range} ${forms.fr[highMilli <= 1000 ? 0 : 1]}`;
    if (this.#language === 'hi') return `${range} ${forms.hi}`;
    const [one, two, few, other] = forms.ar;
    const isMeasure = one === two;
    // Digits stand beside the Arabic dual and singular: a number is never left to grammar alone.
    if (!isMeasure && lowMilli === highMilli && highMilli === 1000) return `${one} (1)`;
    if (!isMeasure && lowMilli === highMilli && highMilli === 2000) return `${two} (2)`;
    const isFew = highMilli % 1000 === 0 && highMilli >= 3000 && highMilli <= 10_000;
    return `${range} ${isFew ? few : other}`;
  }

  #frequency(frequency: Frequency): string {
    const l = this.#language;
    switch (frequency.kind) {
      case 'per-day': {
        const { named, low, high } = frequency;
        if (named) return this.#pick(everyNamed[named]);
        if (high === 1) return { fr: 'une fois par jour', hi: 'दिन में एक बार', ar: 'مرة واحدة يوميًا' }[l];
        const times = this.#range(String(low), String(high));
        if (l === 'ar') return low === high && high === 2 ? 'مرتين يوميًا' : `${times} مرات يوميًا`;
        return { fr: `${times} fois par jour`, hi: `दिन में ${times} बार` }[l];
      }
      case 'every-hours': {
        const { low, high } = frequency;
        const hours = this.#range(String(low), String(high));
        if (high === 1) return { fr: 'toutes les heures', hi: 'हर घंटे', ar: 'كل ساعة' }[l];
        return {
          fr: `toutes les ${hours} heures`,
          hi: `हर ${hours} घंटे पर`,
          ar: `كل ${hours} ${high > 10 ? 'ساعة' : 'ساعات'}`,
        }[l];
      }
      case 'every-minutes':
        return {
          fr: `toutes les ${frequency.minutes} minutes`,
          hi: `हर ${frequency.minutes} मिनट पर`,
          ar: `كل ${frequency.minutes} دقيقة`,
        }[l];
      case 'every-days':
        return frequency.days === 2
          ? { fr: 'un jour sur deux', hi: 'एक दिन छोड़कर', ar: 'يومًا بعد يوم' }[l]
          : {
              fr: `tous les ${frequency.days} jours`,
              hi: `हर ${frequency.days} दिन पर`,
              ar: `كل ${frequency.days} أيام`,
            }[l];
      case 'per-week':
        return this.#weekly(frequency);
      case 'every-weeks':
        return {
          fr: `toutes les ${frequency.weeks} semaines`,
          hi: `हर ${frequency.weeks} सप्ताह पर`,
          ar: frequency.weeks === 2 ? 'كل أسبوعين' : `كل ${frequency.weeks} أسابيع`,
        }[l];
      case 'every-months':
        return frequency.months === 1
          ? { fr: 'une fois par mois', hi: 'महीने में एक बार', ar: 'مرة واحدة في الشهر' }[l]
          : {
              fr: `tous les ${frequency.months} mois`,
              hi: `हर ${frequency.months} महीने पर`,
              ar: `كل ${frequency.months} أشهر`,
            }[l];
      case 'once':
        return { fr: 'une seule fois', hi: 'केवल एक बार', ar: 'مرة واحدة فقط' }[l];
    }
  }

  #weekly({ times, weekdays }: Extract<Frequency, { kind: 'per-week' }>): string {
    const l = this.#language;
    if (weekdays.length > 0) {
      const names = weekdays.map((day) => this.#pick(weekdayForms[day]));
      const list =
        names.length === 1
          ? (names[0] ?? '')
          : `${names.slice(0, -1).join(l === 'ar' ? '، ' : ', ')}${this.#pick(listAnd)}${names.at(-1)}`;
      return { fr: `chaque ${list}`, hi: `हर ${list} को`, ar: `كل ${list}` }[l];
    }
    if (times === 1) return { fr: 'une fois par semaine', hi: 'सप्ताह में एक बार', ar: 'مرة واحدة في الأسبوع' }[l];
    return {
      fr: `${times} fois par semaine`,
      hi: `सप्ताह में ${times} बार`,
      ar: times === 2 ? 'مرتين في الأسبوع' : `${times} مرات في الأسبوع`,
    }[l];
  }

  /** A key, or `hour:1:before-meals`. */
  #when(key: string): string {
    const [unit, count, place] = key.split(':');
    if (place === undefined) return this.#of(whenForms, key);
    const l = this.#language;
    const one = count === '1';
    const time =
      unit === 'hour'
        ? {
            fr: one ? '1 heure' : `${count} heures`,
            hi: `${count} घंटे`,
            ar: one ? 'ساعة واحدة' : count === '2' ? 'ساعتين' : `${count} ساعات`,
          }[l]
        : { fr: `${count} minutes`, hi: `${count} मिनट`, ar: `${count} دقيقة` }[l];
    const what = this.#of(whenForms, place);
    if (l === 'hi')
      return what.replace(/(से पहले|के बाद)$/, (part) => (part === 'से पहले' ? `से ${time} पहले` : `के ${time} बाद`));
    // Arabic and French: `30 minutes avant les repas`.
    return `${time} ${what}`;
  }

  #course({ from, to }: { from: number; to: number }): string {
    const l = this.#language;
    if (from === to) return { fr: `le jour ${from}`, hi: `दिन ${from} को`, ar: `في اليوم ${from}` }[l];
    return {
      fr: `du jour ${from} au jour ${to}`,
      hi: `दिन ${from} से ${to} तक`,
      ar: `من اليوم ${from} إلى اليوم ${to}`,
    }[l];
  }

  #reason(reason: NonNullable<Direction['reason']>): string {
    if (reason.key === null) throw new Untranslatable();
    const words = this.#of(reasonForms, reason.key);
    return { fr: `pour ${words}`, hi: `${words} के लिए`, ar: `من أجل ${words}` }[this.#language];
  }

  #duration({ count, unit }: NonNullable<Direction['duration']>): string {
    const l = this.#language;
    const one = count === 1;
    const fr = {
      day: one ? 'jour' : 'jours',
      week: one ? 'semaine' : 'semaines',
      month: 'mois',
      dose: one ? 'dose' : 'doses',
    }[unit];
    const hi = { day: 'दिन', week: 'सप्ताह', month: 'महीने', dose: 'खुराक' }[unit];
    const ar = {
      day: count <= 10 && count > 2 ? 'أيام' : 'يومًا',
      week: count <= 10 && count > 2 ? 'أسابيع' : 'أسبوع',
      month: count <= 10 && count > 2 ? 'أشهر' : 'شهر',
      dose: count <= 10 && count > 2 ? 'جرعات' : 'جرعة',
    }[unit];
    return { fr: `pendant ${count} ${fr}`, hi: `${count} ${hi} तक`, ar: `لمدة ${count} ${ar}` }[l];
  }

  #further({ max, repeat, dose }: Direction): string[] {
    const l = this.#language;
    const sentences: string[] = [];
    if (repeat) {
      const hours = repeat.afterHours;
      sentences.push(
        hours === null
          ? { fr: 'Peut être répété une fois.', hi: 'एक बार और ले सकते हैं।', ar: 'يمكن تكرارها مرة واحدة.' }[l]
          : {
              fr: `Peut être répété une fois après ${hours} h.`,
              hi: `${hours} घंटे बाद एक बार और ले सकते हैं।`,
              ar: `يمكن تكرارها مرة واحدة بعد ${hours} ساعة.`,
            }[l],
      );
    }
    if (max) {
      const unit = max.unit === null ? (dose?.unit ?? null) : max.unit;
      const what =
        unit === 'dose'
          ? {
              fr: `${doseNumber(max.milli, null)} doses`,
              hi: `${doseNumber(max.milli, null)} खुराक`,
              ar: `${doseNumber(max.milli, null)} جرعات`,
            }[l]
          : this.#dose({ lowMilli: max.milli, highMilli: max.milli, unit });
      sentences.push(
        {
          fr: `Pas plus de ${what} en 24 heures.`,
          hi: `24 घंटे में ${what} से ज़्यादा नहीं।`,
          ar: `لا تتجاوز ${what} خلال 24 ساعة.`,
        }[l],
      );
    }
    return sentences;
  }

  #range(low: string, high: string): string {
    if (low === high) return high;
    return { fr: `${low} à ${high}`, hi: `${low} से ${high}`, ar: `${low} إلى ${high}` }[this.#language];
  }

  #of(table: ReadonlyMap<string, Trio>, key: string): string {
    return this.#pick(table.get(key));
  }
  #pick(words: Trio | undefined): string {
    if (!words) throw new Untranslatable();
    return words[this.#language];
  }
}

const then: Trio = { fr: ', puis ', hi: ', फिर ', ar: '، ثم ' };
const and: Trio = { fr: ', et ', hi: ', और ', ar: '، و' };
const listAnd: Trio = { fr: ' et ', hi: ' और ', ar: ' و' };
const asDirected: Trio = { fr: 'selon les indications', hi: 'बताए अनुसार', ar: 'حسب التوجيهات' };
const asNeeded: Trio = { fr: 'si besoin', hi: 'ज़रूरत पड़ने पर', ar: 'عند الحاجة' };
const everyNamed: Readonly<Record<'morning' | 'evening' | 'bedtime' | 'noon', Trio>> = {
  morning: { fr: 'chaque matin', hi: 'हर सुबह', ar: 'كل صباح' },
  evening: { fr: 'chaque soir', hi: 'हर शाम', ar: 'كل مساء' },
  bedtime: { fr: 'au coucher', hi: 'सोते समय', ar: 'عند النوم' },
  noon: { fr: 'chaque jour à midi', hi: 'हर दोपहर', ar: 'كل يوم ظهرًا' },
};
