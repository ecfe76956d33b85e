import { ok, refuse } from '../../kernel/refusal.ts';
import type { EventOf } from '../prescriptions/events.ts';
import type { AlertState, PrescriptionState } from '../prescriptions/model.ts';
import type { Alert } from './model.ts';
import { type OverrideReason, overrideReasons } from './rules/reasons.ts';

const noteMin = 10;

/** Accepting one open alert with a coded reason; docs/specs/clinical.md CLIN-90 to CLIN-94. */
export function decideOverride(
  state: PrescriptionState,
  command: { readonly alertId: string; readonly reasonCode: string; readonly note: string },
) {
  if (state.stage !== 'review') return refuse('not-in-review', { stage: state.stage });
  const alert = state.alerts.find((one) => one.id === command.alertId);
  if (!alert || alert.override !== null || alert.status === 'quiet')
    return refuse('alert-not-open', { alertId: command.alertId });
  if (!alert.overridable) return refuse('alert-not-overridable', { alertId: alert.id, ruleId: alert.ruleId });
  const allowed = reasonsFor(alert);
  const reason = findReason(allowed, command.reasonCode);
  if (!reason)
    return refuse('reason-not-valid', { reasonCode: command.reasonCode, allowed: allowed.map(({ code }) => code) });
  const note = command.note.trim();
  if ((reason.noteRequired || alert.severity === 'contraindicated') && note.length < noteMin) {
    return refuse('note-required', { reasonCode: reason.code });
  }
  const event: EventOf<'prescription.alert-overridden'> = {
    type: 'prescription.alert-overridden',
    payload: { alertId: alert.id, alertKey: alert.alertKey, reasonCode: reason.code, note },
  };
  return ok(event);
}

/** Reasons that make sense for an alert; a contraindicated one takes only those good enough for it. */
export function reasonsFor(alert: Pick<Alert, 'reasonForService' | 'severity'>): OverrideReason[] {
  return overrideReasons.filter(
    (reason) =>
      (reason.appliesTo.length === 0 || reason.appliesTo.includes(alert.reasonForService)) &&
      (alert.severity !== 'contraindicated' || reason.forContraindicated),
  );
}

/** By our code, or by the NCPDP codes a pharmacist knows: `M0`, `1G` or `M0/1G`. */
function findReason(allowed: readonly OverrideReason[], code: string): OverrideReason | undefined {
  const upper = code.toUpperCase();
  return (
    allowed.find((reason) => reason.code === code) ??
    allowed.find((reason) =>
      [
        `${reason.professionalService}/${reason.resultOfService}`,
        reason.professionalService,
        reason.resultOfService,
      ].includes(upper),
    )
  );
}

/** An alert as the wire has it: overridden here, quiet from an earlier decision, or open. */
export function alertOnWire(alert: AlertState): Alert {
  const { override, alertKey: _alertKey, doseKey: _doseKey, ...finding } = alert;
  if (override === null) return finding;
  const { reasonCode, note, by } = override;
  return {
    ...finding,
    blocking: false,
    status: 'overridden',
    accepted: { reasonCode, note, by: by.userName, at: by.at },
  };
}
