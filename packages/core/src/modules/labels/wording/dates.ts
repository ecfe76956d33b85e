import { fromMilli } from '../../../kernel/contract.ts';
import type { LabelLanguage } from '../model.ts';

const months: Readonly<Record<LabelLanguage, readonly string[]>> = {
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  es: ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'sep', 'oct', 'nov', 'dic'],
  fr: ['janv.', 'févr.', 'mars', 'avr.', 'mai', 'juin', 'juil.', 'août', 'sept.', 'oct.', 'nov.', 'déc.'],
  hi: ['जन', 'फ़र', 'मार्च', 'अप्रैल', 'मई', 'जून', 'जुल', 'अग', 'सित', 'अक्टू', 'नव', 'दिस'],
  ar: ['يناير', 'فبراير', 'مارس', 'أبريل', 'مايو', 'يونيو', 'يوليو', 'أغسطس', 'سبتمبر', 'أكتوبر', 'نوفمبر', 'ديسمبر'],
};

/** A date that cannot be misread: the month is a word. `Nov 21, 2026`, `21 nov 2026`. */
export function dateText(date: string, language: LabelLanguage): string {
  const [year, month, day] = date.split('-').map(Number);
  const name = months[language][(month ?? 0) - 1];
  if (!year || !day || name === undefined) return date;
  return language === 'en' ? `${name} ${day}, ${year}` : `${day} ${name} ${year}`;
}

/** Thousandths as people read them: `30`, `7.5`. */
export function quantityText(milli: number, unit: string): string {
  const number = String(fromMilli(milli));
  return unit === '' ? number : `${number} ${unit}`;
}
