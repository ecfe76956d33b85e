import { tallMan } from '@apotheca/core/tall-man';
import { ageOn, formatDate, formatQuantity, Steps, Tag, type Tone } from '@apotheca/ui';
import type { ReactNode } from 'react';
import { locale, t, type WordKey } from '../text/t.ts';
import { dueIn } from './due.ts';

/** Small pieces of a prescription that look alike on every screen. */
export const workStages = ['data-entry', 'review', 'adjudication', 'fill', 'verification', 'ready'] as const;

export function stageName(stage: string): string {
  return t(`stage.${stage}` as WordKey & `stage.${string}`);
}

/** Words that lists write short; none of them is on a list of error-prone abbreviations. */
const shortWords: readonly (readonly [RegExp, string])[] = [
  [/\bextended[- ]release\b/gi, 'ER'],
  [/\bdelayed[- ]release\b/gi, 'DR'],
  [/\b(tablet)s?\b/gi, 'tab'],
  [/\b(capsule)s?\b/gi, 'cap'],
  [/\bsuspension\b/gi, 'susp'],
  [/\bhydrochloride\b/gi, 'HCl'],
];

export function shortDrugName(name: string): string {
  return shortWords.reduce((text, [long, short]) => text.replace(long, short), name);
}

/** A drug's name with tall-man letters in bold: oxyCODONE. Strength and form follow in plain letters. */
export function DrugName({ name, isShort }: { name: string | null | undefined; isShort?: boolean }) {
  if (!name) return <span className="faint">{t('rx.noDrug')}</span>;
  const parts = tallMan(isShort ? shortDrugName(name) : name).split(/(\b[a-z]*[A-Z]{2,}[A-Za-z]*\b)/);
  return (
    <span title={isShort ? name : undefined}>
      {parts.map((part, index) =>
        // Odd parts are the words that the pattern caught; a word all in capitals is an abbreviation, not tall-man.
        index % 2 === 1 && /[a-z]/.test(part) ? (
          <span key={`${part}-${String(index)}`}>
            {part
              .split(/([A-Z]{2,})/)
              .map((letters) => (/^[A-Z]{2,}$/.test(letters) ? <b key={letters}>{letters}</b> : letters))}
          </span>
        ) : (
          part
        ),
      )}
    </span>
  );
}

/** `700 4183`: two groups are easier to read to somebody than seven digits. */
export function rxNumberText(rxNumber: string): string {
  return /^\d{7}$/.test(rxNumber) ? `${rxNumber.slice(0, 3)} ${rxNumber.slice(3)}` : rxNumber;
}

export function RxNumber({ rxNumber }: { rxNumber: string }) {
  return <span className="mono">{rxNumberText(rxNumber)}</span>;
}

export function quantityText(quantity: number | null | undefined, unit?: string | null): string {
  if (quantity === null || quantity === undefined) return '';
  const name = unit === 'ML' || unit === 'GM' ? t(`unit.${unit}`) : '';
  return name ? `${formatQuantity(quantity)} ${name}` : formatQuantity(quantity);
}

/** `Place 14`; a place with a name of its own says what it is. */
export function placeText(bin: string): string {
  return /^\d/.test(bin) ? t('willCall.place', { bin }) : bin;
}

export function dueText(due: string | null, nowMs: number): string {
  if (!due) return t('due.none');
  const { unit, count, isLate } = dueIn(due, nowMs);
  if (unit === 'now') return t('due.now');
  return t(`due.${isLate ? 'late' : 'in'}.${unit}`, { count });
}

export function StageSteps({ stage, isStuck }: { stage: string; isStuck?: boolean }) {
  const index = (workStages as readonly string[]).indexOf(stage);
  const at = stage === 'sold' ? workStages.length : index + 1;
  return <Steps names={workStages.map(stageName)} at={at} isStuck={isStuck} />;
}

const severityTones: Readonly<Record<string, Tone>> = { contraindicated: 'late', major: 'late', moderate: 'warn' };

export function SeverityTag({ severity }: { severity: string }) {
  return (
    <Tag tone={severityTones[severity] ?? 'plain'}>{t(`severity.${severity}` as WordKey & `severity.${string}`)}</Tag>
  );
}

/** `C-II`; in India the letter of the schedule. */
export function scheduleText(schedule: string): string {
  return /^C[IV]+$/.test(schedule) ? `C-${schedule.slice(1)}` : schedule;
}

/** Asks for the second factor and for the pharmacist's hand: schedules II to V, in India X alone (DSP-42). */
export function isControlled(schedule: string | null | undefined): boolean {
  return /^(?:C(?:I{1,3}|IV|V)|X)$/.test(schedule ?? '');
}

export function ScheduleTag({ schedule }: { schedule: string | null | undefined }) {
  if (!schedule) return null;
  const text = scheduleText(schedule);
  return (
    <Tag tone="ctrl" title={t('rx.schedule', { name: text })}>
      {text}
    </Tag>
  );
}

export interface PatientFacts {
  readonly birthDate?: string | null;
  readonly sex?: string | null;
}

/** `F · 65 y · 12 Apr 1961`. */
export function patientLine({ birthDate, sex }: PatientFacts, today: string): string {
  const age = birthDate ? ageOn(birthDate, today) : null;
  return [
    sex && sex !== 'unknown' ? t(`sex.${sex}` as WordKey & `sex.${string}`) : null,
    age === null ? null : t('patient.age', { years: age }),
    birthDate ? formatDate(birthDate, locale()) : null,
  ]
    .filter(Boolean)
    .join(' · ');
}

export function fullName(name: { readonly given: string; readonly family: string }): string {
  return [name.family, name.given].filter(Boolean).join(', ');
}

/**
 * Marks the words of `text` that do not stand in `other`. Two texts with little in common are not a change of wording
 * (`1 tab po bid` read out in full): then nothing is marked.
 */
export function Differences({ text, other }: { text: string; other: string }): ReactNode {
  const known = new Set(words(other));
  const all = words(text);
  const alike = all.filter((word) => known.has(word)).length;
  if (alike === all.length || alike * 2 < all.length) return text;
  return text.split(/(\s+)/).map((part, index) =>
    part.trim() === '' || known.has(normal(part)) ? (
      part
    ) : (
      <span key={`${part}-${String(index)}`} className="diff">
        {part}
      </span>
    ),
  );
}

function words(text: string): string[] {
  return text.split(/\s+/).map(normal).filter(Boolean);
}
function normal(word: string): string {
  return word.toLowerCase().replace(/^[^\p{L}\d]+|[^\p{L}\d]+$/gu, '');
}
