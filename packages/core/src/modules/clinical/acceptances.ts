import type { EventProjection, ProjectedRows } from '../../kernel/aggregate.ts';
import type { ReadDb } from '../../kernel/ports.ts';
import type { AcceptedAlert } from './model.ts';

export const clinicalMigrations = [
  {
    id: 'clinical-001',
    sql: `
      CREATE TABLE clinical_acceptance (
        origin TEXT NOT NULL,
        seq INTEGER NOT NULL,
        item INTEGER NOT NULL,
        prescription_id TEXT NOT NULL,
        alert_id TEXT NOT NULL,
        reason_code TEXT NOT NULL,
        note TEXT NOT NULL,
        accepted_by TEXT NOT NULL,
        accepted_at TEXT NOT NULL,
        PRIMARY KEY (origin, seq, item)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX clinical_acceptance_prescription ON clinical_acceptance (prescription_id);
    `,
  },
] as const;

/** What was accepted, kept beside the prescriptions: a refill clears their alerts, the decision stays for 180 days. */
export const acceptanceProjection: EventProjection = {
  name: 'clinical-acceptances',
  types: ['prescription.alert-overridden'],
  rows(event, meta, target): ProjectedRows {
    const payload = event.payload as { alertId?: unknown; reasonCode?: unknown; note?: unknown } | null;
    if (typeof payload?.alertId !== 'string') return {};
    return {
      clinical_acceptance: [
        {
          origin: meta.origin,
          seq: meta.seq,
          item: target.item,
          prescription_id: target.id,
          alert_id: payload.alertId,
          reason_code: String(payload.reasonCode ?? ''),
          note: String(payload.note ?? ''),
          accepted_by: meta.actor.userName,
          accepted_at: meta.at,
        },
      ],
    };
  },
};

/** Everything accepted on these prescriptions, at any time. */
export function acceptedOn(db: ReadDb, prescriptionIds: readonly string[]): AcceptedAlert[] {
  const statement = db.prepare<{
    alert_id: string;
    reason_code: string;
    note: string;
    accepted_by: string;
    accepted_at: string;
  }>('SELECT alert_id, reason_code, note, accepted_by, accepted_at FROM clinical_acceptance WHERE prescription_id = ?');
  return prescriptionIds.flatMap((id) =>
    statement.all(id).map((row) => ({
      alertId: row.alert_id,
      acceptedOn: row.accepted_at.slice(0, 10),
      reasonCode: row.reason_code,
      note: row.note,
      by: row.accepted_by,
      at: row.accepted_at,
    })),
  );
}
