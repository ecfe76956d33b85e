import { ok, type RefusalOf, type Result, refuse } from '../../kernel/refusal.ts';
import type { DrugRecord, Schedule } from './model.ts';
import type { scheduleRefusals } from './refusals.ts';

/** Strictest first, a line a country; a drug outside both lists is not controlled there. */
const strictness: readonly (readonly Schedule[])[] = [
  ['CI', 'CII', 'CIII', 'CIV', 'CV'],
  ['X', 'H1', 'H', 'G'],
];

/**
 * A store may state a schedule where no source does, or a stricter one than the source (a state may schedule what
 * federal law does not, 21 USC 903). It may never loosen what a source states.
 */
export function decideSchedule(
  drug: DrugRecord,
  stated: Schedule | null,
): Result<Schedule | null, RefusalOf<typeof scheduleRefusals>> {
  if (!drug.scheduleKnown || drug.schedule === null || stated === drug.schedule) return ok(stated);
  const order = strictness.find((list) => list.includes(drug.schedule as Schedule)) ?? [];
  const isStricter = stated !== null && order.includes(stated) && order.indexOf(stated) < order.indexOf(drug.schedule);
  return isStricter ? ok(stated) : refuse('schedule-looser', { source: drug.source, schedule: drug.schedule });
}
