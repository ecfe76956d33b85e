import { addFrequency } from './sig-draft.ts';
import { phraseMax, reasons } from './sig-lexicon.ts';
import type { SigReader } from './sig-parse.ts';

/** Phrases with numbers inside. Each returns false, and moves nothing, when it does not fit here. */

/** `max 8 tablets per day`, `not to exceed 4 in 24 hours`, `max 3 doses/day`, `max daily dose 40 mg`. */
export function readMax(reader: SigReader, length: number): boolean {
  const phrase = reader.phrase()?.text ?? '';
  const start = reader.token(length)?.kind === 'mark' ? length + 1 : length;
  const number = reader.number(start);
  if (!number) return false;
  let to = start + number.length;
  const unit = reader.phrase(to);
  let name: 'dose' | null = null;
  if (unit?.sense.kind === 'unit' || reader.wordAt(to) === 'dose') {
    if (reader.wordAt(to) === 'dose') name = 'dose';
    to += unit?.length ?? 1;
  }
  const rest = reader.tokens
    .slice(reader.at + to, reader.at + to + 5)
    .map((t) => t.text)
    .join(' ');
  const per = /^(?:(?:per|a|in a|in|each|every|within)\s+)?(?:daily|day|d\b|24 hours(?: period)?|24 hour period)/.exec(
    rest,
  );
  if (!per && !/daily/.test(phrase)) {
    reader.draft.issue('ambiguous', 'max-without-time', phrase, 'a maximum needs a time: in how many hours or days?');
  }
  const { current } = reader.draft;
  const factor = unit?.sense.kind === 'unit' ? (unit.sense.factor ?? 1) : 1;
  current.max = { milli: number.high * factor, unit: unit?.sense.kind === 'unit' ? unit.sense.unit : name };
  reader.at += to + (per ? per[0].trim().split(' ').length : 0);
  return true;
}

