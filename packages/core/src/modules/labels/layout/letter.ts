import { composeLeaflet } from '../leaflet/compose-leaflet.ts';
import type { LabelContent, LabelLanguage } from '../model.ts';
import type { FontSet } from '../text/fonts.ts';
import { dateText } from '../wording/dates.ts';
import { directionOf, phrases } from '../wording/phrases.ts';
import { signatureWords } from '../wording/signature-words.ts';
import { flow, type Item, onPaper } from './flow.ts';
import type { Mark, Page } from './page.ts';

const size = { width: 612, height: 792 };
const margin = 46;

/** US letter pages of paragraphs, as many as it takes; nothing is shrunk below 11 points for a reader at home. */
export function letterPages(items: readonly Item[], language: LabelLanguage, fonts: FontSet): Page[] {
  const box = { x: margin, y: margin, width: size.width - 2 * margin, height: size.height - 2 * margin };
  const pages: Page[] = [];
  let rest: readonly Item[] = items;
  do {
    const flowed = flow(rest, box, fonts, directionOf(language), onPaper);
    pages.push({ ...size, marks: flowed.marks });
    if (flowed.marks.length === 0) break;
    rest = flowed.rest;
  } while (rest.length > 0);
  return pages;
}

export function leafletPages(content: LabelContent, language: LabelLanguage, fonts: FontSet): Page[] {
  const leaflet = composeLeaflet(content, language);
  const p = phrases[language];
  const item = (key: string, text: string, at: number, weight: 400 | 700, gapBefore = 0, minSize = 11): Item => ({
    key,
    text,
    size: at,
    minSize: Math.min(at, minSize),
    weight,
    gapBefore,
    leading: at * 0.24,
  });
  const items: Item[] = [
    ...(content.demo ? [item('demo', language === 'en' ? p.demo : `${p.demo} · ${phrases.en.demo}`, 11, 700)] : []),
    item('pharmacy', `${content.pharmacy.name} · ${content.pharmacy.phone}`, 10, 400, 0, 9),
    item('patient', content.patient.name, 13, 700, 4),
    item('title', leaflet.title, 18, 700, 4),
    ...leaflet.sections.flatMap(({ key, heading, paragraphs }) => [
      { ...item(`${key}-heading`, heading, 12.5, 700, 11), keepsWithNext: true },
      ...paragraphs.map((text, at) =>
        item(key, text, key === 'how' && at === 0 ? 13 : 11.5, key === 'how' && at === 0 ? 700 : 400, 3),
      ),
    ]),
  ];
  return letterPages(items, language, fonts);
}

/** What the patient signs at hand-over: number, date, who picks up, counselling taken or declined. */
export function signaturePages(content: LabelContent, language: LabelLanguage, fonts: FontSet): Page[] {
  const words = signatureWords[language];
  const p = phrases[language];
  const item = (key: string, text: string, at: number, weight: 400 | 700, gapBefore = 8): Item => ({
    key,
    text,
    size: at,
    minSize: Math.min(at, 10),
    weight,
    gapBefore,
    leading: at * 0.24,
  });
  const items: Item[] = [
    ...(content.demo ? [item('demo', language === 'en' ? p.demo : `${p.demo} · ${phrases.en.demo}`, 11, 700)] : []),
    item(
      'pharmacy',
      `${content.pharmacy.name} · ${content.pharmacy.addressLines.join(', ')} · ${content.pharmacy.phone}`,
      10,
      400,
    ),
    item('title', words.title, 18, 700),
    item('patient-name', content.patient.name, 14, 700),
    item(
      'rx-number',
      `${p.rxNumber}: ${content.rxNumber} · ${p.filled}: ${dateText(content.filledOn, language)}`,
      12,
      400,
    ),
    item('received', words.received, 12, 400),
    item('counsel', words.counsel, 12, 400),
    item('accepted', `_____ ${words.yes}`, 12, 400),
    item('declined', `_____ ${words.no}`, 12, 400),
    item('notice', words.notice, 12, 400),
  ];
  const [page] = letterPages(items, language, fonts);
  if (!page) return [];
  const lowest = Math.max(...page.marks.map((mark) => mark.y));
  const rtl = directionOf(language) === 'rtl';
  const fields = [words.who, words.sign, words.date].flatMap((text, at): Mark[] => {
    const y = lowest + 60 + at * 60;
    const label = flow(
      [item(`field-${at}`, text, 10, 400)],
      { x: margin, y: y + 3, width: size.width - 2 * margin, height: 30 },
      fonts,
      rtl ? 'rtl' : 'ltr',
    );
    return [{ kind: 'rect', x: margin, y, width: size.width - 2 * margin, height: 0.6, fill: 'black' }, ...label.marks];
  });
  return [{ ...page, marks: [...page.marks, ...fields] }];
}
