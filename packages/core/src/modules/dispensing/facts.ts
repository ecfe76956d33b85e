import type { ModuleContext, Unit } from '../../kernel/module.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import { prescriptionAggregate } from '../prescriptions/aggregate.ts';
import type { FillState, PrescriptionState } from '../prescriptions/model.ts';

/** What the gate is told about a prescription: integers and strings only, no name. */
export function prescriptionFacts(state: PrescriptionState) {
  const last = state.fills.filter((fill) => fill.status === 'handed-over').at(-1);
  return {
    patientId: state.patientId,
    stage: state.stage,
    schedule: state.product?.schedule ?? state.drug?.schedule ?? null,
    writtenOn: state.writtenOn,
    expiresOn: state.expiresOn,
    earliestFillOn: state.earliestFillOn,
    refillsRemaining: state.refillsRemaining,
    fillNumber: state.cycle,
    daysSupply: state.daysSupply,
    quantityMilli: state.quantityMilli,
    lastFillOn: last?.filledOn ?? null,
    lastFillDaysSupply: last?.daysSupply ?? null,
    daw: state.daw,
    prescriberState: state.prescriber?.state ?? null,
    hasPrescriberDea: state.prescriber?.dea ? 1 : 0,
  };
}

export function fillFacts(fill: FillState) {
  return {
    fillPart: fill.part,
    fillQuantityMilli: fill.quantityMilli,
    fillDaysSupply: fill.daysSupply,
    owedMilli: fill.owedMilli,
    fillerId: fill.madeBy.userId,
    verifierId: fill.verifiedBy?.userId ?? null,
  };
}

export function loadPrescription(unit: Unit, id: string): PrescriptionState {
  const state = unit.load(prescriptionAggregate, id);
  if (!state?.entered) throw new RefusalError({ kind: 'not-found', data: { what: 'prescription', id } });
  return state;
}

/** The prescription a fill belongs to, as this unit sees it. */
export function loadFill(
  context: ModuleContext,
  unit: Unit,
  fillId: string,
): { id: string; state: PrescriptionState; fill: FillState } {
  const found = context.use('prescriptions').byFill(fillId);
  const state = found && unit.load(prescriptionAggregate, found.id);
  const fill = state?.fills.find((candidate) => candidate.fillId === fillId);
  if (!found || !state || !fill) throw new RefusalError({ kind: 'not-found', data: { what: 'fill', id: fillId } });
  return { id: found.id, state, fill };
}

/** Any schedule of the product or of what was prescribed: India's G, H, H1 and X are not controlled in this sense. */
export function isControlled(state: PrescriptionState): boolean {
  const schedules = [state.product?.schedule, state.drug?.schedule];
  return schedules.some((schedule) => schedule === 'X' || /^CI{1,3}$|^CIV$|^CV$/.test(schedule ?? ''));
}
