import { toMilli } from '../../kernel/contract.ts';
import type { Handlers, ModuleContext, Unit } from '../../kernel/module.ts';
import { assert, RefusalError, unwrap } from '../../kernel/refusal.ts';
import type { DrugRecord } from '../drugs/model.ts';
import { priceToWire } from '../pos/wire.ts';
import { prescriptionAggregate } from '../prescriptions/aggregate.ts';
import type { CompletePrescription } from '../prescriptions/model.ts';
import { claimAggregate } from './claim.ts';
import type { claimsContract } from './contract.ts';
import { adjudicable, paidBy, withOverride } from './decide-adjudication.ts';
import { type AdjudicationResult, type ClaimAttempt, type ClaimState, claimIdOf } from './model.ts';
import { askPayer, type Payers, writeAnswer } from './service.ts';

export function claimsHandlers(context: ModuleContext, payers: Payers): Handlers<typeof claimsContract> {
  return {
    adjudicate({ id, payer }, call) {
      return context.command(call, { action: 'claims.adjudicate' }, (unit) => {
        const prescription = loadAdjudicable(unit, id);
        unit.authorize(factsOf(prescription));
        const drug = drugOf(context, prescription);
        const answer = askPayer(payers, payer, { prescription, drug, on: unit.today });
        return finish(unit, id, writeAnswer(unit, { prescriptionId: id, fillNumber: prescription.cycle, answer }));
      });
    },

    overridePrice({ id, priceCents, reason }, call) {
      return context.command(call, { action: 'claims.override-price' }, (unit) => {
        const prescription = loadAdjudicable(unit, id);
        unit.authorize({ ...factsOf(prescription), priceCents });
        const drug = drugOf(context, prescription);
        const basis = basisOf(context, prescription, drug, unit.today);
        const answer = { ...paidBy(withOverride(basis, { priceCents, reason })), payer: 'cash' };
        return finish(unit, id, writeAnswer(unit, { prescriptionId: id, fillNumber: prescription.cycle, answer }));
      });
    },

    list({ id }, call) {
      const prescription = context.use('prescriptions').get(id);
      if (!prescription) throw new RefusalError({ kind: 'not-found', data: { what: 'prescription', id } });
      const patientIds = prescription.patientId ? [prescription.patientId] : [];
      const claims = context.read(call, { action: 'claims.read', patientIds }, () => claimsOf(context, id));
      return { items: claims.flatMap(attemptsToWire).sort((a, b) => (a.at < b.at ? 1 : -1)), nextCursor: null };
    },

    quote({ ndc, quantity }) {
      const drug = context.use('drugs').find(ndc);
      if (!drug) throw new RefusalError({ kind: 'not-found', data: { what: 'drug', id: ndc } });
      const price = context.use('pos').price({ drug, quantityMilli: toMilli(quantity), on: context.today() });
      return priceToWire(unwrap(price));
    },
  };
}

function loadAdjudicable(unit: Unit, id: string): CompletePrescription {
  const state = unit.load(prescriptionAggregate, id);
  if (!state) throw new RefusalError({ kind: 'not-found', data: { what: 'prescription', id } });
  return unwrap(adjudicable(state));
}

function factsOf(prescription: CompletePrescription) {
  const { patientId, stage, cycle, product, writtenOn, expiresOn } = prescription;
  return { patientId, stage, fillNumber: cycle, schedule: product.schedule, writtenOn, expiresOn };
}

function drugOf(context: ModuleContext, prescription: CompletePrescription): DrugRecord {
  const drug = context.use('drugs').find(prescription.product.key);
  if (!drug) throw new RefusalError({ kind: 'no-price', data: { ndc: prescription.product.key } });
  return drug;
}

/** Tax and product of an overridden price come from the store's own price; where there is none, no tax is added. */
function basisOf(context: ModuleContext, prescription: CompletePrescription, drug: DrugRecord, on: string) {
  const { quantityMilli } = prescription;
  const price = context.use('pos').price({ drug, quantityMilli, on });
  return price.ok ? price.value : context.use('pos').unpriced({ ndc: drug.key, quantityMilli, on });
}

function finish(unit: Unit, id: string, result: AdjudicationResult) {
  const state = unit.load(prescriptionAggregate, id);
  assert(state, 'the prescription was loaded');
  return {
    claimId: result.claimId,
    prescriptionId: id,
    fillNumber: state.cycle,
    payer: result.payer,
    status: result.status,
    patientPayCents: result.patientPayCents,
    price: result.price && priceToWire(result.price),
    rejects: result.rejects.map((reject) => ({ ...reject })),
    stage: state.stage,
  };
}

function claimsOf(context: ModuleContext, prescriptionId: string): ClaimState[] {
  const cycle = context.use('prescriptions').get(prescriptionId)?.cycle ?? 0;
  return Array.from({ length: cycle + 1 }, (_, fillNumber) =>
    context.load(claimAggregate, claimIdOf(prescriptionId, fillNumber)),
  ).filter((claim) => claim !== undefined);
}

function attemptsToWire(claim: ClaimState) {
  const last = claim.attempts.at(-1);
  return claim.attempts.map((attempt: ClaimAttempt) => ({
    claimId: claim.claimId,
    fillNumber: claim.fillNumber,
    at: attempt.at,
    by: attempt.by,
    payer: attempt.payer,
    status: attempt.status,
    patientPayCents: attempt.patientPayCents,
    price: attempt.price && priceToWire(attempt.price),
    rejects: attempt.rejects.map((reject) => ({ ...reject })),
    isCurrent: attempt === last && attempt.reversed === null,
    reversedAt: attempt.reversed?.at ?? null,
    reversalReason: attempt.reversed?.reason ?? null,
  }));
}
