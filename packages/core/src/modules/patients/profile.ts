import type { z } from 'zod';
import { RefusalError } from '../../kernel/refusal.ts';
import { addDays } from '../../kernel/time.ts';
import type { Finding } from '../clinical/model.ts';
import type { PrescriptionState } from '../prescriptions/model.ts';
import { fillOnWire } from '../prescriptions/to-wire.ts';
import type { patientsContract } from './contract.ts';
import type { ExternalMedication, PatientState } from './model.ts';
import type { ProfileSources } from './services.ts';
import type { WirePatient } from './to-wire.ts';

type Profile = z.input<NonNullable<(typeof patientsContract.profile)['~orpc']['outputSchema']>>;
type Medication = Profile['activeMedications'][number];

/** How long after a run-out a medication still counts as taken: window of the interaction checks, clinical sheet 1. */
const graceDays = 14;

/** Active medications, prescriptions, fills and alerts of one patient; a part whose module is off is named. PAT-50. */
export function profileOf(
  patient: PatientState,
  wire: WirePatient,
  sources: Partial<ProfileSources>,
  today: string,
): Profile {
  const missingParts: string[] = [];
  const part = <T>(name: string, read: (() => T) | undefined, fallback: T): T => {
    if (!read) {
      missingParts.push(name);
      return fallback;
    }
    try {
      return read();
    } catch (error) {
      if (!(error instanceof RefusalError) || error.refusal.kind !== 'module-unavailable') throw error;
      missingParts.push(name);
      return fallback;
    }
  };
  const { prescriptions: ofPatient, alerts: alertsOf, rows } = sources;
  const states = part('prescriptions', ofPatient && (() => ofPatient(patient.id)), [] as readonly PrescriptionState[]);
  const alerts = part('alerts', alertsOf && (() => alertsOf(patient.id)), [] as readonly Finding[]);
  return {
    patient: wire,
    activeMedications: [
      ...states.filter((state) => isTaken(state, today)).map(medicationOf),
      ...patient.medications.filter((m) => m.status === 'active').map(externalOf),
    ],
    prescriptions: rows?.(states) ?? [],
    fills: states
      .flatMap((state) =>
        state.fills.map((fill) => ({ ...fillOnWire(fill), prescriptionId: state.id, rxNumber: state.rxNumber })),
      )
      .sort((a, b) => (a.filledOn < b.filledOn ? 1 : -1)),
    alerts: [...alerts],
    missingParts,
  };
}

/** In work now, or its last fill has not run out for longer than the grace. */
function isTaken(state: PrescriptionState, today: string): boolean {
  if (state.stage === 'cancelled' || state.product === null) return false;
  if (state.stage !== 'sold' && state.stage !== 'transferred' && state.stage !== 'returned') return true;
  const runsOut = runsOutOn(state);
  return runsOut !== null && addDays(runsOut, graceDays) >= today;
}

function lastFill(state: PrescriptionState) {
  return state.fills
    .filter((f) => f.status === 'handed-over')
    .reduce<PrescriptionState['fills'][number] | undefined>(
      (last, f) => (!last || f.filledOn >= last.filledOn ? f : last),
      undefined,
    );
}

export function runsOutOn(state: PrescriptionState): string | null {
  const fill = lastFill(state);
  return fill ? addDays(fill.filledOn, fill.daysSupply) : null;
}

function medicationOf(state: PrescriptionState): Medication {
  return {
    prescriptionId: state.id,
    rxNumber: state.rxNumber,
    drug: state.product?.name ?? '',
    rxcui: state.product?.rxcui ?? null,
    directions: state.sig?.english ?? null,
    lastFilledOn: lastFill(state)?.filledOn ?? null,
    daysSupply: state.daysSupply,
    runsOutOn: runsOutOn(state),
    refillsRemaining: state.refillsRemaining,
    prescriber: state.prescriber?.name ?? null,
    source: 'here',
    stage: state.stage,
  };
}

function externalOf(medication: ExternalMedication): Medication {
  return {
    prescriptionId: null,
    rxNumber: null,
    drug: medication.text,
    rxcui: medication.rxcui,
    directions: medication.dosage,
    lastFilledOn: null,
    daysSupply: null,
    runsOutOn: null,
    refillsRemaining: null,
    prescriber: medication.prescriber,
    source: medication.source,
    stage: null,
  };
}
