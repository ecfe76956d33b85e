import type { Call, ModuleContext, Unit } from '../../kernel/module.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import { prescriptionAggregate } from './aggregate.ts';
import type { PrescriptionEvent } from './events.ts';
import type { PrescriptionState, Stage } from './model.ts';
import { isControlled } from './validity.ts';
import { type Warning, warningsOf } from './warnings.ts';

export interface Moved {
  readonly id: string;
  readonly rxNumber: string;
  readonly stage: Stage;
  readonly version: number;
  readonly warnings: Warning[];
}
interface ChangeInput {
  readonly id: string;
  readonly expectedVersion?: number | undefined;
}

/** Facts the gate is asked with: integers and strings only. */
export function factsOf(
  state: PrescriptionState,
): Record<string, string | number | null> & { patientId: string | null } {
  const last = state.fills.filter((f) => f.status === 'handed-over').at(-1);
  return {
    patientId: state.patientId,
    stage: state.stage,
    schedule: state.product?.schedule ?? null,
    controlled: isControlled(state.product?.schedule ?? null) ? 1 : 0,
    origin: state.origin,
    writtenOn: state.writtenOn,
    earliestFillOn: state.earliestFillOn,
    expiresOn: state.expiresOn,
    refillsAuthorized: state.refillsAuthorized,
    refillsRemaining: state.refillsRemaining,
    quantityMilli: state.quantityMilli,
    daysSupply: state.daysSupply,
    fillNumber: state.cycle,
    lastFillOn: last?.filledOn ?? null,
  };
}

export function mustLoad(from: Pick<Unit, 'load'>, id: string): PrescriptionState {
  const state = from.load(prescriptionAggregate, id);
  if (!state) throw new RefusalError({ kind: 'not-found', data: { what: 'prescription', id } });
  return state;
}

export function movedAnswer(unit: Unit, state: PrescriptionState): Moved {
  const { id, rxNumber, stage } = state;
  return {
    id,
    rxNumber,
    stage,
    version: unit.version(prescriptionAggregate, id),
    warnings: warningsOf(state, unit.today),
  };
}

/** One command on one prescription: load, check the version, ask the gate, decide, append. */
export function changePrescription(
  context: ModuleContext,
  call: Call,
  action: string,
  input: ChangeInput,
  decide: (state: PrescriptionState, unit: Unit) => PrescriptionEvent,
): { readonly state: PrescriptionState; readonly moved: Moved } {
  return context.command(call, { action }, (unit) => {
    const before = mustLoad(unit, input.id);
    unit.expectVersion(prescriptionAggregate, input.id, input.expectedVersion);
    unit.authorize(factsOf(before));
    const event = decide(before, unit);
    if (event.type === 'prescription.corrected' && event.payload.changes.patientId)
      unit.concerns(event.payload.changes.patientId);
    const state = unit.append(prescriptionAggregate, input.id, event);
    return { state, moved: movedAnswer(unit, state) };
  });
}
