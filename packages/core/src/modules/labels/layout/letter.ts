import { composeLeaflet } from '../leaflet/compose-leaflet.ts';
import type { LabelContent, LabelLanguage } from '../model.ts';
import type { FontSet } from '../text/fonts.ts';
import { directionOf, phrases } from '../wording/phrases.ts';
import { flow, type Item } from './flow.ts';
import type { Mark, Page } from './page.ts';

const size = { width: 612, height: 792 };
const margin = 54;

/** US letter pages of paragraphs, as many as it takes; nothing is shrunk below 11 points for a reader at home. */
export function letterPages(items: readonly Item[], language: LabelLanguage, fonts: FontSet): Page[] {
  const box = { x: margin, y: margin, width: size.width - 2 * margin, height: size.height - 2 * margin };
  const pages: Page[] = [];
  let rest: readonly Item[] = items;
  do {
    const flowed = flow(rest, box, fonts, directionOf(language));
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
  });
  const items: Item[] = [
    ...(content.demo ? [item('demo', language === 'en' ? p.demo : `${p.demo} · ${phrases.en.demo}`, 11, 700)] : []),
    item('pharmacy', `${content.pharmacy.name} · ${content.pharmacy.phone}`, 10, 400, 0, 9),
    item('patient', content.patient.name, 13, 700, 4),
    item('title', leaflet.title, 18, 700, 4),
    ...leaflet.sections.flatMap(({ key, heading, paragraphs }) => [
      item(`${key}-heading`, heading, 13, 700, 10),
      ...paragraphs.map((text, at) =>
        item(key, text, key === 'how' && at === 0 ? 13 : 12, key === 'how' && at === 0 ? 700 : 400, 3),
      ),
    ]),
  ];
  return letterPages(items, language, fonts);
}

/** What the patient signs at hand-over: number, date, who picks up, counselling taken or declined. */
export function signaturePages(content: LabelContent, language: LabelLanguage, fonts: FontSet): Page[] {
  const words = {
    en: {
      title: 'Receipt of medicine',
      received: 'I have received the prescription named here.',
      counsel: 'The pharmacist offered to explain this medicine:',
      yes: 'I accepted',
      no: 'I declined',
      notice: 'I was offered the privacy notice.',
      who: 'Name and relationship to the patient',
      sign: 'Signature',
      date: 'Date and time',
    },
    es: {
      title: 'Recibo de medicamento',
      received: 'He recibido la receta indicada aquí.',
      counsel: 'El farmacéutico ofreció explicarme este medicamento:',
      yes: 'Acepté',
      no: 'No quise',
      notice: 'Me ofrecieron el aviso de privacidad.',
      who: 'Nombre y relación con el paciente',
      sign: 'Firma',
      date: 'Fecha y hora',
    },
    fr: {
      title: 'Reçu de médicament',
      received: "J'ai reçu l'ordonnance indiquée ici.",
      counsel: "Le pharmacien a proposé d'expliquer ce médicament :",
      yes: "J'ai accepté",
      no: "J'ai refusé",
      notice: "L'avis de confidentialité m'a été proposé.",
      who: 'Nom et lien avec le patient',
      sign: 'Signature',
      date: 'Date et heure',
    },
    hi: {
      title: 'दवा की रसीद',
      received: 'मुझे यहाँ लिखे पर्चे की दवा मिल गई है।',
      counsel: 'फ़ार्मासिस्ट ने दवा समझाने की पेशकश की:',
      yes: 'मैंने स्वीकार किया',
      no: 'मैंने मना किया',
      notice: 'मुझे निजता सूचना दी गई।',
      who: 'नाम और मरीज़ से संबंध',
      sign: 'हस्ताक्षर',
      date: 'तारीख और समय',
    },
    ar: {
      title: 'إيصال استلام دواء',
      received: 'استلمت الوصفة المذكورة هنا.',
      counsel: 'عرض الصيدلي شرح هذا الدواء:',
      yes: 'قبلت',
      no: 'رفضت',
      notice: 'عُرض علي إشعار الخصوصية.',
      who: 'الاسم وصلة القرابة بالمريض',
      sign: 'التوقيع',
      date: 'التاريخ والوقت',
    },
  }[language];
  const p = phrases[language];
  const item = (key: string, text: string, at: number, weight: 400 | 700, gapBefore = 8): Item => ({
    key,
    text,
    size: at,
    minSize: Math.min(at, 10),
    weight,
    gapBefore,
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
    item('rx-number', `${p.rxNumber}: ${content.rxNumber} · ${p.filled}: ${content.filledOn}`, 12, 400),
    item('received', words.received, 12, 400),
    item('counsel', words.counsel, 12, 400),
    item('accepted', `[   ] ${words.yes}`, 12, 400),
    item('declined', `[   ] ${words.no}`, 12, 400),
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
