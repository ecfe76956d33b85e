import type { DrugRecord } from '../drugs/model.ts';

const controlledSchedules: ReadonlySet<string> = new Set(['CI', 'CII', 'CIII', 'CIV', 'CV', 'X']);

/** Counts as controlled where no source states a schedule: silence is not "not controlled". */
export function isControlledDrug(drug: Pick<DrugRecord, 'schedule' | 'scheduleKnown'> | undefined): boolean {
  if (drug === undefined || !drug.scheduleKnown) return true;
  return drug.schedule !== null && controlledSchedules.has(drug.schedule);
}

/** True only where a source names a controlled schedule: what a terminal may put on record for all. */
export function isStatedControlled(drug: Pick<DrugRecord, 'schedule' | 'scheduleKnown'> | undefined): boolean {
  return drug?.scheduleKnown === true && drug.schedule !== null && controlledSchedules.has(drug.schedule);
}

export interface Duty {
  readonly cite: string;
  readonly message: string;
}

/** What the law asks for after controlled stock was lost in this way. US only; fact sheet section 9. */
export function dutiesAfter(
  reason: string,
  drug: Pick<DrugRecord, 'schedule' | 'scheduleKnown'> | undefined,
  jurisdiction: string,
): Duty[] {
  if (!jurisdiction.startsWith('us_') || !isControlledDrug(drug)) return [];
  if (reason === 'theft' || reason === 'lost') {
    return [
      {
        cite: '88 FR 40707',
        message:
          'Theft or a significant loss: written notice to the DEA field office within one business day of discovery, Form 106 online within 45 days.',
      },
    ];
  }
  if (reason === 'wasted' || reason === 'damaged') {
    return [
      { cite: 'DEA Form 41 rules', message: 'Breakage that cannot be recovered: a memo signed by two witnesses.' },
    ];
  }
  if (reason === 'destroyed') {
    return [{ cite: 'DEA Form 41', message: 'Destroyed on site: DEA Form 41, two employees, non-retrievable.' }];
  }
  return [];
}
