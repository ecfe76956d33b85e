/** Birth dates inside a search text, in the forms people type and say. PAT-21. */

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthNames = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';

type Reader = (match: RegExpExecArray) => (string | null)[];

/** Most telling first; each takes its text out of the search. */
const readers: readonly { readonly pattern: RegExp; readonly read: Reader }[] = [
  { pattern: /(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/, read: ([, y, m, d]) => [date(y, m, d)] },
  {
    // Month first as in the US; day first too, since nobody says which. Both are looked for.
    pattern: /(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?!\d)/,
    read: ([, a, b, y]) => years(y).flatMap((year) => [date(year, a, b), date(year, b, a)]),
  },
  {
    pattern: new RegExp(
      `(?<!\\d)(\\d{1,2})(?:st|nd|rd|th)?[ -]*(${monthNames})[a-z]*\\.?,?[ -]*(\\d{4}|\\d{2})(?!\\d)`,
      'i',
    ),
    read: ([, d, m, y]) => years(y).map((year) => date(year, monthOf(m), d)),
  },
  {
    pattern: new RegExp(`\\b(${monthNames})[a-z]*\\.? *(\\d{1,2})(?:st|nd|rd|th)?,? +(\\d{4}|\\d{2})(?!\\d)`, 'i'),
    read: ([, m, d, y]) => years(y).map((year) => date(year, monthOf(m), d)),
  },
  {
    // mmddyyyy or yyyymmdd, only where it reads as a date; otherwise eight digits are a phone number.
    pattern: /(?<!\d)(\d{8})(?!\d)/,
    read: ([, t = '']) => [
      date(t.slice(4), t.slice(0, 2), t.slice(2, 4)),
      date(t.slice(4), t.slice(2, 4), t.slice(0, 2)),
      date(t.slice(0, 4), t.slice(4, 6), t.slice(6)),
    ],
  },
];

/** Every date the text may mean, and the text without it. */
export function birthDatesIn(text: string): { dates: string[]; rest: string } {
  for (const { pattern, read } of readers) {
    const match = pattern.exec(text);
    if (!match) continue;
    const dates = [...new Set(read(match).filter((d) => d !== null))];
    if (dates.length > 0)
      return { dates, rest: `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}` };
  }
  return { dates: [], rest: text };
}

function monthOf(name: string | undefined): string {
  return String(months.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1);
}

/** Two digits may mean either century: someone born in '31 is alive in both. */
function years(text: string | undefined): string[] {
  return text?.length === 2 ? [`19${text}`, `20${text}`] : [text ?? ''];
}

function date(year: string | undefined, month: string | undefined, day: string | undefined): string | null {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (!(y >= 1880 && y <= 2200 && m >= 1 && m <= 12 && d >= 1)) return null;
  const last = new Date(Date.UTC(y, m, 0)).getUTCDate();
  if (d > last) return null;
  return `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
}
