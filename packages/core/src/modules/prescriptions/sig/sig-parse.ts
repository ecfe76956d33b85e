import { readNumber } from './sig-amounts.ts';
import { addFrequency, hasTime, isEmpty, SigDraft } from './sig-draft.ts';
import { mealOf, phraseMax, type Sense, senseOf, type Word } from './sig-lexicon.ts';
import { readDayCount, readDuration, readEvery, readMax, readReason, readRepeat, readWeekdays } from './sig-phrases.ts';
import { verbFor } from './sig-render.ts';
import { type Token, tokenize } from './sig-tokens.ts';
import { unsafe } from './sig-unsafe.ts';

/** A stretch of the sig that was matched as one phrase. */
export interface Matched {
  readonly sense: Sense;
  readonly text: string;
  readonly length: number;
}

/** Reads tokens from left to right into a draft. Every word must be accounted for, or it becomes an issue. SIG-1. */
export class SigReader {
  readonly draft = new SigDraft();
  readonly tokens: readonly Token[];
  at = 0;
  isInBrackets = false;

  constructor(sig: string) {
    const { tokens, issues } = tokenize(sig);
    this.tokens = tokens;
    this.draft.issues.push(...issues);
  }

  read(): SigDraft {
    while (this.at < this.tokens.length) this.#step();
    if (this.draft.directions.length > 1 && isEmpty(this.draft.current)) {
      this.draft.directions.pop();
      this.draft.joins.pop();
    }
    return this.draft;
  }

  token(offset = 0): Token | undefined {
    return this.tokens[this.at + offset];
  }

  /** The longest phrase that begins at `offset` from here. */
  phrase(offset = 0): Matched | undefined {
    const words: string[] = [];
    for (let i = 0; i < phraseMax; i += 1) {
      const token = this.token(offset + i);
      if (!token || token.kind === 'mark') break;
      words.push(token.text);
    }
    for (let length = words.length; length > 0; length -= 1) {
      const text = words.slice(0, length).join(' ');
      const sense = senseOf(text);
      if (sense) return { sense, text, length };
    }
    return undefined;
  }

  wordAt(offset: number): Word | undefined {
    const matched = this.phrase(offset);
    return matched?.sense.kind === 'word' ? matched.sense.word : undefined;
  }

  /** A number or a range at `offset`: `1`, `1 to 2`, `1 or 2`. */
  number(offset = 0): { low: number; high: number; length: number } | undefined {
    const first = this.token(offset);
    if (first?.kind !== 'number') return undefined;
    const join = this.token(offset + 1);
    const second = this.token(offset + 2);
    if (join?.kind === 'word' && (join.text === 'to' || join.text === 'or') && second?.kind === 'number') {
      return { low: first.milli, high: second.milli, length: 3 };
    }
    return { low: first.milli, high: first.milli, length: 1 };
  }

  flagUnsafe(text: string): void {
    const found = unsafe.get(text);
    if (found) this.draft.issue('unsafe', found.code, text, found.message, found.suggestion);
  }

  unknown(): void {
    const text = this.token()?.text ?? '';
    this.draft.issue('unknown', 'unknown-word', text, 'this word is not known; the directions stay as written');
    this.at += 1;
  }