/** `every 4 to 6 hours`, `every 3 days`, `every hour`, `every 2 weeks`. */
export function readEvery(reader: SigReader, length: number): boolean {
  const one = { low: 1000, high: 1000, length: 0 };
  const number = reader.number(length) ?? (reader.wordAt(length) === 'hour' ? one : undefined);
  if (!number || number.low % 1000 !== 0 || number.high % 1000 !== 0 || number.low === 0) return false;
  const [low, high] = [number.low / 1000, number.high / 1000];
  const unit = reader.wordAt(length + number.length);
  const token = `every ${high} ${unit ?? ''}`;
  if (unit === 'hour') addFrequency(reader.draft, { kind: 'every-hours', low, high }, token);
  else if (low !== high) return false;
  else if (unit === 'minute') addFrequency(reader.draft, { kind: 'every-minutes', minutes: low }, token);
  else if (unit === 'day')
    addFrequency(
      reader.draft,
      low === 1 ? { kind: 'per-day', low: 1, high: 1 } : { kind: 'every-days', days: low },
      token,
    );
  else if (unit === 'week')
    addFrequency(
      reader.draft,
      low === 1 ? { kind: 'per-week', times: 1, weekdays: [] } : { kind: 'every-weeks', weeks: low },
      token,
    );
  else if (unit === 'month') addFrequency(reader.draft, { kind: 'every-months', months: low }, token);
  else return false;
  reader.at += length + number.length + 1;
  return true;
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const weekdayPattern = /^(mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(day|sday|nesday|rsday|urday)?s?$/;

/** `every monday`, `on monday and thursday`, `monday, wednesday, friday`. */
export function readWeekdays(reader: SigReader): boolean {
  const days: number[] = [];
  let to = 0;
  const first = reader.wordAt(0);
  if (first === 'every' || first === 'on') to = reader.phrase()?.length ?? 0;
  for (;;) {
    const text = reader.token(to)?.text ?? '';
    if (weekdayPattern.test(text)) days.push(weekdays.indexOf(text.slice(0, 3)));
    else if (
      !(
        (text === 'and' || text === ',' || text === 'every' || text === 'on') &&
        days.length > 0 &&
        weekdayPattern.test(nextWord(reader, to))
      )
    )
      break;
    to += 1;
  }
  if (days.length === 0) return false;
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  addFrequency(reader.draft, { kind: 'per-week', times: sorted.length, weekdays: sorted }, 'weekdays');
  reader.at += to;
  return true;
}

function nextWord(reader: SigReader, offset: number): string {
  const next = reader.token(offset + 1)?.text ?? '';
  return next === 'and' || next === ',' ? (reader.token(offset + 2)?.text ?? '') : next;
}

/** `on day 1`, `days 2 to 5`, `day 1`. */
export function readDayCount(reader: SigReader): boolean {
  let to = reader.wordAt(0) === 'on' ? 1 : 0;
  if (reader.token(to)?.text === 'each' && reader.token(to + 1)?.text === 'of') to += 2;
  if (!/^days?$/.test(reader.token(to)?.text ?? '')) return false;
  to += 1;
  const number = reader.number(to);
  if (!number || number.low % 1000 !== 0) return false;
  reader.draft.current.courseDays = { from: number.low / 1000, to: number.high / 1000 };
  reader.at += to + number.length;
  return true;
}

/** `may repeat in 2 hours`, `may repeat once`, `may repeat every 5 minutes x 3` is left open. */
export function readRepeat(reader: SigReader, length: number): boolean {
  let to = length;
  if (reader.token(to)?.text === 'dose') to += 1;
  let afterHours: number | null = null;
  const after = reader.wordAt(to);
  if (after === 'in' || after === 'after') {
    const number = reader.number(to + 1);
    const unit = number && reader.wordAt(to + 1 + number.length);
    if (!number || unit !== 'hour') return false;
    afterHours = number.high / 1000;
    to += 2 + number.length;
  } else if (after === 'every') {
    return false;
  }
  const rest = reader.tokens
    .slice(reader.at + to, reader.at + to + 3)
    .map((t) => t.text)
    .join(' ');
  const once = /^(once|x 1|1 time)\b/.exec(rest);
  if (once) to += once[0].split(' ').length;
  if (/^if needed/.test(rest.replace(/^(once|x 1|1 time)\s*/, ''))) to += 2;
  reader.draft.current.repeat = { afterHours };
  reader.at += to;
  return true;
}

/** `for 7 days`, `x 7 d`, `for a week`, `x 3 doses`. */
export function readDuration(reader: SigReader, length: number): boolean {
  const one = { low: 1000, high: 1000, length: 1 };
  const number = reader.token(length)?.text === 'a' ? one : reader.number(length);
  if (!number || number.low % 1000 !== 0) return false;
  const fillers = ['more', 'total', 'full', 'additional'];
  const skip = fillers.includes(reader.token(length + number.length)?.text ?? '') ? 1 : 0;
  const unit = reader.wordAt(length + number.length + skip);
  if (unit !== 'day' && unit !== 'week' && unit !== 'month' && unit !== 'dose') return readOnce(reader, length, number);
  reader.draft.current.duration = { count: number.high / 1000, unit };
  reader.at += length + number.length + skip + 1;
  return true;
}

/** `x 1`, with nothing counted behind it. */
function readOnce(reader: SigReader, length: number, number: { high: number; length: number }): boolean {
  if (reader.token()?.text !== 'x' || number.high !== 1000) return false;
  addFrequency(reader.draft, { kind: 'once' }, 'x 1');
  reader.at += length + number.length;
  return true;
}

/** A known reason; after "for" also the words up to the next thing that is known. */
export function readReason(reader: SigReader, length: number, isNamed: boolean): boolean {
  const start = reader.at + length;
  const words: string[] = [];
  for (let i = 0; i < phraseMax; i += 1) {
    const token = reader.tokens[start + i];
    if (token?.kind !== 'word') break;
    words.push(token.text);
  }
  const lead = words[0] === 'the' || words[0] === 'your' ? 1 : 0;
  for (let count = words.length; count > lead; count -= 1) {
    const text = words.slice(lead, count).join(' ');
    const key = reasons.get(text);
    if (key === undefined) continue;
    reader.draft.current.reason = { key, text };
    reader.at = start + count;
    return true;
  }
  let count = 0;
  while (isNamed && count < words.length && !reader.phrase(length + count)) count += 1;
  if (count === 0) return false;
  reader.draft.current.reason = { key: null, text: words.slice(0, count).join(' ') };
  reader.at = start + count;
  return true;
}
