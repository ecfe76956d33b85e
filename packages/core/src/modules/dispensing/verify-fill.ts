import type { Call, ModuleContext, Unit } from '../../kernel/module.ts';
import { RefusalError, unwrap } from '../../kernel/refusal.ts';
import { prescriptionAggregate } from '../prescriptions/aggregate.ts';
import type { FillState, PrescriptionState } from '../prescriptions/model.ts';
import { isOpenFill } from '../prescriptions/open-fills.ts';
import { type AssignedBin, assignBin, type BinKind, binKindOf } from './bins.ts';
import { decideVerification } from './decide-verification.ts';
import { fillFacts, isControlled, loadFill, prescriptionFacts } from './facts.ts';
import { binsOf } from './settings.ts';

export interface VerifyInput {
  readonly id: string;
  readonly approved: boolean;
  readonly reason?: string | undefined;
  readonly binLocation?: string | undefined;
}

export interface Verified {
  readonly fillId: string;
  readonly stage: string;
  readonly binLocation: string | null;
  readonly isBinShared: boolean;
  readonly isRefrigerated: boolean;
}

/** One unit: released with its place in will-call, or sent back with its stock. */
export function verifyFill(
  context: ModuleContext,
  unit: Unit,
  call: Call,
  input: VerifyInput,
  secondFactor: boolean | null,
): Verified {
  const { id, state, fill } = loadFill(context, unit, input.id);
  unit.authorize({
    ...prescriptionFacts(state),
    ...fillFacts(fill),
    verifierId: call.session?.userId ?? null,
    secondFactor: secondFactor === true ? 1 : 0,
    approved: input.approved ? 1 : 0,
    scheduleKnown: context.use('drugs').find(fill.ndc)?.scheduleKnown === false ? 0 : 1,
  });
  const { approved, reason } = input;
  unwrap(decideVerification(state, fill.fillId, { approved, reason, secondFactor, isControlled: isControlled(state) }));
  return approved
    ? release(context, unit, { id, state, fill }, input)
    : sendBack(context, unit, id, fill, reason ?? '');
}

function release(
  context: ModuleContext,
  unit: Unit,
  target: { id: string; state: PrescriptionState; fill: FillState },
  input: VerifyInput,
): Verified {
  const { id, state, fill } = target;
  const isRefrigerated = context.use('inventory').settings(fill.ndc).isRefrigerated;
  const kind = binKindOf({ isScheduleTwo: isScheduleTwo(state), isRefrigerated });
  const place = placeFor(context, unit, { kind, patientId: state.patientId, asked: input.binLocation });
  const after = unit.append(prescriptionAggregate, id, {
    type: 'fill.verified',
    payload: { fillId: fill.fillId, binLocation: place?.bin ?? null },
  });
  return {
    fillId: fill.fillId,
    stage: after.stage,
    binLocation: place?.bin ?? null,
    isBinShared: place?.isShared ?? false,
    isRefrigerated,
  };
}

function isScheduleTwo(state: PrescriptionState): boolean {
  return state.product?.schedule === 'CII' || state.drug?.schedule === 'CII';
}

function placeFor(
  context: ModuleContext,
  unit: Unit,
  wanted: { kind: BinKind; patientId: string | null; asked: string | undefined },
): AssignedBin | null {
  const bins = binsOf(context);
  const { asked, kind, patientId } = wanted;
  if (asked !== undefined && !Object.values(bins).some((places) => places.includes(asked))) {
    throw new RefusalError({ kind: 'bin-unknown', data: { binLocation: asked } });
  }
  const waiting = unit.db
    .prepare<{ bin: string; patientId: string | null }>(
      `SELECT bin_location AS bin, patient_id AS patientId FROM prescriptions_fill
        WHERE ${isOpenFill} AND status = 'verified' AND bin_location IS NOT NULL`,
    )
    .all();
  const places = asked === undefined ? bins : { ...bins, [kind]: [asked] };
  return assignBin({ bins: places, waiting }, { kind, patientId });
}

function sendBack(context: ModuleContext, unit: Unit, id: string, fill: FillState, reason: string): Verified {
  const { fillId, allocations } = fill;
  context.use('inventory').giveBack(unit, { allocations, reason: 'fill-rejected', ref: { kind: 'fill', id: fillId } });
  const after = unit.append(prescriptionAggregate, id, { type: 'fill.rejected', payload: { fillId, reason } });
  return { fillId, stage: after.stage, binLocation: null, isBinShared: false, isRefrigerated: false };
}
