import type { Call, Handlers, ModuleContext, Unit } from '../../kernel/module.ts';
import { RefusalError, unwrap } from '../../kernel/refusal.ts';
import { prescriptionAggregate } from '../prescriptions/aggregate.ts';
import { factsOf, mustLoad } from '../prescriptions/command.ts';
import { isComplete, missingFields, openBlockingAlerts, type PrescriptionState } from '../prescriptions/model.ts';
import type { clinicalContract } from './contract.ts';
import { alertOnWire, decideOverride } from './decide-override.ts';
import type { Finding } from './model.ts';
import type { NotScreened } from './prescription-facts.ts';
import { describeRules, ruleSetOnWire } from './rule-catalog.ts';
import type { RuleSet } from './rule-set.ts';
import { overrideReasons } from './rules/reasons.ts';
import type { Screener } from './screener.ts';

const pharmacists = new Set(['pharmacist', 'pharmacist-in-charge']);

export function clinicalHandlers(
  context: ModuleContext,
  screener: Screener,
  rules: RuleSet,
): Handlers<typeof clinicalContract> {
  const answer = (
    unit: Unit,
    before: PrescriptionState,
    after: PrescriptionState,
    notScreened: readonly NotScreened[],
  ) => ({
    prescriptionId: after.id,
    stage: after.stage,
    moved: before.stage !== after.stage,
    alerts: structuredClone(after.alerts).map(alertOnWire),
    blocking: openBlockingAlerts(after).map((alert) => alert.id),
    decision: wireDecision(unit.preview('dispensing.fill', { ...factsOf(after), today: unit.today })),
    ruleSet: ruleSetOnWire(rules),
    notScreened: [...notScreened],
  });

  return {
    review: ({ id, version }, call) =>
      context.command(call, { action: 'prescriptions.review' }, (unit) => {
        const before = mustLoad(unit, id);
        unit.expectVersion(prescriptionAggregate, id, version);
        unit.authorize({ ...factsOf(before), today: unit.today });
        const { findings, notScreened } = screened(context, screener, unit, before);
        const byPharmacist = isPharmacist(call);
        const after = unit.append(prescriptionAggregate, id, {
          type: 'prescription.reviewed',
          payload: { alerts: findings, byPharmacist, accepted: byPharmacist },
        });
        return answer(unit, before, after, notScreened);
      }),

    override: ({ id, alertId, reasonCode, note }, call) =>
      context.command(call, { action: 'clinical.override' }, (unit) => {
        const before = mustLoad(unit, id);
        const alert = before.alerts.find((one) => one.id === alertId);
        unit.authorize({
          ...factsOf(before),
          today: unit.today,
          ruleId: alert?.ruleId ?? null,
          severity: alert?.severity ?? null,
          reasonCode,
        });
        const event = unwrap(decideOverride(before, { alertId, reasonCode, note }));
        const overridden = unit.append(prescriptionAggregate, id, event);
        return answer(unit, before, acceptedByPharmacist(unit, overridden), []);
      }),

    overrideReasons: () => ({
      items: overrideReasons.map((reason) => ({ ...reason, appliesTo: [...reason.appliesTo] })),
    }),

    rules: ({ q, kind }) => ({ ruleSet: ruleSetOnWire(rules), items: describeRules(rules, q, kind) }),

    interactionCheck: ({ drugs, allergies, birthDate }) => {
      const { findings, notScreened } = screener.list(drugs, allergies, birthDate, context.today());
      return { alerts: findings.map(onWire), notScreened: [...notScreened], ruleSet: ruleSetOnWire(rules) };
    },
  };
}

/** Alerts for this prescription, or the refusal that says what is missing before it can be screened. */
function screened(context: ModuleContext, screener: Screener, unit: Unit, state: PrescriptionState) {
  if (state.stage === 'data-entry' || !isComplete(state)) {
    throw new RefusalError({ kind: 'prescription-incomplete', data: { missing: missingFields(state) } });
  }
  if (state.stage !== 'review') throw new RefusalError({ kind: 'not-in-review', data: { stage: state.stage } });
  const patient = context.use('patients').get(state.patientId);
  if (!patient) throw new RefusalError({ kind: 'not-found', data: { what: 'patient', id: state.patientId } });
  const screening = screener.prescription(state, patient, unit.db, unit.today);
  if (!screening) throw new RefusalError({ kind: 'drug-unknown', data: { drug: state.product.key } });
  return screening;
}

/**
 * A technician's review shows the alerts and moves nothing. The pharmacist who then decides the last blocking one has
 * the whole prescription on the screen: that is the pharmacist's review.
 */
function acceptedByPharmacist(unit: Unit, state: PrescriptionState): PrescriptionState {
  if (state.stage !== 'review' || openBlockingAlerts(state).length > 0 || state.review?.byPharmacist) return state;
  return unit.append(prescriptionAggregate, state.id, {
    type: 'prescription.reviewed',
    payload: {
      alerts: state.alerts.map(({ override: _override, ...finding }) => finding),
      byPharmacist: true,
      accepted: true,
    },
  });
}

function isPharmacist(call: Call): boolean {
  return pharmacists.has(call.session?.role ?? '');
}

function wireDecision(decision: ReturnType<Unit['preview']>) {
  return {
    allow: decision.allow,
    denials: decision.denials.map((denial) => ({ ...denial })),
    obligations: decision.obligations.map((obligation) => ({ ...obligation })),
    revision: decision.revision,
  };
}

/** A finding without the keys that only the next screening needs. */
export function onWire({ alertKey: _alertKey, doseKey: _doseKey, ...alert }: Finding) {
  return alert;
}
