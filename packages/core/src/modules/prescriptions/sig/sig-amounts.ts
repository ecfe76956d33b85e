import { addFrequency, hasTime, setDose } from './sig-draft.ts';
import type { SigReader } from './sig-parse.ts';

type Amount = { readonly low: number; readonly high: number; readonly length: number };

/** A number and what it counts: a dose, how often, how long, or how long before a meal. */
export function readNumber(reader: SigReader): void {
  const number = reader.number();
  if (!number) return;
  const { current } = reader.draft;
  const after = reader.phrase(number.length);
  const word = after?.sense.kind === 'word' ? after.sense.word : undefined;
  if (after?.sense.kind === 'unit') {
    readDose(reader, number, after.sense.unit, after.sense.factor, after.text, after.length);
  } else if (word === 'times' || word === 'x') {
    readTimes(reader, number, after?.length ?? 1);
  } else if (word === 'hour' || word === 'minute') {
    readLead(reader, number, word);
  } else if (
    (word === 'day' || word === 'week' || word === 'month') &&
    current.dose !== null &&
    current.duration === null
  ) {
    current.duration = { count: number.high / 1000, unit: word };
    reader.at += number.length + 1;
  } else if (current.dose === null || isNextAmount(reader)) {
    if (current.dose !== null) reader.draft.begin('and');
    setDose(
      reader.draft,
      { lowMilli: number.low, highMilli: number.high, unit: null },
      textOf(reader, number, 0),
      false,
    );
    reader.at += number.length;
  } else {
    reader.unknown();
  }
}

function readDose(
  reader: SigReader,
  number: Amount,
  unit: Parameters<typeof setDose>[1]['unit'],
  factor: number,
  written: string,
  length: number,
): void {
  if (isNextAmount(reader)) reader.begin();
  reader.flagUnsafe(written);
  const dose = { lowMilli: number.low * factor, highMilli: number.high * factor, unit };
  setDose(reader.draft, dose, textOf(reader, number, length), reader.isInBrackets);
  reader.at += number.length + length;
}

function textOf(reader: SigReader, number: Amount, length: number): string {
  const tokens = reader.tokens.slice(reader.at, reader.at + number.length + length);
  return tokens.map((token) => token.text).join(' ');
}

/** A second amount after a whole first one: `1 tab qam 2 tabs qhs`. */
function isNextAmount(reader: SigReader): boolean {
  return !reader.isInBrackets && reader.draft.current.dose !== null && hasTime(reader.draft.current);
}

/** `3 times a day`, `3 to 4 times daily`, `2 x per week`. */
function readTimes(reader: SigReader, number: Amount, length: number): void {
  let to = number.length + length;
  const joiner = reader.token(to)?.text ?? '';
  if (['a', 'per', 'each', 'every'].includes(joiner)) to += 1;
  const per = reader.token(to)?.text ?? '';
  const [low, high] = [number.low / 1000, number.high / 1000];
  if (/^(day|daily|d)$/.test(per)) {
    addFrequency(reader.draft, { kind: 'per-day', low, high }, `${high} times a day`);
  } else if (/^(week|weekly|wk)$/.test(per) && low === high) {
    addFrequency(reader.draft, { kind: 'per-week', times: high, weekdays: [] }, `${high} times a week`);
  } else {
    reader.unknown();
    return;
  }
  reader.at += to + 1;
}

/** `30 minutes before breakfast`, `2 hours after meals`, `1 hour before bedtime`. */
function readLead(reader: SigReader, number: Amount, word: 'hour' | 'minute'): void {
  const place = reader.phrase(number.length + 1);
  if (number.low !== number.high || !place) {
    reader.unknown();
    return;
  }
  const lead = `${word}:${number.low / 1000}:`;
  if (place.sense.kind === 'when' && /^(before|after)-/.test(place.sense.when)) {
    reader.draft.current.when.push(lead + place.sense.when);
  } else if (place.text === 'before bed' || place.text === 'before bedtime') {
    addFrequency(reader.draft, { kind: 'per-day', low: 1, high: 1 }, place.text);
    reader.draft.current.when.push(`${lead}before-bedtime`);
  } else {
    reader.unknown();
    return;
  }
  reader.at += number.length + 1 + place.length;
}
