import { auxiliaryCodes } from '../facts/auxiliary-codes.ts';
import type { LabelContent, LabelLanguage } from '../model.ts';
import { isolated } from '../text/shape.ts';
import { auxiliaryWords } from './auxiliary-words.ts';
import { dateText, quantityText } from './dates.ts';
import { translateDirections } from './directions.ts';
import { phrases, transferCautionText } from './phrases.ts';

/** One line of a label as worded: `key` names the element, so that screens and tests can find it. */
export interface LabelLine {
  readonly key: string;
  readonly text: string;
}

/** Every line a label says in a language, in printing order. Empty facts give no line: nothing prints `undefined`. */
export function labelLines(content: LabelContent, language: LabelLanguage): LabelLine[] {
  const p = phrases[language];
  const { pharmacy, patient, drug } = content;
  const pair = pairIn(language);
  const own = (text: string) => (language === 'ar' && text !== '' ? isolated(text) : text);
  const lines: (LabelLine | null)[] = [
    content.demo ? line('demo', language === 'en' ? p.demo : `${p.demo} · ${phrases.en.demo}`) : null,
    line('pharmacy-name', pharmacy.name),
    line('pharmacy-address', own(pharmacy.addressLines.join(', '))),
    pair('pharmacy-phone', p.phone, pharmacy.phone),
    pair('rx-number', p.rxNumber, content.rxNumber),
    pair('date-filled', p.filled, dateText(content.filledOn, language)),
    content.part > 0 ? line('part', p.part(String(content.part))) : null,
    line('patient-name', patient.name),
    isControlled(content) ? line('patient-address', own(patient.addressLines.join(', '))) : null,
    ...directionLines(content, language),
    pair('purpose', p.purpose, content.purpose),
    line('drug-name', nameWithStrength(content)),
    pair('generic-for', p.genericFor, drug.brandName),
    pair('quantity', p.quantity, quantityText(content.quantityMilli, p.units[drug.unit])),
    content.owedMilli > 0 ? pair('owed', p.owed, quantityText(content.owedMilli, p.units[drug.unit])) : null,
    line('refills', refillsText(content, language)),
    pair('beyond-use', p.discardAfter, dateText(content.expiresOn, language)),
    pair('prescriber-name', p.prescriber, content.prescriberName),
    pair('manufacturer', p.manufacturer, drug.manufacturer),
    pair('lot', p.lot, content.lotNumber),
    pair('appearance', p.appearance, drug.physicalDescription),
    pair('filled-by', p.filledBy, content.technicianInitials),
    pair('checked-by', p.checkedBy, content.pharmacistInitials),
    ...content.auxiliary.map((code) => {
      const known = auxiliaryCodes.find((one) => one === code);
      return known ? line(`aux-${code}`, auxiliaryWords[known][language]) : null;
    }),
    content.transferCaution ? line('transfer-caution', transferCautionText) : null,
    content.transferCaution ? line('transfer-meaning', p.transferMeaning) : null,
  ];
  return lines.filter((one) => one !== null);
}

function line(key: string, text: string | null): LabelLine | null {
  return text === null || text.trim() === '' ? null : { key, text: text.trim() };
}
/** `name: value`; in Arabic the value keeps its own direction. */
function pairIn(language: LabelLanguage) {
  return (key: string, name: string, value: string | null): LabelLine | null => {
    if (value === null || value.trim() === '') return null;
    return { key, text: `${name}: ${language === 'ar' ? isolated(value.trim()) : value.trim()}` };
  };
}

/** In another language: the translation, and the English below it for whoever must read it in an emergency. */
function directionLines(content: LabelContent, language: LabelLanguage): (LabelLine | null)[] {
  if (language === 'en') return [line('directions', content.directions)];
  const translated = translateDirections(content.directions, content.drug.doseForm, language);
  if (translated === null)
    return [line('directions-note', phrases[language].directionsInEnglish), line('directions', content.directions)];
  return [line('directions', translated), line('directions-english', content.directions)];
}

function nameWithStrength(content: LabelContent): string {
  const { display, strength } = content.drug;
  if (strength === null || display.toLowerCase().replace(/\s/g, '').includes(strength.toLowerCase().replace(/\s/g, '')))
    return display;
  return /\d/.test(display) ? display : `${display} ${strength}`;
}

function refillsText(content: LabelContent, language: LabelLanguage): string {
  const p = phrases[language];
  if (content.refillsLeft <= 0) return p.noRefills;
  if (content.refillsUntil === null) return p.refills(content.refillsLeft);
  const date = dateText(content.refillsUntil, language);
  return language === 'hi'
    ? `${p.refills(content.refillsLeft)}, ${date} ${p.refillsUntil}`
    : `${p.refills(content.refillsLeft)} ${p.refillsUntil} ${date}`;
}

function isControlled(content: LabelContent): boolean {
  return /^C(II|III|IV|V)$/.test(content.drug.schedule ?? '');
}
