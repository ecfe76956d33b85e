/** Calendar dates are `yyyy-mm-dd` strings everywhere; nothing here reads the clock or a time zone by itself. */
export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export type DateOrder = 'month-first' | 'day-first';

export function isDate(text: string): boolean {
  return partsOf(text) !== null;
}

export function partsOf(date: string): CalendarDate | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  return match ? checked(Number(match[1]), Number(match[2]), Number(match[3])) : null;
}

/**
 * What a person types: `1961-04-12`, `04/12/1961`, `4-12-61`, `04121961`, `12 apr 1961`, `t` (today), `+7`, `-1`.
 * A two-digit year is the one nearest below `pivot` (a birth date is never in the future).
 */
export function parseDate(
  text: string,
  options: { today: string; order?: DateOrder; pastOnly?: boolean },
): string | null {
  const clean = text.trim().toLowerCase();
  if (clean === '') return null;
  if (clean === 't' || clean === 'today') return options.today;
  const shift = /^([+-]\d{1,4})$/.exec(clean);
  if (shift) return addDays(options.today, Number(shift[1]));
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(clean) ?? /^((?:19|20)\d{2})(\d{2})(\d{2})$/.exec(clean);
  if (iso) {
    const date = written(Number(iso[1]), Number(iso[2]), Number(iso[3]));
    if (date || clean.length > 8) return date;
  }
  const named = /^(\d{1,2})[\s-]*([a-z]{3})[a-z]*[\s,-]*(\d{2}|\d{4})$/.exec(clean);
  if (named) return written(fullYear(named[3] ?? '', options), monthNumber(named[2] ?? ''), Number(named[1]));
  const local = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2}|\d{4})$/.exec(clean) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(clean);
  if (!local) return null;
  const [first, second] = [Number(local[1]), Number(local[2])];
  const year = fullYear(local[3] ?? '', options);
  return options.order === 'day-first' ? written(year, second, first) : written(year, first, second);
}

/** A date in the order people type it here: `04/12/1961`. */
export function typedDate(date: string, order: DateOrder = 'month-first'): string {
  const [year, month, day] = date.split('-');
  if (!partsOf(date)) return date;
  return order === 'day-first' ? `${day}/${month}/${year}` : `${month}/${day}/${year}`;
}

function written(year: number, month: number, day: number): string | null {
  const date = checked(year, month, day);
  return date ? isoOf(date) : null;
}

function checked(year: number, month: number, day: number): CalendarDate | null {
  const real = new Date(Date.UTC(year, month - 1, day));
  const same = real.getUTCFullYear() === year && real.getUTCMonth() === month - 1 && real.getUTCDate() === day;
  return same && year >= 1800 && year <= 2200 ? { year, month, day } : null;
}

function isoOf(date: CalendarDate): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.year}-${two(date.month)}-${two(date.day)}`;
}

function fullYear(text: string, options: { today: string; pastOnly?: boolean }): number {
  if (text.length === 4) return Number(text);
  const thisYear = Number(options.today.slice(0, 4));
  const ahead = options.pastOnly ? 0 : 20;
  const year = Math.floor(thisYear / 100) * 100 + Number(text);
  return year > thisYear + ahead ? year - 100 : year;
}

const monthsEnglish = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
function monthNumber(name: string): number {
  return monthsEnglish.indexOf(name) + 1;
}

export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** `12 Apr 1961`: the month is a word, so that no reader takes it for another order. */
export function formatDate(date: string, locale = 'en-US'): string {
  const parts = partsOf(date);
  if (!parts) return date;
  return `${parts.day} ${monthName(parts, locale)} ${parts.year}`;
}

/** `12 Apr`, for lists where the year is this one. */
export function formatDay(date: string, today: string, locale = 'en-US'): string {
  const parts = partsOf(date);
  if (!parts) return date;
  return date.slice(0, 4) === today.slice(0, 4) ? `${parts.day} ${monthName(parts, locale)}` : formatDate(date, locale);
}

function monthName(parts: CalendarDate, locale: string): string {
  const at = Date.UTC(parts.year, parts.month - 1, parts.day);
  return new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' }).format(at).replace('.', '');
}

/** Completed years. */
export function ageOn(birthDate: string, today: string): number | null {
  const [born, now] = [partsOf(birthDate), partsOf(today)];
  if (!born || !now) return null;
  const before = now.month < born.month || (now.month === born.month && now.day < born.day);
  return Math.max(0, now.year - born.year - (before ? 1 : 0));
}

/** `14:05` in the given zone (the terminal's when left out). */
export function formatTime(at: string, options: { locale?: string; timeZone?: string } = {}): string {
  return new Intl.DateTimeFormat(options.locale ?? 'en-US', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: options.timeZone,
  }).format(Date.parse(at));
}

/** The calendar date of an instant in a zone, yyyy-mm-dd. */
export function dateOf(at: string, timeZone?: string): string {
  return new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone }).format(
    Date.parse(at),
  );
}
