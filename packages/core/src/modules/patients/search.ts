import type { ReadDb } from '../../kernel/ports.ts';
import { birthDatesIn } from './birth-dates.ts';
import { foldText } from './names.ts';

/** A stretch of the term index: from `low`, before `high`. */
interface Range {
  readonly low: string;
  readonly high: string;
}
/** One word of the search: any of its ranges will do. */
export type Criterion = readonly Range[];

export interface Found {
  readonly id: string;
  readonly via: 'name' | 'birth-date' | 'phone';
}

const candidatesMax = 4000;

/** Reads a search text: birth dates in any usual form, digits as phone or last four, the rest as names. PAT-20. */
export function criteriaOf(text: string): Criterion[] {
  const { dates, rest } = birthDatesIn(text);
  const criteria: Criterion[] = [];
  if (dates.length > 0) criteria.push(dates.map((date) => prefix(`b${date}`)));
  const phone = rest.replace(/(?<=\d)[\s().+-]+(?=\d)/g, '');
  for (const word of foldText(phone).split(' ').filter(Boolean)) {
    criteria.push(/^\d+$/.test(word) ? digitRanges(word) : [prefix(`n${word}`)]);
  }
  return criteria;
}

function digitRanges(digits: string): Range[] {
  const national = digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
  const ranges = [prefix(`p${national}`), prefix(`n${digits}`)];
  if (digits.length === 4) ranges.push(prefix(`l${digits}`), prefix(`b${digits}`));
  return ranges;
}

function prefix(start: string): Range {
  return { low: start, high: `${start}\u{10ffff}` };
}

/** Ids of patients that fit every word of the text, exact words before beginnings of words. At most `limit`. */
export function searchPatients(db: ReadDb, text: string, limit: number): Found[] {
  const criteria = criteriaOf(text);
  if (criteria.length === 0) return [];
  const ranked = criteria
    .map((criterion) => ({ criterion, size: sizeOf(db, criterion) }))
    .sort((a, b) => a.size - b.size);
  const [first, ...others] = ranked.map((r) => r.criterion);
  const found: Found[] = [];
  const seen = new Set<string>();
  if (!first || ranked[0]?.size === 0) return [];
  for (const { id, term } of candidates(db, first)) {
    if (seen.has(id)) continue;
    seen.add(id);
    if (!others.every((criterion) => fits(db, id, criterion))) continue;
    found.push({ id, via: viaOf(term) });
    if (found.length >= limit) break;
  }
  return found;
}

/** How many rows a word would read, counted up to a bound: the rarest word leads. */
function sizeOf(db: ReadDb, criterion: Criterion): number {
  const count = db.prepare<{ n: number }>(
    'SELECT count(*) AS n FROM (SELECT 1 FROM patients_term WHERE term >= ? AND term < ? LIMIT 2000)',
  );
  return criterion.reduce((sum, range) => sum + (count.get(range.low, range.high)?.n ?? 0), 0);
}

function* candidates(db: ReadDb, criterion: Criterion): Generator<{ id: string; term: string }> {
  const rows = db.prepare<{ aggregate_id: string; term: string }>(
    'SELECT aggregate_id, term FROM patients_term WHERE term >= ? AND term < ? ORDER BY term LIMIT ?',
  );
  for (const range of criterion) {
    for (const row of rows.iterate(range.low, range.high, candidatesMax)) {
      yield { id: row.aggregate_id, term: row.term };
    }
  }
}

function fits(db: ReadDb, id: string, criterion: Criterion): boolean {
  const one = db.prepare('SELECT 1 FROM patients_term WHERE aggregate_id = ? AND term >= ? AND term < ? LIMIT 1');
  return criterion.some((range) => one.get(id, range.low, range.high) !== undefined);
}

function viaOf(term: string): Found['via'] {
  if (term.startsWith('b')) return 'birth-date';
  return term.startsWith('n') ? 'name' : 'phone';
}
