import { describe, expect, test } from 'vitest';
import { expandSig } from '../prescriptions/sig/expand-sig.ts';
import { doseUnits, verbs } from '../prescriptions/sig/sig-model.ts';
import { extraWords, reasonWords, routeWords, whenWords } from '../prescriptions/sig/sig-words.ts';
import { auxiliaryCodes } from './facts/auxiliary-codes.ts';
import { content, opioidParts } from './label-fixture.ts';
import { monographs } from './leaflet/class-words.ts';
import { composeLeaflet } from './leaflet/compose-leaflet.ts';
import { auxiliaryWords } from './wording/auxiliary-words.ts';
import { extraForms, routeForms, unitForms, verbForms, whenForms } from './wording/direction-words.ts';
import { translateDirections } from './wording/directions.ts';
import { labelLines } from './wording/label-lines.ts';
import { labelLanguage } from './wording/phrases.ts';
import { reasonForms } from './wording/reason-words.ts';

const languages = ['en', 'es', 'fr', 'hi', 'ar'] as const;
const english = (sig: string) => expandSig(sig, 'TABLET').english;

describe('languages', () => {
  test('LAB-20 nine of ten words a sig can say have French, Hindi and Arabic', () => {
    const tables: [string, readonly string[], (key: string) => unknown][] = [
      ['route', Object.keys(routeWords), (key) => routeForms.get(key)],
      ['when', Object.keys(whenWords), (key) => whenForms.get(key)],
      ['reason', Object.keys(reasonWords), (key) => reasonForms.get(key)],
      ['extra', Object.keys(extraWords), (key) => extraForms.get(key)],
      ['verb', verbs, (key) => verbForms[key as keyof typeof verbForms]],
      ['unit', doseUnits, (key) => unitForms[key as keyof typeof unitForms]],
    ];
    const missing = tables.flatMap(([name, keys, find]) =>
      keys.filter((key) => find(key) === undefined).map((key) => `${name} ${key}`),
    );
    const all = tables.reduce((sum, [, keys]) => sum + keys.length, 0);
    expect(missing.length * 10, missing.join(', ')).toBeLessThan(all);
  });

  test.each([
    [
      '1 tab po bid',
      'Prenez 1 comprimé par la bouche 2 fois par jour.',
      '1 गोली मुँह से दिन में 2 बार लें।',
      'تناول قرصًا واحدًا (1) عن طريق الفم مرتين يوميًا.',
    ],
    [
      '1/2 tab po qd',
      'Prenez 1/2 comprimé par la bouche une fois par jour.',
      '1/2 गोली मुँह से दिन में एक बार लें।',
      'تناول 1/2 قرصًا عن طريق الفم مرة واحدة يوميًا.',
    ],
    [
      '3 tabs po tid x 7 days',
      'Prenez 3 comprimés par la bouche 3 fois par jour pendant 7 jours.',
      '3 गोली मुँह से दिन में 3 बार 7 दिन तक लें।',
      'تناول 3 أقراص عن طريق الفم 3 مرات يوميًا لمدة 7 أيام.',
    ],
  ])('LAB-21 "%s" in French, Hindi and Arabic', (sig, fr, hi, ar) => {
    const text = english(sig);
    expect(['fr', 'hi', 'ar'].map((language) => translateDirections(text, 'TABLET', language as 'fr'))).toEqual([
      fr,
      hi,
      ar,
    ]);
  });

  test('LAB-21 part of a tablet is a fraction, a volume is a decimal', () => {
    expect(translateDirections(english('1.5 tabs po bid'), 'TABLET', 'fr')).toContain('1 + 1/2 comprimés');
    expect(translateDirections(expandSig('7.5 ml po bid', null).english, null, 'hi')).toContain('7.5 मिलीलीटर');
  });

  test('LAB-21 numbers of the directions stand in every translation', () => {
    for (const sig of [
      '2 tabs po q4-6h prn pain max 8 per day',
      'inject 10 units subcut at bedtime',
      '5 ml po bid for 10 days',
      '2 puffs q4h prn wheezing',
    ]) {
      const text = english(sig);
      const numbers = text.match(/\d+/g) ?? [];
      for (const language of ['fr', 'hi', 'ar'] as const) {
        const translated = translateDirections(text, 'TABLET', language) ?? '';
        const left = numbers.filter(
          (number) => !translated.includes(number) && !(number === '2' && /مرتين|قرصين|بختين/.test(translated)),
        );
        expect(left, `${language}: ${translated}`).toEqual([]);
      }
    }
  });

  test('LAB-22 directions that are not fully understood are printed in English with a note, never guessed', () => {
    const label = content({ prescription: { directions: 'Take as the doctor wrote on the napkin' } });
    for (const language of ['es', 'fr', 'hi', 'ar'] as const) {
      const lines = labelLines(label, language);
      expect(lines.find((line) => line.key === 'directions')?.text).toBe('Take as the doctor wrote on the napkin');
      expect(lines.find((line) => line.key === 'directions-note')).toBeDefined();
    }
    expect(translateDirections('Take 1 tablet by mouth for a reason of my own.', 'TABLET', 'ar')).toBeNull();
  });

  test('LAB-22 beside a translation the English stands too', () => {
    const keys = labelLines(content(), 'hi').map((line) => line.key);
    expect(keys).toEqual(expect.arrayContaining(['directions', 'directions-english']));
  });

  test('LAB-23 every auxiliary label and every description has five languages of its own', () => {
    for (const code of auxiliaryCodes) {
      const texts = languages.map((language) => auxiliaryWords[code][language]);
      expect(new Set(texts).size, code).toBe(5);
      expect(
        texts.every((text) => text.length > 3),
        code,
      ).toBe(true);
    }
    for (const row of monographs)
      expect(new Set(languages.map((language) => row.what[language])).size, row.ingredients[0]).toBe(5);
  });

  test('LAB-23 a language we do not print falls back to English', () => {
    expect(['es-MX', 'FR', 'hi', 'ar_EG', 'vi', '', null].map(labelLanguage)).toEqual([
      'es',
      'fr',
      'hi',
      'ar',
      'en',
      'en',
      'en',
    ]);
  });
});

