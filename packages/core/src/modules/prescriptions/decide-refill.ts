import { holds, type Role } from '../../kernel/permissions.ts';
import { ok, type Result, refuse } from '../../kernel/refusal.ts';
import { addDays, daysBetween } from '../../kernel/time.ts';
import type { EventOf } from './events.ts';
import type { FillState, PrescriptionState, Priority } from './model.ts';
import type { RefillRefusal, StageRefusal } from './refusals.ts';
import { stagesFor } from './transitions.ts';
import { expiryOf, isControlled, validityRule } from './validity.ts';

/** Supply that must be used before the next fill, in hundredths (clinical-checks.md section 6, K). Data, not law. */
export const refillThreshold = { usual: 80, eyeDrops: 70, controlledDaysEarly: 2, lookBackDays: 180 } as const;

export interface RefillInput {
  readonly requestedBy: string;
  readonly earlyReason?: { readonly reasonCode: string; readonly note: string } | undefined;
  readonly promisedAt?: string | null | undefined;
  readonly priority?: Priority | undefined;
}

/** Uses a refill that remains. RX-40 to RX-46. */
export function decideRefill(
  state: PrescriptionState,
  input: RefillInput,
  context: { readonly today: string; readonly role: Role | 'system' },
): Result<EventOf<'prescription.refill-requested'>, RefillRefusal | StageRefusal> {
  const schedule = state.product?.schedule ?? null;
  const isAgain = state.stage === 'returned';
  if (state.stage !== 'sold' && !isAgain) {
    return refuse('wrong-stage', { stage: state.stage, allowedAt: stagesFor('prescription.refill-requested') });
  }
  const rule = validityRule(schedule);
  if (schedule === 'CII' && !isAgain) return refuse('refills-prohibited', { cite: rule?.cite ?? '21 CFR 1306.12(a)' });
  if (!isAgain && state.refillsRemaining <= 0) {
    return refuse('no-refills-left', { refillsAuthorized: state.refillsAuthorized ?? 0 });
  }
  if (state.expiresOn !== null && state.expiresOn < context.today) {
    return refuse('refill-expired', {
      expiresOn: state.expiresOn,
      cite: expiryOf(schedule, state.writtenOn)?.rule.cite ?? null,
    });
  }
  const early = isAgain ? ok(null) : checkEarly(state, input, context);
  if (!early.ok) return early;
  return ok({
    type: 'prescription.refill-requested',
    payload: {
      fillNumber: isAgain ? state.cycle : state.cycle + 1,
      requestedBy: input.requestedBy,
      earlyReason: early.value,
      priority: input.priority ?? (input.promisedAt ? 'promised' : 'routine'),
      promisedAt: input.promisedAt ?? null,
    },
  });
}

type Early = { readonly reasonCode: string; readonly note: string } | null;

function checkEarly(
  state: PrescriptionState,
  input: RefillInput,
  { today, role }: { readonly today: string; readonly role: Role | 'system' },
): Result<Early, RefillRefusal> {
  const due = refillDueOn(state);
  if (due === null || due.dueOn <= today) return ok(null);
  if (!input.earlyReason) {
    return refuse('refill-too-soon', { ...due, daysEarly: daysBetween(today, due.dueOn) });
  }
  const isPharmacist = role !== 'system' && holds(role, 'clinical.override');
  if (isControlled(state.product?.schedule ?? null) && !isPharmacist) {
    return refuse('early-needs-pharmacist', { dueOn: due.dueOn, cite: 'store rule for controlled refills' });
  }
  return ok(input.earlyReason);
}

/** The first day the next fill is due: supply of the last 180 days carried over, less what may be left of it. RX-44. */
export function refillDueOn(
  state: Pick<PrescriptionState, 'fills' | 'product'>,
): { readonly dueOn: string; readonly lastFillOn: string; readonly calculation: string } | null {
  const fills = state.fills
    .filter((f) => f.status === 'handed-over')
    .sort((a, b) => (a.filledOn < b.filledOn ? -1 : 1));
  const last = fills.at(-1);
  if (!last) return null;
  const coveredUntil = supplyEnd(fills, last);
  const isControlledDrug = isControlled(state.product?.schedule ?? null);
  const hundredths = isEyeDrop(state.product) ? refillThreshold.eyeDrops : refillThreshold.usual;
  const early = isControlledDrug
    ? Math.min(refillThreshold.controlledDaysEarly, last.daysSupply)
    : last.daysSupply - Math.ceil((last.daysSupply * hundredths) / 100);
  const share = isControlledDrug ? `${early} days before the end` : `${hundredths} % of ${last.daysSupply} days used`;
  const dueOn = addDays(coveredUntil, -early);
  return { dueOn, lastFillOn: last.filledOn, calculation: `supply reaches to ${coveredUntil}; ${share}: ${dueOn}` };
}

/** Day after the last one that is covered; a fill taken early pushes the end out. Parts of one fill number are one fill. */
function supplyEnd(fills: readonly FillState[], last: FillState): string {
  const from = addDays(last.filledOn, -refillThreshold.lookBackDays);
  let end = from;
  const seen = new Set<number>();
  for (const fill of fills) {
    if (fill.filledOn < from || seen.has(fill.fillNumber)) continue;
    seen.add(fill.fillNumber);
    const isGap = end < fill.filledOn;
    end = addDays(isGap ? fill.filledOn : end, fill.daysSupply);
  }
  return end;
}

function isEyeDrop(product: PrescriptionState['product']): boolean {
  return product !== null && /ophthalmic/i.test(product.route) && product.unit === 'ML';
}
