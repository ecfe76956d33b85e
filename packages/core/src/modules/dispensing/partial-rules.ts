import { addDays } from '../../kernel/time.ts';
import type { PartialFill } from '../prescriptions/model.ts';

export type PartialReason = NonNullable<PartialFill['reason']>;

/** One of the four reasons for a partial fill of a schedule II drug, and its clock. Data: a change of law is a row. */
export interface PartialRule {
  readonly code: PartialReason;
  readonly label: string;
  readonly cite: string;
  /** Mark of the fact sheet controlled-substances-us section 3: V checked, K knowledge. */
  readonly mark: 'V' | 'K';
  readonly needsRequester: boolean;
  /** Hours run from the first part; days run from the date written, the last day included. */
  readonly clock:
    | { readonly from: 'first-part'; readonly hours: number }
    | { readonly from: 'written'; readonly days: number };
}

export const partialRules: readonly PartialRule[] = [
  {
    code: 'STOCK',
    label: 'The pharmacy cannot supply the full quantity',
    cite: '21 CFR 1306.13(a)',
    mark: 'K',
    needsRequester: false,
    clock: { from: 'first-part', hours: 72 },
  },
  {
    code: 'CARA',
    label: 'The patient or the prescriber asked for less',
    cite: '21 CFR 1306.13(b); 88 FR 46983',
    mark: 'V',
    needsRequester: true,
    clock: { from: 'written', days: 30 },
  },
  {
    code: 'CARA_EMERG',
    label: 'Asked for less, on an emergency oral order',
    cite: '21 CFR 1306.13(b); 88 FR 46983',
    mark: 'V',
    needsRequester: true,
    // 72 hours after the oral order: the order is known by its date, so its third day is the last.
    clock: { from: 'written', days: 3 },
  },
  {
    code: 'LTCF_TERMINAL',
    label: 'The patient lives in long-term care or is terminally ill',
    cite: '21 CFR 1306.13(c)',
    mark: 'K',
    needsRequester: false,
    clock: { from: 'written', days: 60 },
  },
];

export function partialRule(code: PartialReason): PartialRule {
  return partialRules.find((rule) => rule.code === code) as PartialRule;
}

/** The last moment for the rest: an instant (ISO) where the rule counts hours, else a date that is still allowed. */
export function deadlineOf(rule: PartialRule, facts: { firstPartAt: string; writtenOn: string }): string {
  if (rule.clock.from === 'written') return addDays(facts.writtenOn, rule.clock.days);
  return new Date(Date.parse(facts.firstPartAt) + rule.clock.hours * 3_600_000).toISOString();
}

export function isOver(deadline: string, now: { at: string; today: string }): boolean {
  return deadline.length > 10 ? Date.parse(now.at) > Date.parse(deadline) : now.today > deadline;
}