describe('leaflet', () => {
  test('LAB-30 the side effects statement of 21 CFR 209 stands on every leaflet, whatever the language', () => {
    for (const language of languages) {
      const text = composeLeaflet(content(), language)
        .sections.flatMap((section) => section.paragraphs)
        .join(' ');
      expect(text).toContain('You may report side effects to FDA at 1-800-FDA-1088.');
    }
  });

  test('LAB-31 how, what, cautions, missed dose, storage and questions are there in each language', () => {
    for (const language of languages) {
      const { sections, hasMonograph } = composeLeaflet(content(opioidParts), language);
      expect(hasMonograph).toBe(true);
      expect(sections.map((section) => section.key)).toEqual([
        'medicine',
        'how',
        'what',
        'cautions',
        'missed',
        'storage',
        'effects',
        'questions',
      ]);
      for (const section of sections)
        expect(section.paragraphs.length, `${language} ${section.key}`).toBeGreaterThan(0);
    }
  });

  test('LAB-32 without a description of our own the leaflet says so; half of one is none', () => {
    const none = composeLeaflet(content({ drug: { ingredients: ['obscurimab'] } }), 'en');
    expect(none.hasMonograph).toBe(false);
    expect(none.sections.find((section) => section.key === 'what')?.paragraphs[0]).toContain(
      'no description of our own',
    );
    expect(composeLeaflet(content({ drug: { ingredients: ['lisinopril', 'obscurimab'] } }), 'en').hasMonograph).toBe(
      false,
    );
  });

  test('LAB-33 the missed-dose rule is for daily medicines only', () => {
    const missed = (directions: string, ingredients = ['lisinopril']) =>
      composeLeaflet(content({ prescription: { directions }, drug: { ingredients } }), 'en').sections.find(
        (s) => s.key === 'missed',
      )?.paragraphs[0];
    expect(missed('Take 1 tablet by mouth once a day.')).toContain('when you remember');
    expect(missed('Take 1 tablet by mouth every 6 hours as needed for pain.')).toContain('only when you need it');
    expect(missed('Take 1 tablet by mouth once a week.')).toContain('Call the pharmacy');
    expect(missed('Take 1 tablet by mouth once a day.', ['warfarin'])).toContain('Call the pharmacy');
  });

  test('LAB-34 where a Medication Guide must come with the medicine the leaflet says so', () => {
    const cautions = (ingredients: string[], jurisdiction = 'us_oh') =>
      composeLeaflet(content({ drug: { ingredients }, store: { jurisdiction } }), 'en')
        .sections.find((s) => s.key === 'cautions')
        ?.paragraphs.join(' ') ?? '';
    expect(cautions(['oxycodone hydrochloride'])).toContain('Medication Guide');
    expect(cautions(['lisinopril'])).not.toContain('Medication Guide');
    expect(cautions(['oxycodone'], 'ind_ka')).not.toContain('Medication Guide');
  });
});
