import { defineModule } from '../../kernel/module.ts';
import { unwrap } from '../../kernel/refusal.ts';
import { prescriptionAggregate } from './aggregate.ts';
import { mustLoad } from './command.ts';
import { prescriptionsContract } from './contract.ts';
import { decideConflict } from './decide-stage.ts';
import { prescriptionHandlers, rowFor } from './handlers.ts';
import type { PrescriptionState } from './model.ts';
import { isOpenFill } from './open-fills.ts';
import { prescriberTerms } from './prescribers.ts';
import { Presences } from './presence.ts';
import { prescriptionMigrations } from './projection.ts';
import { seriesAggregate } from './rx-number.ts';
import type { PrescriptionsService } from './services.ts';

/** Prescriptions from intake to the last refill: stages, sigs, days supply, transfers, the queue. */
export const prescriptionsModule = defineModule({
  name: 'prescriptions',
  version: '1.1.0',
  requires: ['drugs', 'patients'],
  contract: prescriptionsContract,
  aggregates: [prescriptionAggregate, seriesAggregate],
  projections: [prescriberTerms],
  migrations: prescriptionMigrations,
  start(context) {
    const presences = new Presences(context.clock, context.terminalId);
    const { db } = context;
    const get = (id: string): PrescriptionState | undefined => context.load(prescriptionAggregate, id);
    const sum = (sql: string, key: string): number => db.prepare<{ n: number | null }>(sql).get(key)?.n ?? 0;
    const services: PrescriptionsService = {
      get,
      byFill: (fillId) => {
        const row = db
          .prepare<{ aggregate_id: string }>('SELECT aggregate_id FROM prescriptions_fill WHERE fill_id = ?')
          .get(fillId);
        const state = row && get(row.aggregate_id);
        return state && { id: state.id, state };
      },
      ofPatient: (patientId) => {
        const ids = context.use('patients').allIds(patientId);
        return db
          .prepare<{ aggregate_id: string }>(
            `SELECT aggregate_id FROM prescriptions_prescription WHERE patient_id IN (${ids.map(() => '?').join()})
             ORDER BY entered_at DESC, aggregate_id DESC`,
          )
          .all(...ids)
          .map((row) => get(row.aggregate_id))
          .filter((state) => state !== undefined);
      },
      reservedMilli: (key) =>
        sum("SELECT sum(waiting_milli) AS n FROM prescriptions_queue WHERE product_key = ? AND stage = 'fill'", key),
      willCallMilli: (key) =>
        sum(
          `SELECT sum(quantity_milli) AS n FROM prescriptions_fill
           WHERE ${isOpenFill} AND status <> 'superseded' AND product_key = ?`,
          key,
        ),
      resolveConflict(unit, { id, ...decision }) {
        const event = unwrap(decideConflict(mustLoad(unit, id), decision));
        return unit.append(prescriptionAggregate, id, event);
      },
      openConflicts: () =>
        db
          .prepare<{
            aggregate_id: string;
            conflict_id: string;
            kind: string;
            patient_id: string | null;
            since: string;
          }>('SELECT * FROM prescriptions_conflict ORDER BY since, conflict_id')
          .all()
          .map((row) => ({
            prescriptionId: row.aggregate_id,
            conflictId: row.conflict_id,
            kind: row.kind,
            patientId: row.patient_id,
            since: row.since,
          })),
    };
    context.use('patients').supplyProfile({
      prescriptions: (patientId) => services.ofPatient(patientId),
      rows: (states) => states.map((state) => rowFor(context, presences, state)),
    });
    return { handlers: prescriptionHandlers(context, presences), services };
  },
});
