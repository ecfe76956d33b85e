import type { LabelContent, LabelLanguage } from '../model.ts';
import type { FontSet } from '../text/fonts.ts';
import { dateText } from '../wording/dates.ts';
import { directionOf, phrases } from '../wording/phrases.ts';
import { flow, type Item } from './flow.ts';
import type { Page } from './page.ts';

/** 4 x 2 inch. Hangs in will-call where others see it: name, number and bin, no drug. */
export function bagPages(
  content: LabelContent,
  language: LabelLanguage,
  binLocation: string | null,
  fonts: FontSet,
): Page[] {
  const p = phrases[language];
  const direction = directionOf(language);
  const { width, height } = { width: 288, height: 144 };
  const born = content.patient.birthDate;
  const item = (key: string, text: string, size: number, weight: 400 | 700): Item => ({
    key,
    text,
    size,
    minSize: 6,
    weight,
  });
  const items = [
    content.demo ? item('demo', language === 'en' ? p.demo : `${p.demo} · ${phrases.en.demo}`, 8, 700) : null,
    item('patient-name', content.patient.name, 24, 700),
    born === null ? null : item('birth-date', `${p.born}: ${dateText(born, language)}`, 12, 400),
    item(
      'rx-number',
      `${p.rxNumber}: ${content.rxNumber}${content.part > 0 ? ` · ${p.part(String(content.part))}` : ''}`,
      13,
      700,
    ),
    item('date-filled', `${p.filled}: ${dateText(content.filledOn, language)}`, 11, 400),
    content.owedMilli > 0 ? item('owed', `${p.owed}: ${content.owedMilli / 1000}`, 10, 700) : null,
    content.auxiliary.includes('refrigerate')
      ? item(
          'refrigerate',
          {
            en: 'REFRIGERATED ITEM',
            es: 'PRODUCTO REFRIGERADO',
            fr: 'PRODUIT RÉFRIGÉRÉ',
            hi: 'फ्रिज की दवा',
            ar: 'دواء مبرد',
          }[language],
          10,
          700,
        )
      : null,
    item('pharmacy', `${content.pharmacy.name} · ${content.pharmacy.phone}`, 8, 400),
  ].filter((one) => one !== null);
  const side = 92;
  const rtl = direction === 'rtl';
  const box = { x: rtl ? side : 10, y: 10, width: width - side - 10, height: height - 20 };
  const main = flow(items, box, fonts, direction);
  const sideX = rtl ? 10 : width - side + 6;
  const bin = flow(
    binLocation === null
      ? []
      : [item('bin', `${p.bin}`, 8, 400), { ...item('bin-location', binLocation, 26, 700), minSize: 9 }],
    { x: sideX, y: 62, width: side - 16, height: 70 },
    fonts,
    direction,
  );
  const matrix = { kind: 'matrix' as const, text: content.barcode, x: sideX + 12, y: 12, size: 42 };
  return [{ width, height, marks: [...main.marks, matrix, ...bin.marks] }];
}
