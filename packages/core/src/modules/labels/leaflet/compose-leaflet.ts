import { expandSig } from '../../prescriptions/sig/expand-sig.ts';
import { auxiliaryCodes } from '../facts/auxiliary-codes.ts';
import type { LabelContent, LabelLanguage } from '../model.ts';
import { isolated } from '../text/shape.ts';
import { auxiliaryWords } from '../wording/auxiliary-words.ts';
import { dateText, quantityText } from '../wording/dates.ts';
import { translateDirections } from '../wording/directions.ts';
import { phrases } from '../wording/phrases.ts';
import { monographsOf } from './class-words.ts';
import { leafletWords, medicationGuideIngredients, sideEffectsStatement } from './leaflet-words.ts';

export interface LeafletSection {
  readonly key: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
}
export interface Leaflet {
  readonly hasMonograph: boolean;
  readonly title: string;
  readonly sections: readonly LeafletSection[];
}

/** A leaflet of our own words only. What we have no text for is said, not filled in. */
export function composeLeaflet(content: LabelContent, language: LabelLanguage): Leaflet {
  const w = leafletWords[language];
  const p = phrases[language];
  const { drug } = content;
  const described = monographsOf(drug.ingredients);
  const own = (text: string) => (language === 'ar' ? isolated(text) : text);
  const section = (key: keyof typeof w.headings, paragraphs: readonly (string | null)[]): LeafletSection => ({
    key,
    heading: w.headings[key],
    paragraphs: paragraphs.filter((text): text is string => text !== null && text !== ''),
  });
  return {
    hasMonograph: described.length > 0,
    title: `${w.title}: ${own(drug.display)}`,
    sections: [
      section('medicine', [
        own(drug.display),
        drug.brandName === null ? null : `${p.genericFor}: ${own(drug.brandName)}`,
        `${p.rxNumber}: ${own(content.rxNumber)} · ${p.filled}: ${dateText(content.filledOn, language)} · ${p.quantity}: ${own(quantityText(content.quantityMilli, p.units[drug.unit]))}`,
      ]),
      section('how', howParagraphs(content, language)),
      section('what', described.length > 0 ? described.map((row) => row.what[language]) : [w.noMonograph]),
      section('cautions', [
        ...auxiliaryCodes
          .filter((code) => content.auxiliary.includes(code))
          .map((code) => `${auxiliaryWords[code][language]}${language === 'hi' ? '।' : '.'}`),
        w.allMedicines,
        content.transferCaution && p.transferMeaning !== '' ? p.transferMeaning : null,
        needsGuide(content) ? w.medicationGuide : null,
      ]),
      section('missed', [missedText(content, language)]),
      section('storage', [
        content.auxiliary.includes('refrigerate') ? w.storageCold : w.storageRoom,
        w.storageAlways,
        w.discard(dateText(content.expiresOn, language)),
      ]),
      section('effects', [w.effects, w.report, language === 'en' ? null : sideEffectsStatement]),
      section('questions', [w.call(own(content.pharmacy.name), own(content.pharmacy.phone)), w.notAdvice]),
    ],
  };
}

function howParagraphs(content: LabelContent, language: LabelLanguage): string[] {
  if (language === 'en') return [content.directions];
  const translated = translateDirections(content.directions, content.drug.doseForm, language);
  return translated === null
    ? [`${phrases[language].directionsInEnglish}:`, content.directions]
    : [translated, content.directions];
}

/** The usual rule holds for what is taken every day and nothing else. */
function missedText(content: LabelContent, language: LabelLanguage): string {
  const w = leafletWords[language];
  const { cadence, asNeeded, understood } = expandSig(content.directions, content.drug.doseForm);
  if (understood && asNeeded) return w.missedNeeded;
  const special =
    /insulin|methotrexate|ethinyl estradiol|norethindrone|levonorgestrel|drospirenone|warfarin|apixaban|rivaroxaban|dabigatran/;
  const isUsual =
    understood && cadence === 'daily' && !content.drug.ingredients.some((name) => special.test(name.toLowerCase()));
  return isUsual ? w.missedDaily : w.missedOther;
}

function needsGuide(content: LabelContent): boolean {
  const isUs = content.jurisdiction.startsWith('us');
  return (
    isUs &&
    content.drug.ingredients.some((name) =>
      medicationGuideIngredients.some((part) => name.toLowerCase().startsWith(part)),
    )
  );
}
