import type { z } from 'zod';
import { ageYears } from '../../kernel/time.ts';
import { measuredOnWire } from './decide-register.ts';
import { latestMeasurement, type MeasurementKind, openPatientConflicts, type PatientState } from './model.ts';
import type { patientRowSchema, patientSchema } from './wire.ts';

export type WirePatient = z.input<typeof patientSchema>;
export type WireRow = z.input<typeof patientRowSchema>;

/** A patient in the shape of the contract. */
export function patientOnWire(state: PatientState, version: number, today: string): WirePatient {
  const {
    pregnancy,
    lactation,
    registeredAt,
    sources,
    changedHere,
    fieldStamps,
    changes,
    lastCounted,
    mergedBy,
    ...rest
  } = state;
  const weight = latestMeasurement(state, 'weight');
  const last = (kind: MeasurementKind): number | null => {
    const found = latestMeasurement(state, kind);
    return found ? measuredOnWire(kind, found.value) : null;
  };
  return {
    ...structuredClone(rest),
    conflicts: openPatientConflicts(state).map(({ resolved, ...conflict }) => conflict),
    version,
    age: ageYears(state.birthDate, today),
    pregnant: pregnancy === 'unknown' ? null : pregnancy === 'pregnant',
    lactating: lactation === 'unknown' ? null : lactation === 'yes',
    weightKg: last('weight'),
    weightTakenOn: weight?.takenOn ?? null,
    heightCm: last('height'),
    serumCreatinineMgDl: last('serum-creatinine'),
    measurements: state.measurements.map((m) => ({ ...m, value: measuredOnWire(m.kind, m.value) })),
  } as WirePatient;
}

export interface PatientRow {
  readonly aggregate_id: string;
  readonly family: string;
  readonly given: string;
  readonly birth_date: string;
  readonly sex: string;
  readonly phone: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly deceased: number;
  readonly merged_into: string | null;
  readonly sort_key: string;
}

export function rowOnWire(row: PatientRow, via: WireRow['via']): WireRow {
  return {
    id: row.aggregate_id,
    name: { given: row.given, family: row.family },
    birthDate: row.birth_date,
    sex: row.sex as WireRow['sex'],
    phone: row.phone,
    city: row.city,
    state: row.state,
    deceased: row.deceased === 1,
    via,
  };
}
