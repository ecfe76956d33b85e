import type { ReadDb } from '../../kernel/ports.ts';
import type { PatientFields, PatientState } from './model.ts';

/** Where a record went, following merges of merges; a circle made by two terminals ends at its smallest id. PAT-32. */
export function survivorOf(db: ReadDb, id: string): string {
  const into = db.prepare<{ merged_into: string | null }>(
    'SELECT merged_into FROM patients_patient WHERE aggregate_id = ?',
  );
  const path: string[] = [];
  let current = id;
  for (;;) {
    if (path.includes(current)) return path.slice(path.indexOf(current)).sort()[0] ?? id;
    path.push(current);
    const next = into.get(current)?.merged_into ?? null;
    if (next === null) return current;
    current = next;
  }
}

/** The survivor of this id and every record merged into it, the survivor first. */
export function allIds(db: ReadDb, id: string): string[] {
  return recordsBelow(db, survivorOf(db, id));
}

/** This record and those that were merged into it. */
export function recordsBelow(db: ReadDb, id: string): string[] {
  const merged = db.prepare<{ aggregate_id: string }>(
    'SELECT aggregate_id FROM patients_patient WHERE merged_into = ?',
  );
  const ids = [id];
  for (let i = 0; i < ids.length; i += 1) {
    for (const row of merged.all(ids[i] as string)) if (!ids.includes(row.aggregate_id)) ids.push(row.aggregate_id);
  }
  return ids;
}

/** What all records of one person know together: the survivor's own words first, the others fill what it lacks. PAT-31. */
export function combined(survivor: PatientState, others: readonly PatientState[]): PatientState {
  let patient = survivor;
  for (const other of others) patient = withRecord(patient, other);
  return patient;
}

function withRecord(patient: PatientState, other: PatientState): PatientState {
  const digits = new Set(patient.phones.map((p) => p.digits));
  return {
    ...patient,
    ...filled(patient, other),
    phones: [...patient.phones, ...other.phones.filter((p) => !digits.has(p.digits))],
    identifiers: union(patient.identifiers, other.identifiers, (i) => `${i.system} ${i.value}`),
    allergies: union(patient.allergies, other.allergies, (e) => e.id),
    conditions: union(patient.conditions, other.conditions, (e) => e.id),
    coverages: union(patient.coverages, other.coverages, (e) => e.id),
    notes: union(patient.notes, other.notes, (e) => e.id),
    caregivers: union(patient.caregivers, other.caregivers, (e) => e.id),
    measurements: [...patient.measurements, ...other.measurements],
    medications: union(patient.medications, other.medications, (m) => `${m.source} ${m.id}`),
    noKnownAllergies: patient.noKnownAllergies && other.allergies.every((a) => a.ended !== null),
    absorbed: [...patient.absorbed, other.id],
  };
}

function filled(patient: PatientState, other: PatientState): Partial<PatientFields> {
  return {
    address: patient.address ?? other.address,
    sex: patient.sex === 'unknown' ? other.sex : patient.sex,
    pregnancy: patient.pregnancy === 'unknown' ? other.pregnancy : patient.pregnancy,
    pregnancyDueOn: patient.pregnancyDueOn ?? other.pregnancyDueOn,
    lactation: patient.lactation === 'unknown' ? other.lactation : patient.lactation,
    deceasedOn: patient.deceasedOn ?? other.deceasedOn,
  };
}

function union<T>(ours: readonly T[], theirs: readonly T[], key: (item: T) => string): T[] {
  const known = new Set(ours.map(key));
  return [...ours, ...theirs.filter((item) => !known.has(key(item)))];
}
