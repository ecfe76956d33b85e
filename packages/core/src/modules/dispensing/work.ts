import type { ModuleContext } from '../../kernel/module.ts';
import type { Decision } from '../../kernel/policy.ts';
import { addDays } from '../../kernel/time.ts';
import { activeAllergies, displayName } from '../patients/model.ts';
import { type FillState, openFill, type PrescriptionState } from '../prescriptions/model.ts';
import { checksOf } from './checks.ts';
import { isScheduleTwo, remainingMilli, standingParts } from './decide-fill.ts';
import { needsCounseling } from './decide-hand-over.ts';
import { isControlled } from './facts.ts';
import { owedOf } from './owed.ts';
import { deadlineOf, partialRules } from './partial-rules.ts';
import { settingsOf } from './settings.ts';
import { allocationsToWire, fillToWire, productToWire, skippedToWire } from './wire.ts';

const lastFillsShown = 6;

/** All that the fill station and the verification screen show, in one answer. `fill` is null before it is made. */
export function workOf(
  context: ModuleContext,
  input: { state: PrescriptionState; fill: FillState | null; ndc: string | undefined; decision: Decision | null },
) {
  const { state, fill } = input;
  const now = { at: context.nowIso(), today: context.today() };
  const drugs = context.use('drugs');
  const product = drugs.find(fill?.ndc ?? input.ndc ?? state.product?.key ?? '');
  const prescribed = drugs.find(state.drug?.key ?? '');
  const open = fill ?? openFill(state) ?? null;
  const remaining = open ? 0 : remainingMilli(state);
  const offer = open || !product ? null : offerOf(context, state, { key: product.key, remaining, today: now.today });
  const isRefrigerated = product ? context.use('inventory').settings(product.key).isRefrigerated : false;
  const { expiryMarginDays } = settingsOf(context);
  return {
    prescription: prescriptionPart(state),
    patient: patientPart(context, state),
    prescribed: prescribed ? productToWire(prescribed) : null,
    product: product ? productToWire(product) : null,
    fillNumber: fill?.fillNumber ?? state.cycle,
    part: fill?.part ?? (standingParts(state).at(-1)?.part ?? -1) + 1,
    remaining: remaining / 1000,
    owed: owedOf(state, now),
    proposal: allocationsToWire(offer?.allocations ?? []),
    shortBy: (offer?.shortMilli ?? 0) / 1000,
    skippedLots: skippedToWire(offer?.skipped ?? []),
    heldLots: product && !open ? context.use('inventory').holds.ofDrug(product.key, state.id) : [],
    partialReasons: product && !open && isScheduleTwo(state, product) ? partialChoices(state, now.at) : [],
    fill: fill && fillToWire(state, fill, now),
    alerts: state.alerts.map(({ id, severity, message, override }) => ({
      id,
      severity,
      message,
      overriddenBy: override?.by.userName ?? null,
    })),
    checks: fill ? checksOf({ state, fill, expiryMarginDays, isRefrigerated, isControlled: isControlled(state) }) : [],
    decision: input.decision && decisionPart(input.decision),
    needsSecondFactor: fill?.status === 'made' && isControlled(state),
    needsCounseling: open ? needsCounseling(open) : state.cycle === 0 && standingParts(state).length === 0,
    lastFills: lastFills(state, fill),
  };
}

/** What a fill would take now. */
export function offerOf(
  context: ModuleContext,
  state: PrescriptionState,
  wanted: { key: string; remaining: number; today: string },
) {
  const days = (state.daysSupply ?? 0) + settingsOf(context).expiryMarginDays;
  const notBefore = addDays(wanted.today, days);
  const { key: ndc11, remaining: quantityMilli } = wanted;
  return context.use('inventory').explain({ ndc11, quantityMilli, notBefore, holdKey: state.id });
}

function prescriptionPart(state: PrescriptionState) {
  return {
    id: state.id,
    rxNumber: state.rxNumber,
    stage: state.stage,
    prescriberName: state.prescriber?.name ?? null,
    sigEntered: state.sig?.entered ?? null,
    sig: state.sig?.english ?? null,
    quantity: state.quantityMilli === null ? null : state.quantityMilli / 1000,
    daysSupply: state.daysSupply,
    refillsRemaining: state.refillsRemaining,
    daw: state.daw,
    writtenOn: state.writtenOn,
    expiresOn: state.expiresOn,
    promisedAt: state.promisedAt,
    priority: state.priority,
    attachmentBlobId: state.attachmentBlobId,
    note: state.note,
  };
}

function patientPart(context: ModuleContext, state: PrescriptionState) {
  const patient = state.patientId === null ? undefined : context.use('patients').get(state.patientId);
  if (!patient) return null;
  return {
    id: patient.id,
    name: displayName(patient.name),
    birthDate: patient.birthDate,
    sex: patient.sex,
    allergies: activeAllergies(patient).map((allergy) => allergy.substance),
  };
}

/** The four reasons with the deadline each would have if the first part were dispensed now. */
function partialChoices(state: PrescriptionState, at: string) {
  const first = standingParts(state)[0];
  return partialRules
    .filter((rule) => !first?.partial?.reason || first.partial.reason === rule.code)
    .map((rule) => ({
      code: rule.code,
      label: rule.label,
      deadline: deadlineOf(rule, {
        firstPartAt: first?.madeBy.at ?? at,
        writtenOn: state.writtenOn ?? at.slice(0, 10),
      }),
      cite: rule.cite,
      mark: rule.mark,
    }));
}

function decisionPart({ allow, denials, obligations, revision }: Decision) {
  return { allow, denials: [...denials], obligations: [...obligations], revision };
}

function lastFills(state: PrescriptionState, current: FillState | null) {
  return [...state.fills]
    .filter((fill) => fill.fillId !== current?.fillId)
    .reverse()
    .slice(0, lastFillsShown)
    .map((fill) => ({
      fillId: fill.fillId,
      fillNumber: fill.fillNumber,
      part: fill.part,
      filledOn: fill.filledOn,
      ndc: fill.ndc,
      productName: fill.productName,
      quantity: fill.quantityMilli / 1000,
      daysSupply: fill.daysSupply,
      status: fill.status,
    }));
}

/** The next step a screen is about to take, as the gate is asked. */
export function nextAction(fill: FillState | null): string | null {
  if (fill === null) return 'dispensing.fill';
  if (fill.status === 'made') return 'dispensing.verify';
  return fill.status === 'verified' ? 'dispensing.hand-over' : null;
}
