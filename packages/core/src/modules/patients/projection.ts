import type { ProjectedRows } from '../../kernel/aggregate.ts';
import { openPatientConflicts, type PatientState } from './model.ts';
import { foldText, nameTerms } from './names.ts';
import { nationalDigits } from './phones.ts';

/**
 * `patients_term` holds what a patient can be found by, one row a word: `n` name, `p` phone, `l` last four digits,
 * `b` birth date. A search reads ranges of its index and never scans.
 */
export const patientMigrations = [
  {
    id: 'patients-001',
    sql: `
      CREATE TABLE patients_patient (
        aggregate_id TEXT PRIMARY KEY,
        family TEXT NOT NULL,
        given TEXT NOT NULL,
        sort_key TEXT NOT NULL,
        birth_date TEXT NOT NULL,
        sex TEXT NOT NULL,
        phone TEXT,
        city TEXT,
        state TEXT,
        postal_code TEXT,
        deceased INTEGER NOT NULL,
        merged_into TEXT
      ) STRICT;
      CREATE INDEX patients_by_sort ON patients_patient (sort_key, aggregate_id);
      CREATE INDEX patients_by_birth ON patients_patient (birth_date);
      CREATE INDEX patients_by_merge ON patients_patient (merged_into) WHERE merged_into IS NOT NULL;
      CREATE TABLE patients_term (
        aggregate_id TEXT NOT NULL,
        term TEXT NOT NULL,
        PRIMARY KEY (term, aggregate_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX patients_term_of ON patients_term (aggregate_id, term);
      CREATE TABLE patients_source (
        aggregate_id TEXT NOT NULL,
        source TEXT NOT NULL,
        resource_id TEXT NOT NULL,
        PRIMARY KEY (source, resource_id, aggregate_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX patients_source_of ON patients_source (aggregate_id);
    `,
  },
  {
    id: 'patients-002',
    sql: `
      CREATE TABLE patients_conflict (
        aggregate_id TEXT NOT NULL,
        conflict_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        since TEXT NOT NULL,
        PRIMARY KEY (aggregate_id, conflict_id)
      ) STRICT;
    `,
  },
];

export function patientRows(id: string, state: PatientState): ProjectedRows {
  if (state.registeredAt === '') return {};
  const { name, address } = state;
  return {
    patients_patient: [
      {
        aggregate_id: id,
        family: name.family,
        given: name.given,
        sort_key: foldText(`${name.family} ${name.given}`),
        birth_date: state.birthDate,
        sex: state.sex,
        phone: state.phones[0]?.number ?? null,
        city: address?.city ?? null,
        state: address?.state ?? null,
        postal_code: address?.postalCode ?? null,
        deceased: state.deceasedOn === null ? 0 : 1,
        merged_into: state.mergedInto,
      },
    ],
    patients_term: termsOf(state).map((term) => ({ aggregate_id: id, term })),
    patients_source: state.sources.map((s) => ({ aggregate_id: id, source: s.source, resource_id: s.resourceId })),
    patients_conflict: openPatientConflicts(state).map(({ conflictId, kind, kept, other }) => ({
      aggregate_id: id,
      conflict_id: conflictId,
      kind,
      since: [kept.at, other.at].sort().at(-1) ?? '',
    })),
  };
}

function termsOf(state: PatientState): string[] {
  const { name } = state;
  const terms = new Set(nameTerms(name.given, name.family, name.preferred ?? '').map((term) => `n${term}`));
  for (const phone of state.phones) {
    const national = nationalDigits(phone.digits);
    terms.add(`p${national}`);
    terms.add(`l${national.slice(-4)}`);
  }
  if (state.birthDate !== '') terms.add(`b${state.birthDate}`);
  return [...terms];
}