  #step(): void {
    const token = this.token();
    if (!token) return;
    if (token.kind === 'mark') {
      this.#mark(token.text);
      return;
    }
    const matched = this.phrase();
    if (matched && (token.kind !== 'number' || matched.sense.kind !== 'word')) {
      this.flagUnsafe(matched.text);
      this.#sense(matched);
    } else if (token.kind === 'number') {
      readNumber(this);
    } else if (!readWeekdays(this)) {
      this.unknown();
    }
  }

  #mark(text: string): void {
    const { current } = this.draft;
    this.at += 1;
    if (text === '(') {
      this.isInBrackets = true;
      if (current.asNeeded && current.reason === null) readReason(this, 0, false);
    } else if (text === ')') {
      this.isInBrackets = false;
    } else if (!this.isInBrackets && !this.#addMeal() && this.beginsDirection()) {
      this.begin();
    }
  }

  /** After a pause: a verb or an amount, when what came before is whole. */
  beginsDirection(): boolean {
    const { current } = this.draft;
    if (current.dose === null && !current.asDirected) return false;
    const number = this.number();
    const isAmount = number !== undefined && this.phrase(number.length)?.sense.kind === 'unit';
    return (this.#isNewVerb() || isAmount) && hasTime(current);
  }

  /** "Take with food" goes on with what was said; "take 2 tablets" and "apply to the lids" begin something else. */
  #isNewVerb(): boolean {
    const next = this.phrase();
    if (next?.sense.kind !== 'verb') return false;
    const verb = verbFor(this.draft.current);
    const isOther = next.sense.verb !== verb && next.sense.verb !== 'take' && next.sense.verb !== 'use';
    return this.number(next.length) !== undefined || isOther;
  }

  begin(): void {
    const { duration, courseDays, frequency } = this.draft.current;
    this.draft.begin(duration !== null || courseDays !== null || frequency?.kind === 'once' ? 'then' : 'and');
  }

  #sense({ sense, text, length }: Matched): void {
    const { draft } = this;
    const { current } = draft;
    switch (sense.kind) {
      case 'verb':
        if (this.beginsDirection()) this.begin();
        if (draft.current.dose === null || draft.current.verb === null) draft.current.verb = sense.verb;
        break;
      case 'unit':
        if (current.dose !== null && current.dose.unit === null) current.dose = { ...current.dose, unit: sense.unit };
        else draft.issue('ambiguous', 'dose-missing', text, 'there is no number before this: how many?');
        break;
      case 'route':
        if (!current.routes.includes(sense.route)) current.routes.push(sense.route);
        break;
      case 'frequency':
        addFrequency(draft, sense.frequency, text);
        if (sense.when !== undefined) current.when.push(sense.when);
        break;
      case 'when':
        if (!current.when.includes(sense.when)) current.when.push(sense.when);
        break;
      case 'extra':
        draft.extras.push(sense.extra);
        break;
      case 'ambiguous':
        this.#ambiguous(text, sense.meanings);
        break;
      case 'word':
        this.#word(sense.word, length);
        return;
    }
    this.at += length;
  }

  /** "OD" with drops in hand can only be the right eye; everywhere else it stays open. */
  #ambiguous(text: string, meanings: string): void {
    const { current } = this.draft;
    if (text === 'od' && current.dose?.unit === 'drop') current.routes.push('right-eye');
    else if (text === 'aa' && current.verb === 'apply') current.routes.push('affected-area');
    else this.draft.issue('ambiguous', 'two-meanings', text, `"${text}" can mean: ${meanings}`);
  }

  #word(word: Word, length: number): void {
    const readers: Partial<Record<Word, () => boolean>> = {
      max: () => readMax(this, length),
      every: () => readEvery(this, length) || readWeekdays(this),
      on: () => readWeekdays(this) || readDayCount(this),
      day: () => readDayCount(this),
      repeat: () => readRepeat(this, length),
      for: () => readDuration(this, length) || readReason(this, length, true),
      x: () => readDuration(this, length),
      and: () => this.#and(length),
      as: () => this.#as(),
      prn: () => {
        this.draft.current.asNeeded = true;
        return this.#pass(length) && (readReason(this, 0, false) || true);
      },
      directed: () => {
        this.draft.current.asDirected = true;
        return this.#pass(length);
      },
      next: () => {
        this.draft.begin('then');
        return this.#pass(length);
      },
      upTo: () => this.#upTo(length),
      skip: () => this.#pass(length),
      dose: () => this.#pass(length),
    };
    if (readers[word]?.() !== true) this.unknown();
  }

  #pass(length: number): true {
    this.at += length;
    return true;
  }

  /** Two amounts on one day, two times of one amount, or two meals. */
  #and(length: number): boolean {
    this.at += length;
    if (this.#addMeal() || this.#addTimeOfDay()) return true;
    const number = this.number();
    const after = number && this.wordAt(number.length);
    const isAmount = number !== undefined && after !== 'times' && after !== 'hour' && after !== 'minute';
    const { current } = this.draft;
    if ((isAmount || this.#isNewVerb()) && current.dose !== null && hasTime(current)) this.begin();
    return true;
  }

  /** "with breakfast and dinner", "with breakfast, lunch and dinner". */
  #addMeal(): boolean {
    const { when } = this.draft.current;
    const before = /^(with|before|after)-(breakfast|lunch|dinner)$/.exec(when.at(-1) ?? '');
    const meal = mealOf(this.token()?.text ?? '');
    if (!before || meal === undefined) return false;
    when.push(`${before[1]}-${meal}`);
    this.at += 1;
    return true;
  }

  /** "in the morning and evening". */
  #addTimeOfDay(): boolean {
    const { frequency, when } = this.draft.current;
    const isNamed = (frequency?.kind === 'per-day' && frequency.named !== undefined) || when.includes('morning');
    const names = { evening: 'evening', night: 'bedtime', bedtime: 'bedtime', noon: 'noon' } as const;
    const named = names[(this.token()?.text ?? '') as keyof typeof names];
    if (!isNamed || named === undefined) return false;
    addFrequency(this.draft, { kind: 'per-day', low: 1, high: 1, named }, named);
    this.at += 1;
    return true;
  }

  /** As needed, "up to 3 times a day" is how often; "up to 8 tablets a day" is the most. */
  #upTo(length: number): boolean {
    const number = this.number(length);
    if (number && this.wordAt(length + number.length) === 'times')
      return this.draft.current.asNeeded && this.#pass(length);
    return readMax(this, length);
  }

  /** "AS" after drops is the left ear. */
  #as(): boolean {
    if (this.draft.current.dose?.unit !== 'drop') return false;
    this.draft.issue('unsafe', 'ismp-ear', 'as', '"AS" is mixed up with OS', 'left ear');
    this.draft.current.routes.push('left-ear');
    return this.#pass(1);
  }
}
