import { defineModule } from '../../kernel/module.ts';
import { patientAggregate } from './aggregate.ts';
import { patientsContract } from './contract.ts';
import { personAt, rowOf } from './directory.ts';
import { importFhir } from './fhir/run-import.ts';
import { patientHandlers } from './handlers.ts';
import { allIds, survivorOf } from './merge.ts';
import { listName, type PatientConflictKind } from './model.ts';
import { patientMigrations } from './projection.ts';
import { searchPatients } from './search.ts';
import type { PatientsService, ProfileSources } from './services.ts';

/** Who the patients are: profile, search, likely duplicates, merge, identity checks, FHIR import. */
export const patientsModule = defineModule({
  name: 'patients',
  version: '1.1.0',
  requires: ['store'],
  contract: patientsContract,
  aggregates: [patientAggregate],
  projections: [],
  migrations: patientMigrations,
  start(context) {
    const sources: Partial<ProfileSources> = {};
    const { db } = context;
    const country = (): 'us' | 'in' => (context.use('store').profile().jurisdiction.startsWith('ind') ? 'in' : 'us');
    const services: PatientsService = {
      get: (id) => personAt(db, context, id),
      survivorOf: (id) => survivorOf(db, id),
      allIds: (id) => allIds(db, id),
      searchIds: (text, limit) => [
        ...new Set(searchPatients(db, text, limit).map((found) => survivorOf(db, found.id))),
      ],
      summary: (id) => {
        const row = rowOf(db, survivorOf(db, id));
        if (!row) return undefined;
        const name = listName({ given: row.given, family: row.family, preferred: null });
        return { id: row.aggregate_id, name, birthDate: row.birth_date };
      },
      openConflicts: () =>
        db
          .prepare<{ aggregate_id: string; conflict_id: string; kind: PatientConflictKind; since: string }>(
            'SELECT aggregate_id, conflict_id, kind, since FROM patients_conflict ORDER BY since, conflict_id',
          )
          .all()
          .map((row) => ({
            recordId: row.aggregate_id,
            conflictId: row.conflict_id,
            kind: row.kind,
            since: row.since,
          })),
      record: (id) => context.load(patientAggregate, id),
      resolveConflict: (unit, recordId, decision) =>
        unit.append(patientAggregate, recordId, { type: 'patient.conflict-resolved', payload: decision }),
      importFhir: (call, run) => importFhir(context, call, run),
      supplyProfile: (part) => {
        Object.assign(sources, part);
      },
    };
    return { handlers: patientHandlers(context, country, sources), services };
  },
});
